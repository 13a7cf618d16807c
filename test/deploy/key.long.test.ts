// deploy/key.sh from its command to an answer: a key of one role, given to a collector that runs with what it prints.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '../../lib/roles.ts';
import { KeyStore } from '../../local/host/keys.ts';
import { CollectorProcess } from '../end-to-end/collector-process.ts';
import { Company } from '../end-to-end/company.ts';

const said = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync('sh', ['deploy/key.sh', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};
const settingIn = (stdout: string): string => /^API_ROLES=(.+)$/m.exec(stdout)?.[1] ?? '';

describe('a key that deploy/key.sh adds', () => {
  let company: Company;
  let lens: CollectorProcess | undefined;
  beforeAll(async () => {
    company = await Company.start({ users: 2, devices: 2 });
    // As a first start leaves it.
    new KeyStore(join(company.folder, 'keys'), []).close();
  });
  afterAll(async () => {
    await lens?.kill();
    await company?.close();
  });

  it('may ask for what its role is for and for nothing else, and the key of before for nothing', async () => {
    const { folder } = company;
    const added = ['admin', 'desk'].map((name, at) => said(name, ['operator', 'service-desk'][at] ?? '', folder));
    expect(added.map(({ status, stderr }) => [status, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    lens = await CollectorProcess.start({
      ...{ appRoot: company.appRoot, secretsPath: join(folder, 'keys'), imports: [], output: company.output },
      environment: { ...company.environment(), API_ROLES: added.map(({ stdout }) => settingIn(stdout)).join(',') },
    });
    const keys = ['admin', 'desk'].map((name) => readFileSync(join(folder, 'secrets', `${name}-key`), 'utf8'));
    const status = async (path: string, key?: string) =>
      (await lens?.request(path, { headers: key === undefined ? {} : { 'x-functions-key': key } }))?.status;
    const statuses = await Promise.all(
      [keys[0], keys[1], undefined].map((key) =>
        Promise.all(['collectors', 'devices', 'roles'].map((path) => status(path, key))),
      ),
    );
    expect(statuses).toEqual([
      [200, 403, 200],
      [403, 200, 200],
      [403, 403, 403],
    ]);
    const shown = [...added.map(({ stdout }) => stdout), ...company.output].join('\n');
    expect(keys.filter((key) => shown.includes(key))).toEqual([]);
  });
});

describe('deploy/key.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lens-key-'));
  const host = join(folder, 'secrets/keys/host.json');
  const begin = (text: string) => {
    rmSync(join(folder, 'secrets'), { recursive: true, force: true });
    mkdirSync(join(folder, 'secrets/keys'), { recursive: true });
    writeFileSync(host, text);
  };
  const one = (name: string) => ({ name, value: `${name}-of-the-test`, encrypted: false });
  const hostOf = (...functionKeys: readonly object[]) => ({ masterKey: one('master'), functionKeys, systemKeys: [] });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['a line of prepare.sh', JSON.stringify(hostOf(one('default')))],
    ['what the runtime writes', `\uFEFF${JSON.stringify(hostOf(one('default'), one('cmdb')), null, 2)}`],
    ['a file without keys', JSON.stringify(hostOf(), null, 2)],
  ])('adds to %s, behind the keys that are there, and readable by their owner alone', (_what, text) => {
    begin(text);
    writeFileSync(join(folder, 'collector.env'), 'RETENTION_DAYS=60\nAPI_ROLES=operator=file:/run/secrets/admin-key\n');
    const { status, stdout } = said('desk', 'service-desk,privacy', folder);
    expect([status, settingIn(stdout)]).toEqual([
      0,
      'operator=file:/run/secrets/admin-key,service-desk=file:/run/secrets/desk-key,privacy=file:/run/secrets/desk-key',
    ]);
    const file = join(folder, 'secrets/collector/desk-key');
    const bare = (from: string) => JSON.parse(from.replace(/^\uFEFF/, ''));
    const before = bare(text);
    const added = { name: 'desk', value: readFileSync(file, 'utf8'), encrypted: false };
    expect(bare(readFileSync(host, 'utf8'))).toEqual({ ...before, functionKeys: [...before.functionKeys, added] });
    expect(added.value).toMatch(/^[0-9a-f]{48}$/);
    expect([host, file].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it('refuses a name twice, a role that is none, keys that are encrypted, a path that no setting can name, and leaves all as it was', () => {
    const text = JSON.stringify(hostOf({ ...one('default'), encrypted: true }));
    begin(text);
    expect(said('desk', 'nobody', folder).stderr).toContain('nobody is no role');
    expect(said('De sk', 'privacy', folder).stderr).toContain('a name (letters');
    expect(said('desk', 'privacy', folder).stderr).toContain('is encrypted');
    expect(readFileSync(host, 'utf8')).toBe(text);
    begin(JSON.stringify(hostOf(one('default'))));
    expect(said('default', 'privacy', folder).stderr).toContain('has a key of that name');
    for (const seen of ['/run/my secrets', '/run/a,b', '/run/a;b'])
      expect(said('desk', 'privacy', folder, seen).stderr).toContain(`the path ${seen} has a blank`);
    expect(said('desk', 'privacy', folder).status).toBe(0);
    expect(said('desk', 'privacy', folder).stderr).toContain('is there already');
  });

  it('knows each role', () => {
    begin(JSON.stringify(hostOf(one('default'))));
    expect(said('all', Object.keys(ROLES).join(','), folder).status).toBe(0);
  });
});
