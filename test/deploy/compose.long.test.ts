// Compose itself reads what is deployed, and what prepare.sh makes is what collectors, the front and SQL Server take.

import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { DECLARATIONS } from '../../lib/settings/declarations.ts';
import { settingsOrThrow } from '../../lib/settings/index.ts';
import { KeyStore } from '../../local/host/keys.ts';

const DEPLOYED = new URL('../../deploy/', import.meta.url).pathname;
const COMPOSE = '/usr/bin/docker-compose';
const withCompose = existsSync(COMPOSE) ? describe : describe.skip;
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

/** What stands for each setting, and what a company could have chosen. */
const examples = Object.entries(DECLARATIONS).map(([name, { example }]) => [name, example] as const);

withCompose('docker-compose', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lens-compose-'));
  beforeAll(() => {
    for (const name of ['compose.yaml', 'compose.reports.yaml', 'settings.env'])
      copyFileSync(join(DEPLOYED, name), join(folder, name));
    writeFileSync(join(folder, 'collector.env'), examples.map(([name, value]) => `${name}=${value}\n`).join(''));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const asked = (environment: Readonly<Record<string, string>>, ...files: readonly string[]) =>
    spawnSync(COMPOSE, [...['compose.yaml', ...files].flatMap((file) => ['-f', file]), 'config'], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
      encoding: 'utf8',
    });
  const decided = { ACCEPT_EULA: 'Y', MSSQL_PID: 'Express' };

  it('reads the file once what must be decided is, and gives every setting of collector.env to collectors and tools', () => {
    const { status, stdout } = asked({ ...decided, COLLECTOR_SOURCES: 'intune,directory' });
    expect(status).toBe(0);
    const { services } = parse(stdout);
    expect(Object.keys(services).sort()).toEqual([
      'collector',
      'collector-zone-b',
      'database',
      'front',
      'sql',
      'tools',
    ]);
    expect(services.collector.environment.COLLECTOR_SOURCES).toBe('intune,directory');
    expect(services.sql.environment).toMatchObject({ ACCEPT_EULA: 'Y', MSSQL_PID: 'Express' });
    const others = examples.filter(([name]) => name !== 'COLLECTOR_SOURCES');
    for (const name of ['collector', 'collector-zone-b', 'tools'])
      expect(services[name].environment).toMatchObject(Object.fromEntries(others));
  });

  it('publishes SQL Server on loopback alone, where reports ask for it', () => {
    expect(parse(asked(decided).stdout).services.sql.ports).toBeUndefined();
    const { status, stdout } = asked(decided, 'compose.reports.yaml');
    const { services, networks } = parse(stdout);
    expect([status, services.sql.ports]).toEqual([0, ['127.0.0.1:1433:1433/tcp']]);
    expect(Object.keys(services.sql.networks).filter((name) => !networks[name].internal)).toEqual(['reports']);
  });

  it('says what must be decided', () => {
    const { status, stderr } = asked({ MSSQL_PID: 'Express' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('Y where you accept the licence');
  });
});

asRoot('prepare.sh', () => {
  const parent = mkdtempSync(join(tmpdir(), 'lens-prepared-'));
  // Nobody has made it.
  const folder = join(parent, 'root', 'lens');
  const at = (path: string) => join(folder, path);
  const asked = (where = folder) =>
    spawnSync(join(DEPLOYED, 'prepare.sh'), ['lens.example.org', where], { encoding: 'utf8' });
  const prepare = (): void => {
    expect(asked()).toMatchObject({ status: 0, stderr: '' });
  };
  const content = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(at(path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(at(path), 'utf8')]);
  beforeAll(prepare);
  afterAll(() => rmSync(parent, { recursive: true }));

  it('makes what the collectors of compose.yaml read', () => {
    const environment = parseEnv(
      readFileSync(join(DEPLOYED, 'settings.env'), 'utf8')
        .replaceAll('/run/secrets', at('secrets/collector'))
        .replaceAll('/run/config', at('config')),
    );
    expect(() => settingsOrThrow(environment)).not.toThrow();
    const key = join(folder, 'secrets/collector/audit-key');
    rmSync(key);
    expect(() => settingsOrThrow(environment)).toThrow('A setting is wrong');
    prepare();
    expect(() => settingsOrThrow(environment)).not.toThrow();
  });

  it('makes certificates that callers and collectors believe', () => {
    const authority = new X509Certificate(readFileSync(at('config/ca.pem')));
    for (const [path, name] of [
      ['front', 'lens.example.org'],
      ['sql', 'sql'],
    ] as const) {
      const certificate = new X509Certificate(readFileSync(at(`secrets/${path}/tls.crt`)));
      expect([certificate.verify(authority.publicKey), certificate.checkHost(name)]).toEqual([true, name]);
      expect(certificate.checkIssued(authority)).toBe(true);
    }
  });

  it('makes function keys as the host reads them, and as docs/deploy.md does', () => {
    const keys = new KeyStore(at('secrets/keys'), []);
    const [key, levels] = [keys.defaultKey, [keys.level(keys.defaultKey), keys.level(keys.masterKey)]];
    keys.close();
    expect(levels).toEqual(['function', 'admin']);
    const page = readFileSync(join(DEPLOYED, '../docs/deploy.md'), 'utf8');
    const [, command = ''] = /^KEY=\$\(sudo (.*)\)$/m.exec(page) ?? [];
    const read = command.replace('deploy/secrets', at('secrets'));
    expect(execFileSync('sh', ['-c', read], { encoding: 'utf8' })).toBe(key);
  });

  it('lets each account read its own and nothing else, and changes nothing the second time', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => ({
      path,
      ...statSync(at(path)),
    }));
    expect(
      files.filter(({ path, mode }) => path !== 'secrets' && (mode & 0o077) !== 0).map(({ path }) => path),
    ).toEqual([]);
    const owners = (path: string) => [
      ...new Set(files.filter((file) => file.path.startsWith(path)).map(({ uid }) => uid)),
    ];
    expect(
      ['config', 'secrets/collector', 'secrets/keys', 'secrets/sql', 'secrets/front', 'secrets/ca'].map(owners),
    ).toEqual([[1654], [1654], [1654], [10_001], [101], [0]]);
    const before = content();
    prepare();
    expect(content()).toEqual(before);
  });

  it.each<[string, string, (path: string) => void]>([
    ['a key of another account', 'secrets/keys/host.json', (path) => chownSync(path, 4711, 4711)],
    ['a key that others can read', 'secrets/collector/audit-key', (path) => chmodSync(path, 0o644)],
    ['a file that others can write', 'config/sources.json', (path) => chmodSync(path, 0o666)],
    ['a link', 'secrets/collector/database', (path) => symlinkSync('/etc/hostname', `${path}-2`)],
    ['a folder of another account', 'secrets/sql/log', (path) => chownSync(join(path, '..'), 4711, 4711)],
    ['a folder above of another account', 'config/x', (path) => chownSync(join(path, '../..'), 4711, 4711)],
    ['a folder above that others can write', 'config/x', (path) => chmodSync(join(path, '../..'), 0o777)],
    [
      'a folder of all secrets that others can write',
      'secrets/sql/log',
      (path) => chmodSync(join(path, '../..'), 0o777),
    ],
    ['a file of nothing', 'secrets/collector/audit-key', (path) => writeFileSync(path, '')],
    ['a certificate without its key', 'secrets/front/tls.crt', () => undefined],
  ])('keeps nothing that somebody else may have made, nor half of it: %s', (_what, path, planted) => {
    const where = mkdtempSync(join(parent, 'planted-'));
    const file = join(where, path);
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(file, 'planted', { mode: 0o600 });
    planted(file);
    const { status, stderr } = asked(where);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^prepare\.sh: .+: .*(remove|put)/)]);
  });

  it('takes certificates of your own that stood there before', () => {
    const where = mkdtempSync(join(parent, 'own-'));
    mkdirSync(join(where, 'secrets/front'), { recursive: true, mode: 0o700 });
    for (const [name, mode] of [
      ['tls.crt', 0o644],
      ['tls.key', 0o600],
    ] as const)
      writeFileSync(join(where, 'secrets/front', name), `own ${name}`, { mode });
    expect(asked(where)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(where, 'secrets/front/tls.crt'), 'utf8')).toBe('own tls.crt');
    expect(statSync(join(where, 'secrets/front/tls.key')).uid).toBe(101);
  });

  it('says that the key of its authority is missing, leaves nothing half, and goes on once it is back', () => {
    for (const name of ['tls.crt', 'tls.key']) rmSync(at(`secrets/front/${name}`));
    renameSync(at('secrets/ca/ca.key'), join(parent, 'ca.key'));
    expect(asked()).toMatchObject({ status: 1, stderr: expect.stringContaining('secrets/ca/ca.key is not there') });
    expect(readdirSync(at('secrets/front'))).toEqual([]);
    renameSync(join(parent, 'ca.key'), at('secrets/ca/ca.key'));
    prepare();
    expect(readdirSync(at('secrets/front'))).toEqual(['tls.crt', 'tls.key']);
  });
});
