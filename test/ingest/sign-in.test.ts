// Wrong tries lock accounts: how often a source that refuses a secret is asked again, whoever asks.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import type { PollDependencies } from '../../lib/ingest/dependencies.ts';
import { poll } from '../../lib/ingest/poll.ts';
import { nextSignIn, type Refused, refusedOf } from '../../lib/ingest/sign-in.ts';
import type { Store } from '../../lib/store/index.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, type Script, ScriptedSource, wholePass } from './scripted.ts';

const MINUTE_MS = 60_000;
const WINDOW_MS = 30 * MINUTE_MS;

/** The most of them within any 30 minutes. */
const mostAtOnce = (tries: readonly number[]): number =>
  Math.max(0, ...tries.map((from) => tries.filter((at) => at >= from && at < from + WINDOW_MS).length));

onEachEngine((open) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A source with one right password, which counts wrong ones, and a clock of the database that moves by hand. */
  class Account {
    readonly source: ScriptedSource;
    readonly tries: number[] = [];
    right = 'right';
    refusals = 1;
    #minutes = 0;
    readonly #file: string;
    readonly #began = Date.now();

    constructor(written: string) {
      this.#file = join(folder, `secret-${Math.random()}`);
      this.write(written);
      this.source = new ScriptedSource(open().store, { proxyCredentials: `file:${this.#file}` });
    }
    get now(): number {
      return this.#began + this.#minutes * MINUTE_MS;
    }
    later(minutes: number): void {
      this.#minutes += minutes;
    }
    write(secret: string): void {
      this.#secret = secret;
      writeFileSync(this.#file, secret);
    }
    #secret = '';
    get store(): Store {
      return { ...open().store, now: async () => new Date(this.now) };
    }
    script(): Script {
      const account = this;
      return function* () {
        if (account.#secret !== account.right) {
          for (let i = 0; i < account.refusals; i += 1) account.tries.push(account.now);
          throw new SourceError('refused', { code: 'auth', hint: '', refusedSignIns: account.refusals });
        }
        yield* wholePass(devices(2));
      };
    }
    /** Its outcome; null where the source was not asked. */
    async poll(more: Partial<PollDependencies> = {}, script = this.script()): Promise<string | null> {
      const receipt = await poll(this.source.dependencies(script, { store: this.store, ...more }));
      return receipt?.outcome ?? null;
    }
  }

  describe('a source that refuses the secret', () => {
    it('is asked again after 15 minutes, and then after hours', async () => {
      const account = new Account('wrong');
      for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
        await account.poll();
        account.later(5);
      }
      expect(account.tries.map((at) => (at - (account.tries[0] ?? 0)) / MINUTE_MS)).toEqual([
        0, 15, 75, 195, 435, 675, 915, 1155, 1395,
      ]);
    });

    it('is asked at most twice within 30 minutes, whatever asks', async () => {
      const account = new Account('wrong');
      for (let minutes = 0; minutes < 6 * 60; minutes += 1) {
        if (minutes % 7 === 0) account.write(`wrong, too: ${minutes}`);
        await account.poll({ collector: `collector-${minutes}`, ...(minutes % 3 === 0 ? { asked: true } : {}) });
        account.later(1);
      }
      expect(account.tries.length).toBeGreaterThan(10);
      expect(mostAtOnce(account.tries)).toBe(2);
    });

    it('is asked at most twice within 30 minutes where one of its servers lets us in, and the next one does not', async () => {
      const account = new Account('wrong');
      for (let minutes = 0; minutes < 6 * 60; minutes += 1) {
        await account.poll({ asked: true }, function* () {
          yield { dataset: 'device', rows: devices(2) };
          account.tries.push(account.now);
          throw new SourceError('refused', { code: 'auth', hint: '', refusedSignIns: 1 });
        });
        account.later(1);
      }
      expect(account.tries.length).toBeGreaterThan(10);
      expect(mostAtOnce(account.tries)).toBe(2);
    });

    it('is asked at once when the secret has changed, and waits no more when that was right', async () => {
      const account = new Account('wrong');
      expect([await account.poll(), await account.poll()]).toEqual(['failed', null]);
      account.write('right');
      expect(await account.poll()).toBe('complete');
      expect(await refusedOf(open().store, account.source.name)).toBeNull();
      expect(await account.poll()).toBe('complete');
    });

    it('is asked no sooner with a secret that it refused before', async () => {
      const account = new Account('wrong');
      await account.poll();
      account.later(31);
      account.write('wrong, too');
      await account.poll();
      account.later(31);
      // Another collector, whose secret was not changed.
      account.write('wrong');
      expect(await account.poll()).toBeNull();
    });

    it('is asked at once by an operator, who may have unlocked the account', async () => {
      const account = new Account('wrong');
      await account.poll();
      account.right = 'wrong';
      expect(await account.poll({ asked: true })).toBe('complete');
    });

    it('waits longer where one poll tried twice', async () => {
      const account = new Account('wrong');
      account.refusals = 2;
      await account.poll();
      account.later(16);
      expect([await account.poll(), await account.poll({ asked: true })]).toEqual([null, null]);
      account.later(15);
      account.write('right');
      expect(await account.poll()).toBe('complete');
    });

    it('is not asked sooner because a collector died at the second try', async () => {
      const account = new Account('wrong');
      await account.poll();
      account.later(16);
      // Dies with the answer: what its poll would write behind it is lost.
      await account.poll({}, function* () {
        yield* [];
        account.tries.push(account.now);
        throw new SourceError('the answer never came', { code: 'timeout', hint: '' });
      });
      account.later(20);
      expect([await account.poll(), await account.poll({ asked: true })]).toEqual([null, 'failed']);
      expect(mostAtOnce(account.tries)).toBe(2);
    });

    it('is not told to have refused what never reached it', async () => {
      const account = new Account('wrong');
      await account.poll();
      account.later(16);
      for (let i = 0; i < 5; i += 1)
        await account.poll({}, () => {
          throw new SourceError('unreachable', { code: 'refused', hint: '' });
        });
      expect((await refusedOf(open().store, account.source.name))?.tries).toHaveLength(1);
    });

    it('keeps no secret, and no hash that another key would make', async () => {
      const [one, other] = [new Account('wrong'), new Account('wrong')];
      await one.poll();
      await other.poll({ phoneKey: 'another key of thirty-two letters' });
      const [a, b] = await Promise.all([one, other].map(({ source }) => refusedOf(open().store, source.name)));
      expect(JSON.stringify(a)).not.toContain('wrong');
      expect(a?.secrets).toHaveLength(1);
      expect(a?.secrets).not.toEqual(b?.secrets);
    });

    it('does not renew the time of the last success', async () => {
      const account = new Account('right');
      await account.poll();
      const last = () =>
        open()
          .store.db.selectFrom('source_state')
          .select('last_success_at')
          .where('source', '=', account.source.name)
          .executeTakeFirstOrThrow();
      const { last_success_at: success } = await last();
      expect(success).not.toBeNull();
      await account.poll({}, function* () {
        yield* wholePass(devices(2));
        throw new SourceError('broken', { code: 'reset', hint: '' });
      });
      expect((await last()).last_success_at).toEqual(success);
    });
  });
});

describe('the next try', () => {
  const now = new Date(Date.UTC(2026, 10, 24, 8));
  const refused = (...minutes: number[]): Refused => ({
    tries: minutes.map((at) => now.getTime() + at * MINUTE_MS),
    secrets: ['a'],
  });

  it('does not wait for tries that a clock tells of that ran ahead', () => {
    expect(nextSignIn(refused(40 * 24 * 60, 40 * 24 * 60), 'a', now, false)).toBeNull();
  });
  it('is not known to be with another secret where it cannot be read', () => {
    expect(nextSignIn(refused(-5), null, now, false)).toEqual(new Date(now.getTime() + 10 * MINUTE_MS));
  });
});
