import { beforeAll, describe, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { nameOf, type WireType } from '../../lib/sources/parameters.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { fold } from '../../lib/store/fold.ts';
import { type Called, clientOf, dependenciesOver } from '../http/api.ts';
import { onEachEngine } from '../store/stores.ts';
import { device, insert, mirrored } from './estate.ts';

/** Whatever a source may say: quotes, escapes, wildcards, widths, cases, code points beyond the first plane. */
const NASTY = [
  'plain',
  'PLAIN',
  'ｐｌａｉｎ',
  'a "quoted" word',
  'back\\slash',
  '"managementAgent":"plain"',
  '100%',
  '100_',
  '[a-z]',
  "it's",
  'tab\there',
  'line\nbreak',
  'é',
  'e\u0301',
  'Straße',
  '😀',
  'a\u2028b',
  'null',
  'true',
  '0',
  '</script>',
  'x'.repeat(399),
] as const;

/** Some attribute of a device that some connector declares with that type alone. */
const NAMES = new Map<WireType, string>();
const TEXT = 'managementAgent';
const nameOfType = (type: WireType): string => NAMES.get(type) ?? TEXT;

interface Page {
  readonly items: readonly { readonly deviceName: string }[];
  readonly nextCursor: string | null;
}

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const pageOf = (called: Called): Page => {
    if (called.status !== 200) throw new Error(`${called.status}: ${called.text}`);
    return Object(called.body);
  };
  const target = (filters: Readonly<Record<string, string>>): string =>
    `devices?${new URLSearchParams({ fields: 'deviceName', source: 'nasty', ...filters })}`;
  async function names(filters: Readonly<Record<string, string>>): Promise<readonly string[]> {
    return pageOf(await call(target({ limit: '1000', ...filters }))).items.map(({ deviceName }) => deviceName);
  }
  const errorsOf = async (path: string): Promise<readonly { parameter: string; detail: string }[]> => {
    const { status, body } = await call(path);
    expect(status).toBe(400);
    return Object(body).errors;
  };

  beforeAll(async () => {
    for (const { describe: declaration } of Object.values(SOURCE_TYPES))
      for (const entity of (await declaration()).entities)
        for (const p of entity.parameters)
          if (entity.dataset === 'device' && p.field === undefined && !p.transform && !NAMES.has(p.type))
            NAMES.set(p.type, nameOf(p));
    NAMES.set('string', TEXT);
    const values: readonly (readonly [name: string, attributes: object | null])[] = [
      ...NASTY.map((value): [string, object] => [`text ${NASTY.indexOf(value)}`, { [TEXT]: value }]),
      ['number 1', { [nameOfType('integer')]: 1 }],
      ['number 10', { [nameOfType('integer')]: 10 }],
      ['number -3', { [nameOfType('integer')]: -3 }],
      ['number 9007199254740991', { [nameOfType('integer')]: Number.MAX_SAFE_INTEGER }],
      ['decimal 0.5', { [nameOfType('decimal')]: 0.5 }],
      ['instant early', { [nameOfType('instant')]: '2026-01-01T00:00:00.000Z' }],
      ['instant late', { [nameOfType('instant')]: '2026-06-01T12:00:00.001Z' }],
      ['yes', { [nameOfType('boolean')]: true }],
      ['no', { [nameOfType('boolean')]: false }],
      ['list', { [nameOfType('strings')]: ['one, two', 'Three "x"', null] }],
      ['list of lists', { [nameOfType('strings')]: [['deep'], []] }],
      // The name stands elsewhere: in another object, and in a text.
      ['elsewhere', { other: { [TEXT]: 'plain' }, text: `"${TEXT}":"plain"` }],
      ['nothing', null],
    ];
    const store = open().store;
    await insert(
      store,
      'device',
      values.map(([name, attributes]) =>
        device(name, { attributes: attributes && JSON.stringify(attributes) }, 'nasty'),
      ),
    );
    await insert(store, 'infrastructure', [
      mirrored('nasty', 'server', {
        component: 'server',
        external_id: 's',
        attributes: JSON.stringify({ appleIdentifier: 'admin@corp.example' }),
      }),
    ]);
    await insert(
      store,
      'device',
      Array.from({ length: 1_200 }, (_, i) =>
        device(`many ${i}`, { attributes: JSON.stringify({ [TEXT]: i % 100 === 0 ? 'rare' : 'common' }) }, 'many'),
      ),
    );
  });

  describe('filters by attributes', () => {
    it.each(NASTY)('find %j, and what is the same but for case and width', async (value) => {
      const same = NASTY.filter((other) => fold(other) === fold(value)).map((other) => `text ${NASTY.indexOf(other)}`);
      expect((await names({ [`attributes.${TEXT}`]: value })).toSorted()).toEqual(same.toSorted());
    });

    it.each(NASTY.filter((value) => value.length < 50))('find what begins as %j', async (value) => {
      const same = NASTY.filter((other) => fold(other).startsWith(fold(value)));
      expect((await names({ [`attributes.${TEXT}.startsWith`]: value })).length).toBe(same.length);
    });

    it('find one of several, in the query string and in a body', async () => {
      expect(await names({ [`attributes.${TEXT}.in`]: '100%,é,none' })).toEqual(
        ['100%', 'é', 'e\u0301'].map((value) => `text ${NASTY.findIndex((other) => Object.is(other, value))}`),
      );
      const filters = { source: 'nasty', [`attributes.${nameOfType('strings')}.in`]: ['one, two', 'nobody'] };
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ dataset: 'devices', fields: ['deviceName'], filters });
      expect(pageOf(await call('search', { method: 'POST', headers, body })).items).toEqual([{ deviceName: 'list' }]);
    });

    it('compare numbers and instants by their size', async () => {
      const number = `attributes.${nameOfType('integer')}`;
      expect(await names({ [`${number}.gt`]: '1' })).toEqual(['number 10', 'number 9007199254740991']);
      expect(await names({ [`${number}.ge`]: '1', [`${number}.lt`]: '11' })).toEqual(['number 1', 'number 10']);
      expect(await names({ [`${number}.le`]: '-3' })).toEqual(['number -3']);
      expect(await names({ [number]: '9007199254740991' })).toEqual(['number 9007199254740991']);
      expect(await names({ [`attributes.${nameOfType('decimal')}`]: '0.50' })).toEqual(['decimal 0.5']);
      const instant = `attributes.${nameOfType('instant')}`;
      expect(await names({ [`${instant}.gt`]: '2026-06-01T12:00:00Z' })).toEqual(['instant late']);
      expect(await names({ [instant]: '2026-01-01T02:00:00+02:00' })).toEqual(['instant early']);
    });

    it('know flags, what is not there, and what is not equal', async () => {
      const flag = `attributes.${nameOfType('boolean')}`;
      expect(await names({ [flag]: 'false' })).toEqual(['no']);
      const others = await names({ [`${flag}.ne`]: 'true' });
      expect(others).toContain('nothing');
      expect(others).not.toContain('yes');
      expect(await names({ [`attributes.${TEXT}.isNull`]: 'false' })).toHaveLength(NASTY.length);
      expect(await names({ [`attributes.${TEXT}.isNull`]: 'true', deviceName: 'elsewhere' })).toEqual(['elsewhere']);
    });

    it('look at each value of a list, at lists within lists, and at nothing of the kind elsewhere', async () => {
      const list = `attributes.${nameOfType('strings')}`;
      expect(await names({ [list]: 'three "X"' })).toEqual(['list']);
      expect(await names({ [list]: 'deep' })).toEqual(['list of lists']);
      expect(await names({ [`${list}.ne`]: 'deep', deviceName: 'list of lists' })).toEqual([]);
    });

    it('hold together, with other filters, and over pages in any order', async () => {
      const found: string[] = [];
      const filters = { source: 'many', [`attributes.${TEXT}`]: 'rare', sort: '-deviceName', limit: '5' };
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Page = pageOf(await call(target({ ...filters, ...(cursor ? { cursor } : {}) })));
        found.push(...page.items.map(({ deviceName }) => deviceName));
        cursor = page.nextCursor;
      }
      expect(found).toEqual(
        Array.from({ length: 12 }, (_, i) => `many ${i * 100}`)
          .toSorted()
          .toReversed(),
      );
    });

    it('hold for infrastructure, too', async () => {
      const { body } = await call('infrastructure?attributes.appleIdentifier.startsWith=ADMIN&fields=component');
      expect(Object(body).items).toEqual([{ component: 'server' }]);
    });

    it('bind the cursor of a page', async () => {
      const filters = { source: 'many', limit: '5' };
      const { nextCursor } = pageOf(await call(target({ ...filters, [`attributes.${TEXT}`]: 'rare' })));
      const other = target({ ...filters, [`attributes.${TEXT}`]: 'common', cursor: String(nextCursor) });
      expect((await errorsOf(other))[0]?.parameter).toBe('cursor');
    });

    it('are refused, with their names, where no connector declares them or the value does not fit', async () => {
      const errors = await errorsOf(
        target({
          'attributes.no such[].thing': 'x',
          [`attributes.${TEXT}.gt`]: 'x',
          [`attributes.${nameOfType('integer')}`]: 'many',
          [`attributes.${nameOfType('instant')}.lt`]: 'yesterday',
          [`attributes.${nameOfType('json')}`]: '{}',
          platform: '',
        }),
      );
      expect(errors.map(({ parameter }) => parameter)).toEqual([
        'platform',
        'attributes.no such[].thing',
        `attributes.${TEXT}.gt`,
        `attributes.${nameOfType('integer')}`,
        `attributes.${nameOfType('instant')}.lt`,
        `attributes.${nameOfType('json')}`,
      ]);
      expect((await errorsOf('users?attributes.x=1')).length).toBe(1);
      const unknown = await Promise.all(['devices?x=1', 'users?x=1'].map(errorsOf));
      expect(unknown.map(([error]) => error?.detail.includes('attributes.<name>'))).toEqual([true, false]);
    });

    it('stand in the access log by name, without their values', async () => {
      await names({ [`attributes.${TEXT}`]: 'back\\slash' });
      const rows = await open().store.db.selectFrom('access_log').select('filters').orderBy('id', 'desc').execute();
      expect(rows[0]?.filters).toContain(`attributes.${TEXT}`);
      expect(JSON.stringify(rows)).not.toContain('slash');
    });
  });

  it('every declared name can be filtered by, dots, blanks and brackets included', async () => {
    const all = new Set<string>();
    for (const { describe: declaration } of Object.values(SOURCE_TYPES))
      for (const entity of (await declaration()).entities)
        if (entity.dataset === 'device')
          for (const p of entity.parameters) if (p.field === undefined) all.add(nameOf(p));
    expect([...all].some((name) => /[ .[\]]/.test(name))).toBe(true);
    const filters = [...all].map((name) => [`attributes.${name}.isNull`, 'true'] as const);
    // As many at once as a request may have.
    for (let from = 0; from < filters.length; from += 200)
      expect((await call(target({ ...Object.fromEntries(filters.slice(from, from + 200)), limit: '1' }))).status).toBe(
        200,
      );
  });
});
