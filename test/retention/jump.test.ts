// Retention believes no clock that jumped, and waits no longer than it must.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { believe, doubtLine, doubtOf, isBelieved, judgeClock, type Look } from '../../lib/retention/jump.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2026, 10, 24, 8);

/** A machine that has been up for some days, and a database on another. */
class Machines {
  #passed = 0;
  boot = 'first';
  up = 5 * DAY_MS;
  /** How far the clocks are wrong. */
  own = 0;
  database = 0;

  pass(ms: number): void {
    this.#passed += ms;
    this.up += ms;
  }
  get look(): Look {
    const now = START + this.#passed + this.database;
    return { now, offset: this.own - this.database, boot: this.boot, up: this.up };
  }
}

onEachEngine((open) => {
  beforeEach(() => emptyTables(open().store, ['setting']));
  const judge = (machines: Machines) => judgeClock(open().store, machines.look);

  /** Hourly, as retention ticks. How many hours it takes to be believed. */
  async function hoursOfDoubt(machines: Machines): Promise<number> {
    for (let hours = 0; hours < 100; hours += 1) {
      if ((await judge(machines)) === null) return hours;
      machines.pass(HOUR_MS);
    }
    return Number.POSITIVE_INFINITY;
  }
  async function settled(): Promise<Machines> {
    const machines = new Machines();
    expect(await judge(machines)).toBeNull();
    machines.pass(DAY_MS);
    expect(await judge(machines)).toBeNull();
    machines.pass(HOUR_MS);
    return machines;
  }

  describe('a clock that jumped ahead is not believed', () => {
    it.each([
      ['on all machines', 40 * DAY_MS, 40 * DAY_MS],
      ['on that of the database', 0, 40 * DAY_MS],
      ['on that of the collector', 40 * DAY_MS, 0],
    ])('%s: for a day of running, with a warning', async (_, own, database) => {
      const machines = Object.assign(await settled(), { own, database });
      const doubt = await judge(machines);
      expect(doubt).toEqual({ byMs: 40 * DAY_MS, leftMs: DAY_MS });
      expect(await doubtOf(open().store)).toEqual(doubt);
      expect(doubt && doubtLine(doubt)).toMatch(/jumped by 40 days.* wait for 24 hours more/);
      expect(await hoursOfDoubt(machines)).toBe(24);
      expect(await doubtOf(open().store)).toBeNull();
      machines.pass(DAY_MS);
      expect(await judge(machines)).toBeNull();
    });

    it('while the collector restarts again and again', async () => {
      const machines = Object.assign(await settled(), { own: 40 * DAY_MS, database: 40 * DAY_MS });
      await judge(machines);
      // Nothing runs for a week: that is no day of running.
      machines.pass(7 * DAY_MS);
      expect(await judge(machines)).not.toBeNull();
    });

    it('until it is set back', async () => {
      const machines = Object.assign(await settled(), { own: 40 * DAY_MS, database: 40 * DAY_MS });
      await judge(machines);
      expect(await judge(Object.assign(machines, { own: 0, database: 0 }))).toBeNull();
    });

    it('until an operator says that it is right', async () => {
      const machines = Object.assign(await settled(), { own: 40 * DAY_MS, database: 40 * DAY_MS });
      await judge(machines);
      await believe(open().store, machines.look);
      expect(await judge(machines)).toBeNull();
    });

    it('where it is seen for the first time, beside another', async () => {
      expect(await judge(Object.assign(new Machines(), { database: 40 * DAY_MS }))).not.toBeNull();
    });

    it('by a poll either, before retention looks', async () => {
      const { store } = open();
      const ahead = { now: () => new Date(Date.now() + 40 * DAY_MS) };
      expect([await isBelieved(store, { now: () => new Date() }), await isBelieved(store, ahead)]).toEqual([
        true,
        false,
      ]);
    });
  });

  describe('what is no jump', () => {
    it('a long stop', async () => {
      const machines = await settled();
      machines.pass(40 * DAY_MS);
      expect(await judge(machines)).toBeNull();
    });
    it('a long stop of the machine', async () => {
      const machines = await settled();
      machines.pass(40 * DAY_MS);
      Object.assign(machines, { boot: 'second', up: HOUR_MS });
      expect(await judge(machines)).toBeNull();
    });
    it("another replica's clock, by less than an hour", async () => {
      const machines = await settled();
      expect(await judge(Object.assign(machines, { own: 50 * 60_000 }))).toBeNull();
    });
    it('a clock that was set back', async () => {
      const machines = await settled();
      expect(await judge(Object.assign(machines, { own: -40 * DAY_MS, database: -40 * DAY_MS }))).toBeNull();
    });
  });
});
