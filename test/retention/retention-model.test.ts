// Random events of all ages, to the millisecond around the limit, under budgets that end early and beside somebody who
// writes: nothing younger goes, nothing older stays after enough runs.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyOf } from '../../lib/mirror/key.ts';
import { runRetention } from '../../lib/retention/retention.ts';
import type { Engine } from '../../lib/store/engine.ts';
import { openEngine, type Store } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { runs } from '../fuzz/runs.ts';
import { addDevices, addPerson, addSource, count, DAY, silent } from '../privacy/fixture.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const EVENTS = ['change', 'location', 'poll_run', 'statistic', 'access_log', 'license_exchange'] as const;
type Events = (typeof EVENTS)[number];
/** Days of those that `RETENTION_DAYS` does not speak of. */
const OWN_CLOCK: Partial<Record<Events, number>> = { access_log: 365, license_exchange: 365 };

const ABOUT_PEOPLE: ReadonlySet<Events> = new Set(['change', 'location']);

interface Event {
  readonly dataset: Events;
  /** Older than its limit by so many milliseconds; younger where negative. */
  readonly overdue: number;
  readonly copies: number;
  /** Of those about people: whom it speaks about. */
  readonly person: number | null;
}

const HOUR = 3_600_000;
const event: fc.Arbitrary<Event> = fc.record({
  dataset: fc.constantFrom(...EVENTS),
  overdue: fc.oneof(fc.constantFrom(-1, 0, 1, -HOUR, HOUR, -DAY + 1, DAY), fc.integer({ min: -20, max: 20 })),
  copies: fc.oneof({ weight: 12, arbitrary: fc.constant(1) }, fc.constantFrom(999, 1_000, 1_001, 2_300)),
  person: fc.option(fc.nat(2)),
});

const situation = fc.record({
  // Around the leap day, the hours that clocks repeat and leave out, and the turn of a year.
  now: fc
    .constantFrom('2028-02-29T12:00:00.000Z', '2028-03-30T00:00:00.001Z', '2026-03-29T01:00:00.000Z')
    .map((text) => new Date(text))
    .chain((date) => fc.integer({ min: 0, max: 2 * DAY }).map((ms) => new Date(date.getTime() + ms))),
  days: fc.integer({ min: 1, max: 60 }),
  overrides: fc.dictionary(fc.constantFrom(...EVENTS), fc.integer({ min: 1, max: 90 }), { maxKeys: 2 }),
  events: fc.array(event, { maxLength: 12 }),
  /** How often a run may ask before its time is up. */
  budget: fc.integer({ min: 2, max: 8 }),
  /** What somebody else writes before the transaction of that number; nobody writes about people who are gone. */
  written: fc.array(fc.record({ before: fc.nat(12), event: event.map((e) => ({ ...e, copies: 1, person: null })) }), {
    maxLength: 4,
  }),
});

let serial = 0;
function rowOf(dataset: Events, at: Date, person: number | null): Readonly<Record<string, unknown>> {
  serial += 1;
  const key = keyOf(['retention', String(serial)]);
  const common = { source: 's', record_key: key, occurred_at: at };
  switch (dataset) {
    case 'change':
      return { ...common, transition: key, dataset: 'device', owner_key: key, kind: 'changed', subject_id: person };
    case 'location': {
      const place = { latitude: 47.4, longitude: 8.5, fixed_at: at };
      return { ...common, ...place, owner_key: key, device_external_id: 'd', subject_id: person };
    }
    case 'poll_run':
      return { ...common, run: `run-${serial}`, collector: 'c', outcome: 'complete' };
    case 'statistic':
      return { ...common, day: at.toISOString().slice(0, 10), metric: 'rows', dimension: `d${serial}`, value: 1 };
    case 'access_log':
      return {
        occurred_at: at,
        principal: 'p',
        operation: 'o',
        dataset: 'd',
        fields: '[]',
        filters: '[]',
        row_count: 1,
      };
    default:
      return { occurred_at: at, payload: '{}' };
  }
}

/** A clock that stands, deletes that are counted by transaction, and a guest before each of them. */
function watched(engine: Engine, now: Date, guest: (transaction: number) => Promise<void>) {
  const seen = { transactions: 0, most: 0 };
  const begin = async () => {
    seen.transactions += 1;
    await guest(seen.transactions);
    const transaction = await engine.begin();
    let deleted = 0;
    return {
      ...transaction,
      now: async () => now,
      execute: async (query: Parameters<typeof transaction.execute>[0]) => {
        const result = await transaction.execute(query);
        if (/^\s*delete/i.test(query.sql)) deleted += Number(result.numAffectedRows ?? 0);
        seen.most = Math.max(seen.most, deleted);
        return result;
      },
    };
  };
  return { seen, store: storeOver({ ...engine, now: async () => now, begin }) };
}

