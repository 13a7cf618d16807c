// A real server behind a proxy that cuts, resets, stalls and half-opens the connection in the middle of whatever the
// store does: nothing is lost, nothing is double, nothing waits for ever, and afterwards all goes on.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../lib/mirror/key.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { runRetention } from '../../lib/retention/retention.ts';
import type { Store } from '../../lib/store/index.ts';
import { acquireLease, announceSource, FencedWriter, parsePollState, renewLease } from '../../lib/store/lease.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { devices, type Script, ScriptedSource, silent, wholePass } from '../ingest/scripted.ts';
import { openProxiedStore, type ProxiedStore } from './lost-connection.ts';
import { FAULTS, type Fault } from './tcp-proxy.ts';

const there = process.env.TEST_MSSQL_CONNECTION_STRING !== undefined;
/** Codes of a connection that was lost, and of a server that did not answer. */
const LOST = /^(esocket|econnreset|econnclosed|einvalidstate|erequest|no-connection|etimeout|commit-unknown)$/;
const told = { name: 'StoreError', code: expect.stringMatching(LOST), hint: expect.stringMatching(/.{20}/) };
const AT_ONCE = ['cut', 'reset'];
/** Which packet of the first and of the second poll is struck, of some ninety each. */
const POLL_STRUCK_AT: Readonly<Record<Fault, readonly [number, number]>> = {
  cut: [9, 70],
  reset: [33, 41],
  stall: [52, 27],
  'half-open': [24, 62],
  mute: [47, 16],
};

