import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ApiDependencies } from '../../lib/http/dependencies.ts';
import { documentationEndpoints } from '../../lib/http/documentation.ts';
import type { Answer, Endpoint, EndpointDeclaration } from '../../lib/http/endpoint.ts';
import { unreadKeys } from '../../lib/http/roles.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { searchable } from '../../lib/query/resource.ts';
import { APPS } from '../../lib/query/search-schema.ts';
import { isRole, ROLES, type Role, type RoleKey } from '../../lib/roles.ts';
import { SecretReference } from '../../lib/secrets.ts';
import { loadSettings } from '../../lib/settings/index.ts';
import { everyEndpoint } from '../privacy/every-route.ts';
import { openTestStore, type TestStore } from '../store/stores.ts';
import { clientOf, dependenciesOver, PURPOSE } from './api.ts';

const KEYS = {
  operator: 'key-of-an-operator',
  desk: 'key-of-a-service-desk',
  investigator: 'key-of-an-investigator',
};

describe('a function key with roles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-roles-'));
  const keyIn = (name: string, key: string): string => {
    writeFileSync(join(folder, name), key);
    return `file:${join(folder, name)}`;
  };
  const rolesIn = (setting: string): readonly RoleKey[] | undefined =>
    loadSettings({
      DATABASE: 'sqlite:x',
      AUDIT_KEY: keyIn('audit', 'an-audit-key-of-the-test'),
      PHONE_KEY: keyIn('phone', 'a-phone-key-of-the-tests'),
      API_ROLES: setting,
    }).settings?.API_ROLES;
  let opened: TestStore | undefined;
  let asked = 0;
  const probe: Endpoint = {
    ...{ name: 'probe', method: 'GET', route: 'probe', authLevel: 'function', tag: 'Test', summary: 'A probe' },
    ...{ roles: ['operator'], dataset: null, purpose: 'optional', parameters: [] },
    response: { description: 'Anything', content: { 'application/json': {} } },
    handle: async (): Promise<Answer> => {
      asked += 1;
      return { body: { ok: true }, access: [] };
    },
  };
  const reading: Endpoint = {
    ...{ ...probe, name: 'reading', route: 'reading', roles: ['service-desk', 'statistics'], dataset: 'device' },
    handle: async (): Promise<Answer> => ({
      body: {},
      access: [{ dataset: 'device', fields: [], filters: [], rowCount: 0, subjects: [] }],
    }),
  };
  const declared: Endpoint[] = [probe, reading, ...documentationEndpoints(() => declared)];
  const asking = (setting: string | undefined, key?: string, target = 'probe') => {
    const roles = setting === undefined ? undefined : rolesIn(setting);
    const dependencies = async (): Promise<ApiDependencies> => {
      if (!opened) throw new Error('no store');
      const all = dependenciesOver(opened.store);
      return { ...all, settings: { ...all.settings, roles } };
    };
    return clientOf(declared, dependencies)(target, { headers: key === undefined ? {} : { 'x-functions-key': key } });
  };
  const both = () =>
    `operator=${keyIn('operator', KEYS.operator)}, service-desk=${keyIn('desk', KEYS.desk)},statistics=${keyIn('desk', KEYS.desk)}`;

  beforeAll(async () => {
    opened = await openTestStore();
  });
  afterAll(async () => {
    await opened?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is read once for all of its roles', async () => {
    const read = jest.spyOn(SecretReference.prototype, 'read');
    try {
      expect((await asking(both(), KEYS.operator)).status).toBe(200);
      const keys = read.mock.contexts.flatMap((key) => /(operator|desk)$/.exec(Object(key).reference)?.[1] ?? []);
      expect(keys.sort()).toEqual(['desk', 'operator']);
    } finally {
      read.mockRestore();
    }
  });

  it('asks for everything where no roles are configured', async () => {
    expect((await asking(undefined, 'any-key-whatever-it-is')).status).toBe(200);
  });

  it.each([
    ['another role', KEYS.desk],
    ['no role', 'a-key-that-nobody-named'],
    ['the beginning of a key that has it', KEYS.operator.slice(0, -1)],
    ['nothing in it', ''],
    ['nothing at all', undefined],
  ])('is refused before anything is read, where it has %s', async (_what, key) => {
    const before = asked;
    const { status, body, logged } = await asking(both(), key);
    expect([status, body]).toEqual([
      403,
      expect.objectContaining({ type: 'urn:emm-lens:problem:no-role', detail: expect.stringMatching(/: operator\.$/) }),
    ]);
    expect(logged.join()).not.toContain('key-');
    expect(asked).toBe(before);
  });

  it('asks for what its role is for, and by the next request after an exchange', async () => {
    const setting = both();
    expect((await asking(setting, KEYS.operator)).status).toBe(200);
    keyIn('operator', 'another-key-of-operators');
    const statuses = [KEYS.operator, 'another-key-of-operators'].map((key) => askingAsIs(setting, key));
    expect(await Promise.all(statuses)).toEqual([403, 200]);
  });
  const askingAsIs = async (setting: string, key: string) => (await asking(setting, key)).status;

  it('is logged with the roles that it had then, and with none where keys have none', async () => {
    if (!opened) throw new Error('no store');
    await asking(both(), KEYS.desk, 'reading');
    await asking(undefined, KEYS.desk, 'reading');
    // What was read before stays as it was, whatever the key may do today.
    await asking(`statistics=${keyIn('desk', KEYS.desk)}`, KEYS.desk, 'reading');
    const rows = await opened.store.db.selectFrom('access_log').select(['principal', 'roles']).orderBy('id').execute();
    expect(rows.map(({ roles }) => roles)).toEqual(['service-desk, statistics', null, 'statistics']);
    expect(new Set(rows.map(({ principal }) => principal)).size).toBe(1);
  });

  it('is told what it may use', async () => {
    const setting = both();
    expect((await asking(setting, KEYS.desk, 'roles')).body).toEqual({
      roles: ['service-desk', 'statistics'],
      operations: ['openapi', 'reading', 'roles'],
    });
    expect((await asking(setting, KEYS.operator, 'roles')).body).toMatchObject({
      operations: ['openapi', 'probe', 'roles'],
    });
    expect((await asking(undefined, 'any', 'roles')).body).toMatchObject({ roles: null });
    expect((await asking(setting, 'a-key-that-nobody-named', 'roles')).status).toBe(403);
  });

  it('is not taken for one that cannot be read: the problem says of which role, not which file, and other keys go on', async () => {
    const gone = `file:${join(folder, 'gone')}`;
    const setting = `operator=${gone},${both()}`;
    expect((await asking(setting, KEYS.operator)).status).toBe(200);
    const { status, body } = await asking(setting, KEYS.desk);
    expect([status, body]).toEqual([
      503,
      expect.objectContaining({
        type: 'urn:emm-lens:problem:role-keys',
        detail: expect.stringMatching(/^Of operator: /),
      }),
    ]);
    expect(JSON.stringify(body)).not.toContain(folder);
    expect(unreadKeys(rolesIn(setting))).toEqual([{ role: 'operator', problem: expect.stringContaining(gone) }]);
  });

  it.each([
    ['short', 'is too short for a key'],
    ['', 'is empty'],
  ])('is none where the secret is %j', async (secret, why) => {
    const setting = `operator=${keyIn('weak', secret)}`;
    expect((await asking(setting, secret)).status).toBe(503);
    expect(unreadKeys(rolesIn(setting))).toEqual([{ role: 'operator', problem: expect.stringContaining(why) }]);
  });

  it('finds who has an app for investigators alone, whichever way it is asked', async () => {
    const roles = rolesIn(both());
    const ask = clientOf(queryEndpoints, async () => {
      if (!opened) throw new Error('no store');
      const all = dependenciesOver(opened.store);
      return { ...all, settings: { ...all.settings, roles: [...(roles ?? []), ...investigating] } };
    });
    const investigating = rolesIn(`investigator=${keyIn('investigator', KEYS.investigator)}`) ?? [];
    const statusOf = async (key: string) => {
      const headers = { 'x-functions-key': key, 'x-purpose': PURPOSE, 'content-type': 'application/json' };
      const body = JSON.stringify({ dataset: 'devices', filters: { app: 'Outlook' } });
      const answers = [
        await ask('devices?app=Outlook', { headers }),
        await ask('search', { method: 'POST', headers, body }),
        await ask('apps/1/devices', { headers }),
      ];
      return answers.map(({ status }) => status);
    };
    expect(await statusOf(KEYS.desk)).toEqual([403, 403, 403]);
    expect(await statusOf(KEYS.investigator)).toEqual([200, 200, 404]);
  });

  it.each([
    ['operator', 'at item 1: write <role>=<reference>'],
    ['operator=env:A, desk=env:B', 'at item 2: desk is no role; roles are operator, service-desk, '],
    ['constructor=env:A', 'at item 1: constructor is no role'],
    ['operator=a-key-itself', 'at item 1: a role refers to a key, and does not hold it'],
    [',', 'must be <role>=<reference>'],
    ['', 'must be <role>=<reference>'],
    [' \uFEFF\n', 'must be <role>=<reference>'],
    ['operator=file:/a;statistics=file:/b', 'at item 1: write <role>=<reference>'],
  ])('is told what is wrong with the setting, which lets nobody in: %s', (setting, problem) => {
    const given = { DATABASE: 'sqlite:x', AUDIT_KEY: 'env:A', PHONE_KEY: 'env:B', API_ROLES: setting };
    const found = loadSettings(given).problems.find((one) => one.setting === 'API_ROLES')?.problem;
    expect(found).toContain(problem);
    expect(found).not.toContain('a-key-itself');
  });
});

