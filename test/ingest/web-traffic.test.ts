// Numbers of web traffic as they are stored: how many people there were without who, and no more hosts of a person than
// the declaration lets there be.
import { describe, expect, it } from '@jest/globals';
import { catalog, type Dataset, lookupsOf } from '../../lib/catalog/index.ts';
import { howMany, mergedHashes } from '../../lib/counts/people.ts';
import { runRetention } from '../../lib/retention/retention.ts';
import type { PollStep, Somebody, SourceRow } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { parameter, ScriptedSource, silent, TestClock, wholePass } from './scripted.ts';

const entityOf = (dataset: 'http_total' | 'http_traffic') => ({
  name: dataset,
  dataset,
  path: 'lines',
  parameters: Object.keys({ ...lookupsOf(catalog[dataset] as Dataset), ...catalog[dataset].fields }).map((name) =>
    parameter(name),
  ),
});

const DAY = new Date('2026-11-24T00:00:00Z');
const at = (hour: number): Date => new Date(DAY.getTime() + hour * 3_600_000);

const total = (name: string, people: readonly Somebody[], more: SourceRow = {}): SourceRow => ({
  kind: 'host',
  name,
  occurred_at: at(7),
  requests: people.length,
  people,
  ...more,
});
const totals = (...events: readonly SourceRow[]): PollStep => ({ dataset: 'http_total', events });
const upn = (name: string): Somebody => ({ user_principal_name: `${name}@corp.example` });

onEachEngine((open) => {
  const source = (): ScriptedSource => {
    const made = new ScriptedSource(open().store);
    made.entities = [...made.entities, entityOf('http_total'), entityOf('http_traffic')];
    return made;
  };
  /** In the order of names and times. */
  const rowsOf = async (proxy: ScriptedSource, dataset: 'http_total' | 'http_traffic' = 'http_total') =>
    open()
      .store.rows.selectFrom(dataset)
      .selectAll()
      .where('source', '=', proxy.name)
      .orderBy(dataset === 'http_total' ? 'name' : 'host')
      .orderBy('occurred_at')
      .execute();
  const personsOf = async (proxy: ScriptedSource): Promise<Record<string, unknown>> =>
    Object.fromEntries((await rowsOf(proxy)).map(({ name, persons }) => [name, persons]));

  describe('people of a host and day', () => {
    it('are counted once each, however many steps tell of them', async () => {
      const proxy = source();
      await proxy.poll(() => [
        totals(total('a.example', [upn('anna'), upn('bert')]), total('b.example', [upn('anna')])),
        totals(total('a.example', [upn('ANNA'), upn('carl')])),
      ]);
      await proxy.poll(() => [totals(total('a.example', [upn('bert')], { occurred_at: at(5) }))]);
      expect(await personsOf(proxy)).toEqual({ 'a.example': 3, 'b.example': 1 });
      expect(await rowsOf(proxy)).toMatchObject([
        { name: 'a.example', requests: 5, occurred_at: DAY },
        { name: 'b.example', requests: 1 },
      ]);
    });

    it('are one under all the names that a system knows them by, and all whom no line names are one, which any of them may be', async () => {
      const proxy = source();
      const people = [{ external_id: 'u1', user_principal_name: 'anna@corp.example', mail: 'a.smith@corp.example' }];
      await proxy.poll(() => [
        ...wholePass(people, 'emm_user'),
        totals(total('a.example', [upn('anna'), { mail: 'A.Smith@corp.example' }, '', ''], { occurred_at: at(8.5) })),
      ]);
      expect(await personsOf(proxy)).toEqual({ 'a.example': 1 });
    });

    it('are one before and after a system tells who they are', async () => {
      const proxy = source();
      const names = ['late0', 'late1', 'late2'];
      const seen = totals(total('a.example', names.map(upn), { occurred_at: at(8.5) }));
      await proxy.poll(() => [seen]);
      const people = names.map((name) => ({ external_id: name, user_principal_name: `${name}@corp.example` }));
      await proxy.poll(() => [...wholePass(people, 'emm_user'), seen]);
      expect(await personsOf(proxy)).toEqual({ 'a.example': 3 });
    });

    it('are one however they sign in, and on however many devices', async () => {
      const proxy = source();
      const ways = (name: string): readonly Somebody[] => [
        { domain_account: `CORP\\${name}` },
        { domain_account: name },
        { user_principal_name: `${name}@CORP.EXAMPLE`, mail: `${name}@CORP.EXAMPLE` },
        { user_principal_name: `${name}@mail.example`, mail: `${name}@mail.example` },
        { security_identifier: `S-1-5-21-${name}` },
        `client of ${name}`,
        '',
      ];
      await proxy.poll(() => [totals(total('a.example', [...ways('nora'), ...ways('olaf')]))]);
      await proxy.poll(() => [totals(total('a.example', ways('nora').toReversed()))]);
      expect(await personsOf(proxy)).toEqual({ 'a.example': 3 });
    });

    it('have nothing in common from host to host and day to day', async () => {
      const proxy = source();
      await proxy.poll(() => [
        totals(
          total('a.example', [upn('anna')]),
          total('b.example', [upn('anna')]),
          total('a.example', [upn('anna')], { occurred_at: at(-1) }),
        ),
      ]);
      const hashes = (await rowsOf(proxy)).map(({ person_hashes: own }) => Buffer.from(Object(own)).toString('hex'));
      expect(new Set(hashes).size).toBe(3);
      expect(hashes.map((own) => own.length)).toEqual([16, 16, 16]);
    });

    it('are told apart no more once the salt of the day is gone: late lines add to the numbers alone', async () => {
      const proxy = source();
      proxy.clock = Object.assign(new TestClock(), { now: () => new Date(Date.now() - 60 * 3_600_000) });
      const then = proxy.clock.now();
      const seen = (...people: readonly Somebody[]) => totals(total('a.example', people, { occurred_at: then }));
      await proxy.poll(() => [seen(upn('dora'), upn('emil'))]);
      const { store } = open();
      await runRetention({
        store,
        settings: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 },
        stopped: () => false,
        log: silent,
      });
      const salts = store.db.selectFrom('day_salt').select('salt').where('source', '=', proxy.name);
      expect(await salts.execute()).toEqual([]);
      await proxy.poll(() => [seen(upn('carl')), totals(total('new.example', [upn('carl')], { occurred_at: then }))]);
      expect(await rowsOf(proxy)).toMatchObject([
        { name: 'a.example', requests: 3, persons: 2 },
        { name: 'new.example', requests: 1, persons: null },
      ]);
      expect(await salts.execute()).toEqual([]);
    });

    it('are estimated beyond a thousand, and not held', async () => {
      const proxy = source();
      const many = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `client${from + i}`);
      await proxy.poll(() => [
        totals(total('a.example', many(0, 3_000))),
        totals(total('a.example', many(2_000, 6_000))),
      ]);
      const [row] = await rowsOf(proxy);
      expect(Object(row?.person_hashes).length).toBe(8_000);
      expect(Math.abs(Number(row?.persons) / 6_000 - 1)).toBeLessThan(0.15);
    });
  });

  describe('hosts of a person', () => {
    const limit = catalog.http_traffic.counter.most;
    let name = '';
    const used = (hosts: readonly string[], more: SourceRow = {}): PollStep => ({
      dataset: 'http_traffic',
      events: hosts.map((host) => ({
        user_principal_name: name,
        host,
        occurred_at: at(7),
        requests: 1,
        ...more,
      })),
    });
    const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `h${from + i}.example`);

    it.each([
      ['a person', true],
      ['a name that nobody has', false],
    ])('of %s are kept up to 5,000 on a day, whatever hour, and the rest as one', async (_, isKnown) => {
      name = `${isKnown}@hosts.example`;
      const proxy = source();
      const people = [{ external_id: 'u1', user_principal_name: name }];
      if (isKnown) await proxy.poll(() => wholePass(people, 'emm_user'));
      proxy.clock.leap(1);
      await proxy.poll(() => [
        used(numbered(0, 3_000), { occurred_at: at(9.2) }),
        used(numbered(0, 3_000), { occurred_at: at(9.5) }),
        used(numbered(0, 3_000), { occurred_at: at(10) }),
        used(numbered(2_000, 5_010), { occurred_at: at(10) }),
        used(['h0.example', 'new.example'], { occurred_at: at(10) }),
        used(['h0.example'], { occurred_at: at(11) }),
      ]);
      const rows = await rowsOf(proxy, 'http_traffic');
      expect(rows.every(({ subject_id, name_hash }) => (isKnown ? subject_id : name_hash) !== null)).toBe(true);
      const hosts = new Set(rows.map(({ host }) => host));
      expect(hosts.size).toBe(limit.each + 1);
      expect(rows.filter(({ host }) => host === limit.rest)).toMatchObject([{ requests: 11 }]);
      expect(rows.filter(({ host }) => host === 'h0.example')).toMatchObject([
        { requests: 2 },
        { requests: 2 },
        { requests: 1 },
      ]);
      expect(rows.reduce((sum, { requests }) => sum + Number(requests), 0)).toBe(12_013);
    });
  });
});