onEachEngine((open) => {
  const left = async (store: Store): Promise<string[]> => {
    const found: string[] = [];
    for (const dataset of EVENTS)
      for (const { occurred_at } of await store.rows
        .selectFrom(dataset as string)
        .select('occurred_at')
        .execute())
        if (occurred_at instanceof Date) found.push(`${dataset} ${occurred_at.toISOString()}`);
    return found.sort();
  };

  /** Three persons whom no source knows, one whom one does; a mirror that a poll vouches for, and one that waits for its poll. */
  async function setTheScene(store: Store, now: Date): Promise<number[]> {
    await emptyTables(store);
    const passes = JSON.stringify({ device: now.toISOString(), emm_user: now.toISOString() });
    await addSource(store, 's', { last_seen_at: now, passes });
    await addSource(store, 'polled', {
      last_seen_at: now,
      lease_until: new Date(now.getTime() + 1),
      holder: 'somebody',
    });
    const long = new Date(now.getTime() - 400 * DAY);
    await addDevices(store, 's', ['a', 'b'], {}, long);
    await addDevices(store, 'polled', ['c'], {}, long);
    await addPerson(store, 's', 'known', {}, long);
    const gone = { present: false, sources: 0, created_at: long, changed_at: long };
    await store.write(async (tx) => {
      await tx.lock('people');
      await tx.insert('subject', [gone, gone, gone]);
    });
    const subjects = await store.db.selectFrom('subject').select('id').where('present', '=', false).execute();
    const ids = subjects.map(({ id }) => id);
    const alias = { source: 's', dataset: 'emm_user', kind: 'mail', valid_from: long, valid_to: long };
    await store.write(async (tx) => {
      await tx.lock('people');
      await tx.insert(
        'subject_alias',
        ids.map((id) => ({ ...alias, subject_id: id, record_key: keyOf([String(id)]), value: `${id}@x.example` })),
      );
    });
    return ids;
  }

  describe('retention, whatever there is', () => {
    it('keeps all that is younger, and in the end nothing that is older', async () => {
      const engine = await openEngine({ database: open().database });
      try {
        await fc.assert(
          fc.asyncProperty(situation, async ({ now, days, overrides, events, budget, written }) => {
            const plain = storeOver(engine);
            const persons = await setTheScene(plain, now);
            const limits = new Map(EVENTS.map((name) => [name, overrides[name] ?? OWN_CLOCK[name] ?? days]));
            const expected: { line: string; person: number | null; stays: boolean }[] = [];
            const write = async ({ dataset, overdue, copies, person }: Event) => {
              const at = new Date(now.getTime() - (limits.get(dataset) ?? 0) * DAY - overdue);
              const whom = ABOUT_PEOPLE.has(dataset) && person !== null ? (persons[person] ?? null) : null;
              const rows = Array.from({ length: copies }, () => rowOf(dataset, at, whom));
              await plain.write((tx) => tx.insert(dataset, rows));
              const line = `${dataset} ${at.toISOString()}`;
              for (const _ of rows) expected.push({ line, person: whom, stays: overdue <= 0 });
            };
            for (const one of events) await write(one);
            let guests = [...written];
            const { seen, store } = watched(engine, now, async (transaction) => {
              const arrived = guests.filter(({ before }) => before <= transaction);
              guests = guests.filter((guest) => !arrived.includes(guest));
              for (const guest of arrived) await write(guest.event);
            });
            const run = (budget: number) => {
              let asked = 0;
              const stopped = () => {
                asked += 1;
                return asked > budget;
              };
              const settings = { RETENTION_DAYS: days, RETENTION_OVERRIDES: overrides, UNVERIFIED_DAYS: 30 };
              return runRetention({ store, settings, stopped, log: silent });
            };
            const young = () => expected.filter(({ stays }) => stays).map(({ line }) => line);
            for (let runs = 0; runs < 25; runs += 1) {
              const receipt = await run(budget);
              const there = await left(plain);
              // Of equal lines there are as many as were written.
              expect(there.filter((line) => young().includes(line))).toEqual(young().sort());
              if (Object.values(receipt.datasets).every((entry) => entry.left === 0)) break;
              expect(receipt.complete).toBe(false);
            }
            for (const guest of guests.splice(0)) await write(guest.event);
            expect((await run(1e9)).waitingSources).toBe(1);
            // Names leave a run before their person does.
            await run(1e9);
            expect(await left(plain)).toEqual(young().sort());
            expect(seen.most).toBeLessThanOrEqual(1_000);
            expect([await count(plain, 'device'), await count(plain, 'emm_user')]).toEqual([3, 1]);
            const spokenOf = new Set(expected.filter(({ stays }) => stays).flatMap(({ person }) => person ?? []));
            for (const table of ['subject', 'subject_alias'] as const) {
              const column = table === 'subject' ? 'id' : 'subject_id';
              const rows = await plain.rows
                .selectFrom(table as string)
                .select(column)
                .execute();
              const kept = rows.map((row) => Number(row[column])).filter((id) => persons.includes(id));
              expect([table, kept.sort((a, b) => a - b)]).toEqual([table, [...spokenOf].sort((a, b) => a - b)]);
            }
          }),
          runs(open().store.engine === 'sqlite' ? 30 : 8),
        );
      } finally {
        await engine.close();
      }
    }, 3_600_000);
  });
});
