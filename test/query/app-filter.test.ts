// Devices by an app and its version, against a filter in memory.
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { fold } from '../../lib/store/fold.ts';
import { UNMADE_KEYS, versionKey } from '../../lib/store/version-key.ts';
import { runs } from '../fuzz/runs.ts';
import { type Call, clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { app, device, insert } from './estate.ts';

interface Estate {
  readonly devices: readonly { readonly name: string; readonly ownership: string; readonly seen: number | null }[];
  readonly apps: readonly {
    readonly on: number;
    readonly id: string;
    readonly title: string | null;
    readonly version: string | null;
  }[];
}

const VERSIONS = ['9.60.3', '9.60.4', 'v9.60.4.0', '9.60.4-beta', '9.60.4 (2)', '9.60.10', '10.0', 'unknown', '9.6'];
const TITLES = ['Outlook', 'outlook', 'Mail', 'com.mail'];

const estates: fc.Arbitrary<Estate> = fc
  .array(
    fc.record({
      ownership: fc.constantFrom('company', 'company', 'company', 'personal', 'unknown'),
      seen: fc.option(fc.integer({ min: 1, max: 5 })),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain((devices) =>
    fc.record({
      devices: fc.constant(devices.map((of, i) => ({ name: `device ${i}`, ...of }))),
      apps: fc.uniqueArray(
        fc.record({
          on: fc.integer({ min: 0, max: devices.length - 1 }),
          id: fc.constantFrom('com.outlook', 'com.mail', 'COM.MAIL'),
          title: fc.option(fc.constantFrom(...TITLES)),
          version: fc.option(fc.constantFrom(...VERSIONS)),
        }),
        { selector: ({ on, id }) => `${on} ${id}`, maxLength: 30 },
      ),
    }),
  );

const OPERATORS = {
  lt: (n: number) => n < 0,
  le: (n: number) => n <= 0,
  gt: (n: number) => n > 0,
  ge: (n: number) => n >= 0,
};
type OperatorName = keyof typeof OPERATORS;

interface Question {
  readonly app: string;
  readonly bounds: readonly (readonly [OperatorName, string])[];
}

const questions: fc.Arbitrary<Question> = fc.record({
  app: fc.constantFrom(...TITLES, 'com.outlook', 'COM.MAIL', 'nothing'),
  bounds: fc.uniqueArray(
    fc.tuple(fc.constantFrom<OperatorName>('lt', 'le', 'gt', 'ge'), fc.constantFrom('9.60.4', '9.60', '10')),
    { selector: ([operator]) => operator, maxLength: 2 },
  ),
});

/** Names of the devices that match, as anybody would find them by hand. */
const naive = ({ devices, apps }: Estate, { app: wanted, bounds }: Question): string[] =>
  devices
    .filter(({ ownership }) => ownership === 'company')
    .filter(({ name }) =>
      apps.some(({ on, id, title, version }) => {
        if (devices[on]?.name !== name) return false;
        if (id !== wanted && (title === null || fold(title) !== fold(wanted))) return false;
        return bounds.every(([operator, bound]) => {
          const key = version === null ? null : versionKey(version);
          return key !== null && OPERATORS[operator](Buffer.compare(key, versionKey(bound) ?? Buffer.of()));
        });
      }),
    )
    .map(({ name }) => name);

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const purpose: Call = { headers: { 'x-purpose': PURPOSE } };

  async function names(query: string, limit: number): Promise<string[]> {
    const found: string[] = [];
    for (let cursor = ''; ; ) {
      const { status, text, body } = await call(`devices?${query}&limit=${limit}${cursor}`, purpose);
      if (status !== 200) throw new Error(text);
      for (const item of Object(body).items) found.push(item.deviceName);
      if (Object(body).nextCursor === null) return found;
      cursor = `&cursor=${Object(body).nextCursor}`;
    }
  }

  async function store({ devices, apps }: Estate): Promise<void> {
    const day = (n: number | null) => n && new Date(Date.UTC(2026, 9, n));
    const rows = devices.map(({ name, ownership, seen }) => device(name, { ownership, last_seen_at: day(seen) }));
    await insert(open().store, 'device', rows);
    // Of another source, which has no apps: their keys are the same.
    await insert(
      open().store,
      'device',
      devices.map(({ name }) => device(name, { device_name: 'of another source' }, 'other')),
    );
    const of = apps.map(({ on, id, title, version }) => app(`device ${on}`, id, { title, version }));
    await insert(open().store, 'device_app', of);
  }

  const asQuery = ({ app: wanted, bounds }: Question): string =>
    [`app=${encodeURIComponent(wanted)}`, ...bounds.map(([operator, bound]) => `appVersion.${operator}=${bound}`)].join(
      '&',
    );

  describe('devices with an app in a version', () => {
    beforeEach(() => emptyTables(open().store, ['device_app', 'device', 'setting']));

    it('are those that a filter by hand finds, in all pages of any order', async () => {
      await fc.assert(
        fc.asyncProperty(
          estates,
          questions,
          fc.constantFrom('id', '-lastSeenAt', 'deviceName'),
          async (all, asked, sort) => {
            await emptyTables(open().store, ['device_app', 'device']);
            await store(all);
            for (const limit of [2, 100])
              expect((await names(`${asQuery(asked)}&sort=${sort}`, limit)).sort()).toEqual(naive(all, asked).sort());
          },
        ),
        runs(40),
      );
    });

    it('are the same where so many have the app that the list is walked', async () => {
      // On a device that is not the company's: it is counted among those that have the app, and never listed.
      const many = Array.from({ length: 4_100 }, (_, i) => ({
        on: 0,
        id: `id ${i}`,
        title: 'Outlook',
        version: '1.0',
      }));
      await fc.assert(
        fc.asyncProperty(estates, questions, async (all, asked) => {
          await emptyTables(open().store, ['device_app', 'device']);
          const [first, ...others] = all.devices;
          const devices = [{ name: 'device 0', ownership: 'personal', seen: first?.seen ?? null }, ...others];
          const crowded = { devices, apps: [...many, ...all.apps] };
          await store(crowded);
          expect((await names(`${asQuery({ ...asked, app: 'outlook' })}&sort=-lastSeenAt`, 3)).sort()).toEqual(
            naive(crowded, { ...asked, app: 'outlook' }).sort(),
          );
        }),
        runs(4),
      );
    });
  });

  describe('asking for an app', () => {
    beforeAll(async () => {
      await emptyTables(open().store, ['device_app', 'device', 'setting', 'access_log']);
      await insert(open().store, 'device', [device('d', { os_version: '17.4', security_patch_level: '2026-03-05' })]);
      await insert(open().store, 'device_app', [app('d', 'mail', { version: '9.10' })]);
    });

    it.each([
      ['GET', 'devices?app=mail', undefined],
      ['POST', 'search', '{"dataset":"devices","filters":{"app":"mail"}}'],
    ] as const)('wants a purpose, and says so: %s %s', async (method, target, body) => {
      const asked: Call = { method, ...(body && { body, headers: { 'content-type': 'application/json' } }) };
      const refused = await call(target, asked);
      expect([refused.status, Object(refused.body).errors]).toEqual([
        400,
        [{ parameter: 'x-purpose', detail: `One of the configured purposes: ${PURPOSE}, support.` }],
      ]);
      const told = await call(target, { ...asked, headers: { ...asked.headers, 'x-purpose': PURPOSE } });
      expect(told.status).toBe(200);
    });

    it('tells the version that a device has, in the list, in chosen fields and in the file, and in no other list', async () => {
      const versionOf = async (query: string) => Object((await call(query, purpose)).body).items[0].appVersion;
      expect(await versionOf('devices?app=mail')).toBe('9.10');
      expect(await versionOf('devices?app=mail&fields=id,appVersion')).toBe('9.10');
      expect(await versionOf('devices?app=mail&fields=id')).toBeUndefined();
      expect(await versionOf('devices')).toBeUndefined();
      // For no app there is no purpose: nothing is told.
      expect(Object((await call('devices?fields=id,appVersion')).body).items[0].appVersion).toBe(null);
      const { text } = await call('devices?app=mail&fields=deviceName,appVersion&format=csv&raw=true', purpose);
      expect(text).toBe('deviceName,appVersion\r\nd,9.10\r\n');
    });

    it('is logged by the names of its parameters', async () => {
      await call('devices?app=mail&appVersion.lt=9.9.9', purpose);
      const logged = await open()
        .store.db.selectFrom('access_log')
        .selectAll()
        .orderBy('id', 'desc')
        .executeTakeFirst();
      expect(JSON.parse(logged?.filters ?? '')).toEqual(['app', 'appVersion']);
    });

    it.each([
      ['app=mail&appVersion.lt=new', 'appVersion.lt'],
      ['app=mail&appVersion.ne=1', 'appVersion.ne'],
      ['appVersion.lt=1', 'app'],
      ['app=%20', 'app'],
      ['osVersion.lt=Sequoia', 'osVersion.lt'],
    ])('is refused with the parameter that is wrong: %s', async (query, parameter) => {
      const { status, body } = await call(`devices?${query}`, purpose);
      expect([status, Object(body).errors.map((error: { parameter: string }) => error.parameter)]).toEqual([
        400,
        [parameter],
      ]);
    });

    it.each([
      ['app=mail&appVersion.lt=9.9', 0],
      ['app=mail&appVersion.gt=9.9', 1],
      ['app=mail&appVersion.lt=9.10', 0],
      ['app=mail&appVersion.le=9.10', 1],
      ['app=mail&appVersion.gt=9.10', 0],
      ['app=mail&appVersion.ge=9.10', 1],
      ['app=mail&appVersion=v9.10.0', 1],
      ['osVersion.lt=17.10', 1],
      ['osVersion.ge=17.10', 0],
      ['securityPatchLevel.lt=2026-04-01', 1],
      ['securityPatchLevel.le=2026-03-01', 0],
    ])('compares by numbers: %s', async (query, found) => {
      expect(await names(query, 10)).toHaveLength(found);
    });

    it('waits until keys were made for what was stored before', async () => {
      await insert(open().store, 'setting', [{ name: UNMADE_KEYS, value: '{}', changed_at: new Date(0) }]);
      const asked = ['app=mail&appVersion.lt=10', 'osVersion.lt=18', 'app=mail'];
      const answers = await Promise.all(asked.map((query) => call(`devices?${query}`, purpose)));
      await emptyTables(open().store, ['setting']);
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    });
  });
});