onEachEngine((open) => {
  it('hosts of a day are no more than may be of a source, however many one person invents: the rest is one, of nobody told', async () => {
    const { each, rest } = catalog.http_total.counter.most;
    const proxy = new ScriptedSource(open().store);
    proxy.entities = [...proxy.entities, entityOf('http_total')];
    const hosts = (from: number, to: number) =>
      totals(...Array.from({ length: to - from }, (_, i) => total(`h${from + i}.example`, [upn('eve')])));
    await proxy.poll(() => [hosts(0, each - 1), totals(total('Games', [upn('eve')], { kind: 'category' }))]);
    await proxy.poll(() => [hosts(each - 2, each + 5)]);
    await proxy.poll(() => [hosts(each + 3, each + 7), hosts(0, 1)]);
    const all = open().store.rows.selectFrom('http_total').where('source', '=', proxy.name);
    const { n } = await all.select(({ fn }) => fn.countAll().as('n')).executeTakeFirstOrThrow();
    expect(Number(n)).toBe(each + 2);
    const told = (name: string) => all.selectAll().where('name', '=', name).execute();
    expect(await told(rest)).toMatchObject([{ kind: 'host', requests: 9, persons: null, person_hashes: null }]);
    expect(await told('h0.example')).toMatchObject([{ requests: 2, persons: 1 }]);
    expect(await told('Games')).toHaveLength(1);
  });
});

describe('hashes of people', () => {
  const bytes = (...numbers: readonly number[]) => Buffer.concat(numbers.map((n) => Buffer.alloc(8, n)));

  it('merge in their order, each once', () => {
    expect(mergedHashes(bytes(1, 3, 5), bytes(2, 3))).toEqual(bytes(1, 2, 3, 5));
    expect(howMany(mergedHashes(bytes(), bytes(2)))).toBe(1);
  });
});