describe('the roles of operations', () => {
  const mayUse = (role: Role, { roles }: EndpointDeclaration) => roles === 'every role' || roles.includes(role);
  const keyed = everyEndpoint.filter(({ authLevel }) => authLevel === 'function');
  const usedBy = (role: Role) => keyed.filter((one) => mayUse(role, one));

  it('leave no more than numbers to who counts, and to operators what tells of administrators', () => {
    const telling = (role: Role) => usedBy(role).flatMap(({ name, dataset }) => (dataset === null ? [] : [name]));
    // Sources have ids of what is held.
    expect(usedBy('statistics').map(({ name }) => name)).toEqual([
      'countApps',
      'listStatistics',
      'countTraffic',
      'purposes',
      'openapi',
      'roles',
    ]);
    expect(telling('operator')).toEqual([
      'countApps',
      'listInfrastructure',
      'listConfiguration',
      'listOperatorJournal',
    ]);
  });

  it('leave what people did to investigators, and a whole person to who keeps their rights', () => {
    const needing = keyed.filter(({ purpose }) => purpose === 'required');
    const others = needing.filter((one) => !mayUse('investigator', one)).map(({ name }) => name);
    expect(others.sort()).toEqual(['find-person', 'listAccessLog', 'user-export']);
    expect(others.filter((name) => usedBy('privacy').some((one) => one.name === name))).toEqual(others);
    expect(needing.filter((one) => mayUse('service-desk', one)).map(({ name }) => name)).toEqual([]);
  });

  it('let operators alone act', () => {
    const acting = keyed.filter(({ method, name }) => method !== 'GET' && !/search|find-person/i.test(name));
    expect(acting.map(({ name, roles }) => [name, roles])).toEqual(acting.map(({ name }) => [name, ['operator']]));
  });

  it('are no wider by a list in a body than by its own address', () => {
    const byBody = queryEndpoints.find(({ name }) => name === 'searchByBody');
    for (const name of [...searchable.map((one) => one.name), APPS]) {
      const own = queryEndpoints.find(({ route }) => route === name);
      for (const role of Object.keys(ROLES).filter(isRole))
        if (byBody && mayUse(role, byBody)) expect([name, role, own && mayUse(role, own)]).toEqual([name, role, true]);
    }
  });
});