(there ? describe : describe.skip)('a connection to SQL Server that is lost', () => {
  let proxied: ProxiedStore;
  beforeAll(async () => {
    proxied = await openProxiedStore();
  });
  afterAll(async () => proxied?.remove());
  afterEach(() => proxied.proxy.heal());

  let serial = 0;
  const newName = () => {
    serial += 1;
    return `lost-${serial}`;
  };
  const statistics = (source: string, count: number, occurred_at = new Date()) =>
    Array.from({ length: count }, (_, i) => ({
      source,
      record_key: digestOf(`${source} ${i}`),
      occurred_at,
      day: '2026-11-24',
      metric: 'm',
      dimension: String(i),
      value: i,
    }));
  const stored = async (table: 'statistic' | 'pass_key', source: string, { rows }: Store = proxied.direct) => {
    const { n } = await rows
      .selectFrom(table)
      .select(({ fn }) => fn.countAll().as('n'))
      .where('source', '=', source)
      .executeTakeFirstOrThrow();
    return Number(n);
  };

  describe.each(FAULTS)('by a %s', (fault) => {
    const passes = AT_ONCE.includes(fault);
    const through = () => (passes ? proxied.patient : proxied.store);

    it('in a read: asked again where the loss is noticed, told where it is not; the next one is answered', async () => {
      const { direct, proxy } = proxied;
      const store = through();
      const source = newName();
      await direct.write((tx) => tx.insert('statistic', statistics(source, 3)));
      // Impatient as the store is, a busy machine may make it ask twice.
      const answered = () => stored('statistic', source, store).catch(() => stored('statistic', source, store));
      await answered();
      // The first packet looks whether the connection lives; the second asks.
      for (const packet of [1, 2]) {
        void proxy.strikeAt(packet, fault);
        const read = stored('statistic', source, store);
        if (passes || packet === 1) expect(await read).toBe(3);
        else await expect(read).rejects.toMatchObject({ ...told, code: 'etimeout' });
        proxy.heal();
        expect(await answered()).toBe(3);
      }
    });

    it('in a bulk load: all of it or nothing', async () => {
      const { proxy } = proxied;
      const store = through();
      for (const packet of [4, 7]) {
        const source = newName();
        const load = () => store.write((tx) => tx.insert('statistic', statistics(source, 2_000)));
        const struck = proxy.strikeAt(packet, fault);
        if (passes) await load();
        else {
          await expect(load()).rejects.toMatchObject(told);
          proxy.heal();
          expect(await stored('statistic', source)).toBe(0);
          await load();
        }
        await struck;
        expect(await stored('statistic', source)).toBe(2_000);
      }
    });

    it('in a poll: what the polls after it leave is what an unbroken one would', async () => {
      const { direct, proxy } = proxied;
      const store = through();
      const load = async (of: Store, packets: readonly number[] = []) => {
        const source = new ScriptedSource(of);
        for (const [first, packet] of [
          [0, packets[0]],
          [1, packets[1]],
        ] as const)
          await untilComplete(source, () => wholePass(devices(60 + first).slice(first), 'device', 20), packet);
        const plain = Object.assign(new ScriptedSource(direct), { name: source.name });
        const [rows, changes] = [await plain.rows('device'), await plain.rows('change')];
        return { names: rows.map((row) => row.external_id).sort(), changes: changes.map((row) => row.kind).sort() };
      };
      /** A loss outside of the fenced transactions ends a poll, and may leave its lease, which runs out. */
      const untilComplete = async (source: ScriptedSource, script: Script, packet: number | undefined) => {
        if (packet !== undefined) void proxy.strikeAt(packet, fault);
        for (let attempt = 0; attempt < 10; attempt += 1) {
          const receipt = await source.poll(script).catch((error: unknown) => {
            expect(error).toMatchObject(told);
          });
          proxy.heal();
          if (receipt?.outcome === 'complete') return;
          if (receipt) expect(receipt.error).toMatchObject({ code: told.code, hint: told.hint });
          await direct.write(({ db }) =>
            db.updateTable('source_state').set({ lease_until: null }).where('source', '=', source.name).execute(),
          );
        }
        throw new Error('no poll was complete');
      };
      const unbroken = await load(direct);
      expect(unbroken.names).toHaveLength(60);
      expect(await load(store, POLL_STRUCK_AT[fault])).toEqual(unbroken);
    });

    it('in the renewal of a lease: it stays with its holder, and nobody else gets it meanwhile', async () => {
      const { direct, proxy } = proxied;
      const store = through();
      for (const packet of [3, 4]) {
        const source = newName();
        await announceSource(direct, source, 'scripted');
        const lease = await acquireLease(store, source, 'holder');
        if (!lease) throw new Error('not free');
        const struck = proxy.strikeAt(packet, fault);
        await renewLease(store, lease).catch((error: unknown) => expect(error).toMatchObject(told));
        await struck;
        proxy.heal();
        expect(await acquireLease(direct, source, 'another')).toBeNull();
        await renewLease(store, lease);
      }
    });

    it('in retention: what is overdue is gone in the end, and nothing else', async () => {
      const { direct, proxy } = proxied;
      const store = through();
      const [old, young] = [newName(), newName()];
      const longAgo = new Date(Date.now() - 40 * 86_400_000);
      await direct.write((tx) => tx.insert('statistic', statistics(old, 2_300, longAgo)));
      await direct.write((tx) => tx.insert('statistic', statistics(young, 10)));
      const settings = { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 };
      const run = () => runRetention({ store, settings, stopped: () => false, log: silent });
      for (const packet of [12, 44]) {
        void proxy.strikeAt(packet, fault);
        await run().catch((error: unknown) => expect(error).toMatchObject(told));
        proxy.heal();
      }
      expect((await run()).complete).toBe(true);
      expect([await stored('statistic', old), await stored('statistic', young)]).toEqual([0, 10]);
    });
  });

  describe('at a COMMIT', () => {
    /** Writes one row that nothing keeps from being there twice; the COMMIT is the second packet after the work. */
    const written = async (atCommit: () => void, store = proxied.patient) => {
      const { direct } = proxied;
      const source = newName();
      await announceSource(direct, source, 'scripted');
      const lease = await acquireLease(direct, source, 'holder');
      if (!lease) throw new Error('not free');
      const writer = new FencedWriter(store, lease, parsePollState(null));
      let works = 0;
      const write = writer.write(async (tx) => {
        works += 1;
        await tx.insert('pass_key', [{ source, dataset: 'device', pass: 1, record_key: digestOf(source) }]);
        if (works === 1) atCommit();
        return works;
      });
      return { source, writer, write };
    };

    it('that took effect, its answer lost: it is read back, and not carried out again', async () => {
      const { proxy } = proxied;
      const { source, writer, write } = await written(() => void proxy.strikeAt(2, 'mute'));
      const ended = write.catch((error: unknown) => error);
      while ((await stored('pass_key', source)) === 0) await delay(10);
      proxy.strike('reset');
      expect(await ended).toBe(1);
      expect(await stored('pass_key', source)).toBe(1);
      expect(writer.pollState.sequence).toBe(1);
      await writer.write(async () => {});
    });

    it('that never arrived: it is carried out again, once', async () => {
      const { proxy } = proxied;
      const { source, writer, write } = await written(() => void proxy.strikeAt(2, 'reset'));
      expect(await write).toBe(2);
      expect(await stored('pass_key', source)).toBe(1);
      await writer.write(async () => {});
    });

    it('that nobody answers, and nobody can be asked about, is told as unknown; the row is there once at most', async () => {
      const { proxy } = proxied;
      const { source, write } = await written(
        () => void proxy.strikeAt(2, 'mute').then(() => proxy.strike('stall', { lasting: true })),
        proxied.store,
      );
      await expect(write).rejects.toMatchObject({ name: 'StoreError', code: 'commit-unknown' });
      expect(await stored('pass_key', source)).toBeLessThanOrEqual(1);
    });
  });

  describe('and does not come back at once', () => {
    const call = (path: string) => clientOf(queryEndpoints, async () => dependenciesOver(proxied.store))(path);

    it.each(FAULTS)(
      'is told by the API as 503 with Retry-After during a %s, and the API answers when it is over',
      async (fault) => {
        expect((await call('devices?limit=1')).status).toBe(200);
        proxied.proxy.strike(fault, { lasting: true });
        const { status, headers, body } = await call('devices?limit=1');
        expect([status, headers.get('retry-after')]).toEqual([503, '5']);
        expect(body).toMatchObject({ type: expect.stringMatching(/^urn:emm-lens:problem:e?[a-z-]+$/), status: 503 });
        proxied.proxy.heal();
        expect((await call('devices?limit=1')).status).toBe(200);
      },
    );

    it('while nobody uses it: the pool is whole when it is needed', async () => {
      const { store, proxy } = proxied;
      const all = () => Promise.all([1, 2, 3].map(() => store.now()));
      await all();
      expect(proxy.connections).toBeGreaterThan(1);
      for (const fault of FAULTS) {
        proxy.strike(fault);
        for (const now of await all()) expect(now.getTime()).toBeGreaterThan(0);
      }
    });
  });
});
