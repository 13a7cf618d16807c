// Statistics of web traffic: the most of each day, and nothing that speaks about few people, whatever is asked.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver, NOW, PURPOSE } from '../http/api.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { insert, key, subject } from './estate.ts';

const TODAY = '2026-11-20';

interface Counted {
  readonly day?: string;
  readonly kind?: string;
  readonly source?: string;
  readonly requests?: number;
}

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));

  /** Hosts with how many people they had; ten requests of each person unless said otherwise. */
  const counted = (names: Readonly<Record<string, number | null>>, more: Counted = {}): Promise<void> => {
    const { day = TODAY, kind = 'host', source = 'proxy', requests } = more;
    const rows = Object.entries(names).map(([name, persons]) => ({
      source,
      record_key: key(`${kind} ${name}`),
      occurred_at: new Date(day),
      kind,
      name,
      requests: requests ?? (persons ?? 1) * 10,
      blocked: 1,
      errors: 2,
      bytes: 100,
      persons,
      person_hashes: null,
    }));
    return insert(open().store, 'http_total', rows);
  };
  const days = async (query = ''): Promise<readonly Record<string, unknown>[]> => {
    const { status, body } = await call(`statistics/traffic${query}`);
    expect([query, status]).toEqual([query, 200]);
    return Object(body).days;
  };
  const namesOf = (day: Record<string, unknown> | undefined): readonly string[] =>
    Object(day?.items).map(({ name }: { name: string }) => name);

  beforeEach(() => emptyTables(open().store, ['http_total', 'http_traffic', 'log_file']));

  describe('traffic', () => {
    it('is told by host and day, the most requested first, with all that is not listed', async () => {
      await counted({ 'a.example': 9, 'b.example': 7, 'c.example': 8 }, { day: '2026-11-19' });
      await counted({ 'a.example': 6 }, { day: '2026-11-18' });
      const item = { blocked: null, errors: null, bytes: 100 };
      expect(await days('?by=host&bucket=day&top=2')).toEqual([
        {
          day: '2026-11-19',
          items: [
            { name: 'a.example', requests: 90, persons: 9, ...item },
            { name: 'c.example', requests: 80, persons: 8, ...item },
          ],
          other: { names: 1, requests: 70, ...item },
        },
        { day: '2026-11-18', items: [{ name: 'a.example', requests: 60, persons: 6, ...item }], other: null },
      ]);
    });

    it('is not told of the day that runs, where two answers would tell what came between; but where there is no other', async () => {
      await counted({ 'a.example': 9 });
      const told = async (query = '') => (await days(query)).map(({ day }) => day);
      expect(await told()).toEqual([TODAY]);
      await counted({ 'a.example': 6 }, { day: '2026-11-19' });
      expect(await told()).toEqual(['2026-11-19']);
      expect(await told(`?from=${TODAY}&to=${TODAY}`)).toEqual([]);
    });

    it('is told by category, and by what was blocked', async () => {
      await counted({ 'a.example': 9 });
      await counted({ News: 9 }, { kind: 'category' });
      await counted({ 'b.example': 5 }, { kind: 'blocked' });
      expect(namesOf((await days('?by=category'))[0])).toEqual(['News']);
      expect(namesOf((await days('?by=blocked'))[0])).toEqual(['b.example']);
    });

    it('of fewer than five people is told of nobody, and the least of the others goes along with it', async () => {
      await counted({ 'a.example': 9, 'b.example': 5, 'c.example': 6, 'hidden.example': 4, 'unknown.example': null });
      for (const top of [1, 2, 3, 200]) {
        const [day] = await days(`?top=${top}`);
        expect(namesOf(day)).toEqual(['a.example', 'c.example'].slice(0, top));
        const listed = top === 1 ? 90 : 150;
        expect(day?.other).toMatchObject({ names: 5 - Math.min(top, 2), requests: 250 - listed });
      }
    });

    it('of fewer than five people alone is not told at all', async () => {
      await counted({ 'hidden.example': 4, 'other.example': 4 });
      expect(await days()).toEqual([{ day: TODAY, items: [], other: null }]);
    });

    it('tells what was blocked and failed where that speaks about five people itself, and no more than by=blocked', async () => {
      await counted({ 'a.example': 9, 'b.example': 8, 'c.example': 7, 'd.example': 6 });
      await counted({ 'a.example': 6, 'b.example': 5, 'c.example': 1 }, { kind: 'blocked' });
      await counted({ 'a.example': 5, 'd.example': 4 }, { kind: 'failed', requests: 3 });
      const parts = async (query: string) => {
        const [day] = await days(query);
        const told = [...Object(day?.items), Object(day?.other)];
        return told.map(({ name = 'other', blocked, errors }) => [name, blocked, errors]);
      };
      // Of those who were blocked b.example goes along with c.example, as by=blocked has it.
      expect(await parts('?by=host')).toEqual([
        ['a.example', 60, null],
        ['b.example', null, null],
        ['c.example', null, null],
        ['d.example', null, null],
        ['other', undefined, undefined],
      ]);
      expect(await parts('?by=host&top=1')).toEqual([
        ['a.example', 60, null],
        ['other', 60, 6],
      ]);
      expect(await parts('?by=blocked')).toEqual([
        ['a.example', 60, null],
        ['other', 60, null],
      ]);
      await counted({ News: 9, Sport: 8 }, { kind: 'category' });
      await counted({ News: 8, Sport: 7 }, { kind: 'category-blocked', requests: 3 });
      await counted({ Sport: 4 }, { kind: 'category-failed' });
      expect(await parts('?by=category')).toEqual([
        ['News', 3, null],
        ['Sport', 3, null],
        ['other', undefined, undefined],
      ]);
    });

    it('of several sources is one, and its people are as many as the one with the most says', async () => {
      await counted({ 'a.example': 4 }, { source: 'berlin' });
      await counted({ 'a.example': 3, 'b.example': 5 }, { source: 'munich' });
      const [day] = await days();
      expect(namesOf(day)).toEqual([]);
      expect(day?.other).toMatchObject({ names: 2, requests: 120 });
    });

    it('is told of whole days in a range, and says until when sources were read', async () => {
      await counted({ 'a.example': 5 }, { day: '2026-11-14' });
      await counted({ 'a.example': 5 }, { day: '2026-11-13' });
      await counted({ 'a.example': 1 }, { day: '2026-11-14', source: 'second' });
      const file = (source: string, name: string, newest: string | null) => ({
        source,
        file: key(name),
        rungs: '[]',
        offset: 1,
        tail: key(name),
        newest_at: newest === null ? null : new Date(newest),
        seen_at: NOW,
      });
      await insert(open().store, 'log_file', [
        file('proxy', 'old', '2026-11-18T07:00:00Z'),
        file('proxy', 'new', '2026-11-20T07:30:00Z'),
        file('second', 'new', '2026-11-20T07:12:34.567Z'),
        file('second', 'empty', null),
        file('of mail', 'old', '2026-11-01T07:00:00Z'),
      ]);
      expect((await days()).map(({ day }) => day)).toEqual(['2026-11-14']);
      expect((await days('?from=2026-11-13&to=2026-11-13')).map(({ day }) => day)).toEqual(['2026-11-13']);
      const { body } = await call('statistics/traffic');
      expect(Object(body).completeUntil).toBe('2026-11-20T07:00:00.000Z');
      expect(Object((await call('statistics/traffic?to=2026-11-12')).body).completeUntil).toBeNull();
    });

    it.each([
      'by=person',
      'bucket=hour',
      'top=0',
      'top=201',
      'from=yesterday',
      'to=2026-02-31',
      'from=2026-11-31',
      'from=2026-11-21',
      'from=2026-10-01',
    ])('refuses %s', async (query) => {
      const { status, body } = await call(`statistics/traffic?${query}`);
      expect([status, Object(body).errors?.[0]?.parameter]).toEqual([400, query.split('=')[0]]);
    });
  });

  describe('traffic of people', () => {
    it('needs a purpose, is filtered as every list, and names everyone whom it speaks about in the access log', async () => {
      const { store } = open();
      await insert(store, 'subject', [subject('Anna Traffic'), subject('Bert Traffic')]);
      const people = await store.db
        .selectFrom('subject')
        .select('id')
        .where('display_name', 'like', '%Traffic')
        .orderBy('id')
        .execute();
      const row = { source: 'proxy', requests: 1, blocked: 0, errors: 0, bytes: 1 };
      await insert(
        store,
        'http_traffic',
        people.map(({ id }, i) => ({
          ...row,
          record_key: key(`h${i}`),
          occurred_at: new Date(NOW.getTime() - i * 3_600_000),
          subject_id: id,
          host: `h${i}.example`,
        })),
      );
      expect((await call('traffic')).status).toBe(400);
      const before = await store.db.selectFrom('access_log').select('id').execute();
      const headers = { 'x-purpose': PURPOSE };
      expect(Object((await call('traffic', { headers })).body).items).toMatchObject([
        { host: 'h0.example', requests: 1, userId: String(people[0]?.id) },
        { host: 'h1.example' },
      ]);
      const { body } = await call('traffic?host=h1.example', { headers });
      expect(Object(body).items).toMatchObject([{ host: 'h1.example' }]);
      const logged = await store.db.selectFrom('access_log').selectAll().orderBy('id').execute();
      expect(logged.slice(before.length)).toMatchObject([
        { dataset: 'http_traffic', purpose: PURPOSE, row_count: 2, subject_hash: null },
        { dataset: 'http_traffic', purpose: PURPOSE, row_count: 1, filters: '["host"]' },
      ]);
      const [all, one] = logged.slice(before.length);
      expect([Object(all?.subject_hashes).length, typeof one?.subject_hash]).toEqual([16, 'string']);
    });
  });
});
