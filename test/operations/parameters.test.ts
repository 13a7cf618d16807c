import { beforeAll, describe, expect, it } from '@jest/globals';
import { countsOf } from '../../lib/operations/parameter-counts.ts';
import { parameterEndpoints } from '../../lib/operations/parameter-endpoints.ts';
import { parseSources } from '../../lib/settings/sources-file.ts';
import { type Called, clientOf, dependenciesOver, NOW } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { device, insert, mirrored } from '../query/estate.ts';
import { onEachEngine } from '../store/stores.ts';

const intune = (name: string, settings: object = {}) => ({
  name,
  type: 'intune',
  tenantId: 'contoso.example',
  clientId: 'a',
  clientSecret: 'env:NO_SUCH_SECRET',
  ...settings,
});
const { sources } = parseSources(
  JSON.stringify({
    sources: [
      intune('small'),
      intune('large', { profile: 'sensitive', exclude: ['jobTitle'] }),
      intune('off', { enabled: false }),
    ],
  }),
);

interface Line {
  readonly [name: string]: unknown;
  readonly name: string;
  readonly source: string | null;
  readonly collected: boolean;
  readonly rowsWithValue: number;
}
interface Page {
  readonly items: readonly Line[];
  readonly nextCursor: string | null;
  readonly declared: number;
  readonly withValue: number;
  readonly countedAt: string;
}

onEachEngine((open) => {
  const call = clientOf(parameterEndpoints, async () => ({
    ...dependenciesOver(open().store),
    application: { sources },
  }));
  const judge = judgeOf(parameterEndpoints);
  async function list(query: string, route = 'parameters'): Promise<Page> {
    const called: Called = await call(`${route}${query}`);
    if (called.status !== 200) throw new Error(called.text);
    const endpoint = parameterEndpoints.find((one) => one.route === route);
    if (endpoint) judge(endpoint, called);
    return Object(called.body);
  }
  const lineOf = async (source: string, name: string): Promise<Line | undefined> =>
    (await list(`?source=${source}&dataset=device&name=${name}`)).items[0];

  beforeAll(async () => {
    const attributes = (value: object) => JSON.stringify(value);
    await insert(open().store, 'device', [
      device('a', { attributes: attributes({ isEncrypted: true, managementCertificateExpirationDate: 'x' }) }, 'large'),
      // Values and names that look like other names.
      device(
        'b',
        { attributes: attributes({ a: '"isEncrypted":1 \\', 'with "quotes"': 1, ISENCRYPTED: 1 }), os_version: '17' },
        'large',
      ),
      device('c', { attributes: attributes({ isEncrypted: false, nested: { isEncrypted: 1 }, list: [] }) }, 'large'),
      device('d', { attributes: null }, 'large'),
      device('e', { attributes: attributes({ isEncrypted: true }) }, 'small'),
    ]);
    await insert(open().store, 'emm_user', [
      mirrored('large', 'u', { external_id: 'u', job_title: 'Driver', attributes: null }),
    ]);
  });

  describe('GET /api/parameters', () => {
    it('has a line for each parameter of each configured source, and of products without one', async () => {
      const all = await list('?product=intune&limit=1000');
      const of = (source: string) => all.items.filter((line) => line.source === source).map((line) => line.name);
      expect(of('small').length).toBeGreaterThan(150);
      expect(of('large')).toEqual(of('small'));
      const directory = await list('?product=active-directory&limit=1000');
      expect(new Set(directory.items.map(({ source }) => source))).toEqual(new Set([null]));
      expect(directory.items.filter(({ collected }) => collected)).toEqual([]);
    });

    it('says which of them each source collects', async () => {
      const collected = async (source: string) =>
        (await list(`?collected=true&limit=1000&source=${source}`)).items.map(({ name }) => name);
      const [small, large, off] = await Promise.all(['small', 'large', 'off'].map(collected));
      expect(small).toContain('jobTitle');
      expect(large).not.toContain('jobTitle');
      expect(large?.length).toBeGreaterThan(small?.length ?? 0);
      expect(off).toEqual([]);
    });

    it('counts the rows that have a value, of fields and of attributes by their own names', async () => {
      const counts = await countsOf(open().store, { now: () => NOW });
      expect(
        ['isEncrypted', 'ISENCRYPTED', 'with "quotes"', 'nested', 'isencrypted'].map((name) =>
          counts.rowsWith('large', 'device', `attributes.${name}`),
        ),
      ).toEqual([2, 1, 1, 1, 0]);
      expect((await lineOf('large', 'osVersion'))?.rowsWithValue).toBe(1);
      expect((await lineOf('small', 'osVersion'))?.rowsWithValue).toBe(0);
      expect((await list('?source=large&dataset=emm_user&hasValue=true')).items.map(({ name }) => name)).toContain(
        'jobTitle',
      );
    });

    it('counts anew where the clock was set back', async () => {
      const at = (days: number) => ({ now: () => new Date(NOW.getTime() + days * 86_400_000) });
      const ahead = await countsOf(open().store, at(40));
      const back = await countsOf(open().store, at(0));
      expect([ahead.countedAt, back.countedAt]).toEqual([at(40).now(), NOW]);
    });

    it('says how many properties are declared, and how many have a value somewhere', async () => {
      const { declared, withValue, countedAt, items } = await list('?product=intune&limit=1');
      expect(items).toHaveLength(1);
      expect(declared).toBeGreaterThan(150);
      expect(withValue).toBeGreaterThan(1);
      expect(withValue).toBeLessThan(20);
      expect(countedAt).toBe(NOW.toISOString());
    });

    it('comes in pages, which are those of their filters', async () => {
      const whole = (await list('?source=small&class=contact&limit=1000')).items;
      const read: Line[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Page = await list(`?source=small&class=contact&limit=2${cursor && `&cursor=${cursor}`}`);
        read.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(read).toEqual(whole);
      const { nextCursor } = await list('?source=small&limit=2');
      expect((await call(`parameters?source=large&limit=2&cursor=${nextCursor}`)).status).toBe(400);
    });

    it('is CSV where that is asked for', async () => {
      const { text, headers } = await call('parameters?source=small&limit=3&format=csv&raw=true');
      expect(text.split('\r\n')[0]).toMatch(/^product,source,entity,dataset,name,wire,field,type,class,profile,/);
      expect(text.trim().split('\r\n')).toHaveLength(4);
      expect(headers.get('x-next-cursor')).toMatch(/^[\w-]+$/);
    });

    it('refuses what it does not know, and says what there is', async () => {
      const { status, text } = await call('parameters?profile=all&class=x&limit=0&cursor=1&colour=red');
      expect(status).toBe(400);
      for (const name of ['profile', 'class', 'limit', 'cursor', 'colour']) expect(text).toContain(`"${name}"`);
    });
  });

  it('GET /api/parameters/left-out gives every reason', async () => {
    const { items } = await list('?product=intune&limit=1000', 'parameters/left-out');
    expect(items.length).toBeGreaterThan(20);
    for (const { reason } of items) expect(String(reason).length).toBeGreaterThan(8);
  });
});
