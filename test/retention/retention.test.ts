import { beforeEach, describe, expect, it } from '@jest/globals';
import { catalog } from '../../lib/catalog/index.ts';
import { RECEIPT } from '../../lib/retention/receipt.ts';
import { retentionDaysOf, runRetention } from '../../lib/retention/retention.ts';
import { unverified } from '../../lib/retention/unverified.ts';
import type { Store } from '../../lib/store/index.ts';
import { rowsOfADelete } from '../../lib/store/index.ts';
import { readStoredValue } from '../../lib/store/stored-values.ts';
import {
  addApp,
  addChanges,
  addDeviceEvents,
  addDevices,
  addPerson,
  addSource,
  count,
  DEVICE_EVENTS,
  daysAgo,
  silent,
  subjectOf,
} from '../privacy/fixture.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const settings = { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 };

const run = (store: Store, more: object = {}) =>
  runRetention({
    store,
    settings,
    stopped: () => false,
    log: silent,
    ...more,
  });

onEachEngine((open) => {
  beforeEach(async () => {
    const { store } = open();
    await emptyTables(store);
  });

  describe('retention by age', () => {
    it('deletes what is overdue, over several batches, and keeps the rest', async () => {
      const { store } = open();
      await addChanges(store, 2_500, daysAgo(31));
      await addChanges(store, 7, daysAgo(29));
      const { datasets, complete } = await run(store);
      expect(datasets.change).toEqual({ days: 30, due: 2_500, removed: 2_500, left: 0, oldestLeft: null });
      expect(await count(store, 'change')).toBe(7);
      expect(complete).toBe(true);
    });

    it('deletes positions, roaming, violations and data usage by their age, whoever they are about', async () => {
      const { store } = open();
      for (const days of [31, 29]) await addDeviceEvents(store, 'd', daysAgo(days));
      const { datasets } = await run(store);
      for (const name of DEVICE_EVENTS) {
        expect([name, datasets[name]]).toMatchObject([name, { days: 30, removed: 1, left: 0 }]);
        expect([name, await count(store, name)]).toEqual([name, 1]);
      }
    });

    it('keeps a dataset as long as its override says', async () => {
      const { store } = open();
      await addChanges(store, 3, daysAgo(40));
      await run(store, { settings: { ...settings, RETENTION_OVERRIDES: { change: 90 } } });
      expect(await count(store, 'change')).toBe(3);
    });

    it('keeps the access log for a year, whatever the number of days for events', async () => {
      const { store } = open();
      const row = { principal: 'p', operation: 'o', dataset: 'device', fields: '[]', filters: '[]', row_count: 1 };
      await store.write((tx) =>
        tx.insert(
          'access_log',
          [366, 364].map((days) => ({ ...row, occurred_at: daysAgo(days) })),
        ),
      );
      await run(store, { settings: { ...settings, RETENTION_DAYS: 5 } });
      expect(await count(store, 'access_log')).toBe(1);
      expect(retentionDaysOf(catalog.license_exchange, settings)).toBe(365);
    });

    it('deletes the oldest first, and says what is left when time is up', async () => {
      const { store } = open();
      const [older, newer] = [daysAgo(50), daysAgo(40)];
      const batch = rowsOfADelete(store.engine);
      await addChanges(store, batch, newer);
      await addChanges(store, batch, older);
      let asked = 0;
      // After the first question its time is up.
      const receipt = await run(store, { stopped: () => asked++ > 0 });
      expect(receipt.datasets.change).toEqual({
        days: 30,
        due: 2 * batch,
        removed: batch,
        left: batch,
        oldestLeft: newer.toISOString(),
      });
      expect(receipt.complete).toBe(false);
      expect((await run(store)).datasets.change).toMatchObject({ removed: batch, left: 0 });
    });

    it('keeps its receipt and logs one line of counts', async () => {
      const { store } = open();
      await addChanges(store, 4, daysAgo(31));
      const lines: unknown[] = [];
      const receipt = await run(store, { log: { ...silent, info: (...line: unknown[]) => lines.push(line) } });
      expect(await readStoredValue(store, RECEIPT)).toEqual(receipt);
      expect(lines).toEqual([[expect.any(String), expect.objectContaining({ removed: 4, left: 0 })]]);
    });

    it('stops with the host', async () => {
      const { store } = open();
      await addChanges(store, 4, daysAgo(31));
      expect((await run(store, { stopped: () => true })).complete).toBe(false);
      expect(await count(store, 'change')).toBe(4);
    });

    it('deletes ended holds, but no rejected one that still protects rows', async () => {
      const { store } = open();
      const hold = {
        source: 's',
        dataset: 'device',
        absent: 9,
        total: 9,
        sample: '[]',
        opened_at: daysAgo(60),
        confirmed_at: daysAgo(40),
        decided_at: daysAgo(40),
      };
      await addDevices(store, 's', ['d'], { absent_since: daysAgo(60) });
      await addSource(store, 's', { passes: JSON.stringify({ device: new Date().toISOString() }) });
      await store.write((tx) =>
        tx.insert('deletion_hold', [
          { ...hold, state: 'done' },
          { ...hold, state: 'rejected' },
          { ...hold, state: 'rejected', source: 'other' },
          { ...hold, state: 'open' },
        ]),
      );
      expect((await run(store)).holds).toBe(2);
      expect(await count(store, 'deletion_hold', { source: 's', state: 'rejected' })).toBe(1);
    });
  });

  describe('unverified rows', () => {
    it('of a source that nobody has configured leave with children, digests, names and bookkeeping', async () => {
      const { store } = open();
      await addSource(store, 'gone', {
        last_seen_at: daysAgo(31),
        passes: JSON.stringify({ device: daysAgo(31).toISOString() }),
      });
      await addSource(store, 'here', {
        passes: JSON.stringify({ device: new Date().toISOString(), emm_user: new Date().toISOString() }),
      });
      for (const source of ['gone', 'here']) {
        await addPerson(store, source, `user-of-${source}`);
        await addDevices(store, source, ['d1', 'd2']);
        await addApp(store, source, 'd1', 'app');
        await addDeviceEvents(store, 'd1', daysAgo(2), { source });
      }
      const receipt = await run(store);
      for (const table of ['device', 'device_app', 'emm_user', 'parent_digest', 'source_state', 'subject_alias'])
        expect([table, await count(store, table, { source: 'gone' })]).toEqual([table, 0]);
      for (const name of DEVICE_EVENTS)
        expect([name, await count(store, name, { source: 'gone' }), await count(store, name)]).toEqual([name, 0, 1]);
      expect(await count(store, 'device', { source: 'here' })).toBe(2);
      expect(await count(store, 'device_app', { source: 'here' })).toBe(1);
      await run(store);
      expect(await count(store, 'subject')).toBe(1);
      expect(receipt.unverified).toContainEqual({ source: 'gone', dataset: 'device', removed: 2 });
    });

    it('without a complete pass leave; what was read for the first time since stays', async () => {
      const { store } = open();
      const checkpoint = JSON.stringify({ fingerprint: 'f', sequence: 7, position: { link: 'x' }, passes: {} });
      await addSource(store, 's', {
        checkpoint,
        passes: JSON.stringify({ device: daysAgo(35).toISOString(), emm_user: new Date().toISOString() }),
      });
      await addPerson(store, 's', 'user', {}, daysAgo(90));
      await addDevices(store, 's', ['old'], {}, daysAgo(90));
      await addDevices(store, 's', ['new'], {}, daysAgo(2));
      await run(store);
      expect(await store.db.selectFrom('device').select('external_id').execute()).toEqual([{ external_id: 'new' }]);
      expect(await count(store, 'emm_user')).toBe(1);
      const state = await store.db.selectFrom('source_state').selectAll().executeTakeFirstOrThrow();
      expect(state).toMatchObject({ lease_until: null, holder: null });
      const progress = JSON.parse(state.checkpoint ?? '');
      expect(progress).toMatchObject({ fingerprint: '' });
      // It numbers passes: it never falls back.
      expect(progress.sequence).toBeGreaterThan(7);
      expect(Object.keys(JSON.parse(state.passes ?? ''))).toEqual(['emm_user']);
    });

    it('of devices end their roaming, and leave what was told of them until it is old', async () => {
      const { store } = open();
      await addSource(store, 's', { passes: JSON.stringify({ device: daysAgo(35).toISOString() }) });
      await addDevices(store, 's', ['old'], {}, daysAgo(90));
      await addDevices(store, 's', ['new'], {}, daysAgo(2));
      for (const device of ['old', 'new']) await addDeviceEvents(store, device, daysAgo(1));
      await run(store);
      const all = store.db.selectFrom('roaming').select(['device_external_id', 'ended_at']);
      const intervals = await all.orderBy('device_external_id', 'desc').execute();
      expect(intervals.map(({ device_external_id: id, ended_at }) => [id, ended_at === null])).toEqual([
        ['old', false],
        ['new', true],
      ]);
      expect(await count(store, 'location')).toBe(2);
    });

    it('of what administrators set up leave like any other', async () => {
      const { store } = open();
      await addSource(store, 'gone', { last_seen_at: daysAgo(31) });
      const row = { source: 'gone', row_hash: Buffer.alloc(16), first_seen_at: daysAgo(90), changed_at: daysAgo(90) };
      await store.write((tx) =>
        tx.insert('configuration', [{ ...row, record_key: Buffer.alloc(16, 1), kind: 'policy', external_id: 'p' }]),
      );
      expect((await run(store)).unverified).toEqual([{ source: 'gone', dataset: 'configuration', removed: 1 }]);
    });

    it('that a death left half removed count as never read: no poll tells that they appeared', async () => {
      for (const last_seen_at of [new Date(), daysAgo(31)])
        for (let writes = 0, dies = true; dies; writes += 1) {
          const { store } = open();
          const source = `s-${last_seen_at.getTime()}-${writes}`;
          await addSource(store, source, {
            last_seen_at,
            passes: JSON.stringify({ device: daysAgo(35).toISOString() }),
          });
          await addDevices(store, source, ['old'], {}, daysAgo(90));
          let left = writes;
          const dying: Store = {
            ...store,
            write: (work, options) => (left-- > 0 ? store.write(work, options) : Promise.reject(new Error('dead'))),
          };
          await run(dying).catch(() => {});
          dies = left < 0;
          const state = await store.db
            .selectFrom('source_state')
            .select('passes')
            .where('source', '=', source)
            .executeTakeFirst();
          if ((await count(store, 'device', { source })) === 0)
            expect([writes, state?.passes ?? '{}']).toEqual([writes, '{}']);
          await store.write(({ db }) => db.updateTable('source_state').set({ lease_until: null }).execute());
          await run(store);
          expect([writes, await count(store, 'device', { source })]).toEqual([writes, 0]);
        }
    });

    it('of a source that was never read whole leave too', async () => {
      const { store } = open();
      await addSource(store, 's');
      await addDevices(store, 's', ['a', 'b'], {}, daysAgo(31));
      expect((await run(store)).unverified).toEqual([{ source: 's', dataset: 'device', removed: 2 }]);
    });

    it('wait while their source is being polled', async () => {
      const { store } = open();
      await addSource(store, 's', { lease_until: new Date(Date.now() + 100_000), holder: 'somebody' });
      await addDevices(store, 's', ['a'], {}, daysAgo(31));
      expect(await run(store)).toMatchObject({ unverified: [], waitingSources: 1, complete: false });
      expect(await count(store, 'device')).toBe(1);
    });

    it('are warned of from the third day on', async () => {
      const { store } = open();
      await addSource(store, 'absent', { last_seen_at: daysAgo(4) });
      await addSource(store, 'failing', { passes: JSON.stringify({ device: daysAgo(5).toISOString() }) });
      await addSource(store, 'well', { passes: JSON.stringify({ device: daysAgo(2).toISOString() }) });
      for (const source of ['failing', 'well']) await addDevices(store, source, ['d'], {}, daysAgo(90));
      const warnings = await unverified(store, 30, await store.now());
      expect(warnings.map(({ source, reason, dataset }) => [source, reason, dataset])).toEqual([
        ['failing', 'unverified', 'device'],
        ['absent', 'unconfigured', null],
      ]);
    });
  });

  describe('people whom no source knows any more', () => {
    it('lose their names, keep their aliases for their events, and leave with the last one', async () => {
      const { store } = open();
      await addSource(store, 'gone', { last_seen_at: daysAgo(31) });
      await addPerson(store, 'gone', 'leaver', { display_name: 'Lea Ver' });
      const subject_id = await subjectOf(store, 'gone', 'leaver');
      await addDeviceEvents(store, 'd', daysAgo(10), { subject_id });
      await run(store);
      expect(await store.db.selectFrom('subject').selectAll().executeTakeFirst()).toMatchObject({
        id: subject_id,
        present: false,
        display_name: null,
        user_principal_name: null,
      });
      expect(await count(store, 'subject_alias', { subject_id })).toBeGreaterThan(0);
      await run(store, { settings: { ...settings, RETENTION_DAYS: 9 } });
      expect(await count(store, 'subject_alias')).toBe(0);
      expect((await run(store)).subjects).toBe(1);
      expect(await count(store, 'subject')).toBe(0);
    });

    it('stay where a poll was writing about them while their names left', async () => {
      const { store } = open();
      await addSource(store, 'gone', { last_seen_at: daysAgo(31) });
      await addPerson(store, 'gone', 'leaver');
      const subject_id = await subjectOf(store, 'gone', 'leaver');
      await run(store);
      await addDeviceEvents(store, 'd', daysAgo(10), { subject_id });
      await run(store);
      expect(await count(store, 'subject')).toBe(1);
      await run(store, { settings: { ...settings, RETENTION_DAYS: 9 } });
      await run(store);
      expect(await count(store, 'subject')).toBe(0);
    });

    it('leave alone those whom a source still knows', async () => {
      const { store } = open();
      await addSource(store, 's', { passes: JSON.stringify({ emm_user: new Date().toISOString() }) });
      await addPerson(store, 's', 'stays', { display_name: 'Stay Er' });
      expect((await run(store)).subjects).toBe(0);
      expect(await count(store, 'subject', { present: true })).toBe(1);
    });
  });
});
