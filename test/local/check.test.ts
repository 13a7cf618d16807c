// npm run check: planted mistakes, each found and named by a line, and nothing written.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { run } from '../../local/check.ts';
import { keepSecret } from '../../local/fleet/folder.ts';
import { documented } from '../sources/log/mappings.ts';
import { makeMigrated } from '../store/migrated-file.ts';
import { checked, folder, good, listing, sources } from './checked.ts';

const log = (name: string, changes: object = {}): object => ({ ...documented().get(name), ...changes });
const epmm = (changes: object = {}): object => ({
  name: 'epmm',
  type: 'ivanti-epmm',
  url: 'https://127.0.0.1:1',
  username: 'lens',
  password: keepSecret(folder, 'epmm', 'not-so-secret'),
  ...changes,
});

const RANDOM = '0123456789abcdef';

describe('a configuration without a mistake', () => {
  it('has no line but ok, ends with 0, and leaves no file that was not there', async () => {
    const before = listing();
    const { code, lines } = await checked();
    expect([code, lines.filter((line) => !line.startsWith('ok '))]).toEqual([0, []]);
    expect(lines.join('\n')).toMatch(
      /database: has no schema yet: the first start makes it, in version \d+, or `npm run migrate` does/,
    );
    expect(listing()).toEqual(before);
  });

  it('leaves a database as it is, byte for byte, and nothing beside it', async () => {
    await makeMigrated(join(folder, 'lens.db'));
    const before = listing();
    const { code, lines } = await checked();
    expect(code).toBe(0);
    expect(lines.join('\n')).toMatch(/database: has schema \d+, the newest\n/);
    expect(listing()).toEqual(before);
  });
});

describe('a database of an older version', () => {
  it('is said to be brought to the newest by the first start', async () => {
    const path = join(folder, 'lens.db');
    await makeMigrated(path);
    const db = new DatabaseSync(path);
    db.exec('DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)');
    db.close();
    const { lines } = await checked();
    expect(lines.join('\n')).toMatch(/database: has schema \d+: the first start brings it to version \d+, or `npm run/);
  });
});

describe('a database that is in use', () => {
  it('is looked at with what its log has, and left as it is', async () => {
    const path = join(folder, 'lens.db');
    await makeMigrated(path);
    const db = new DatabaseSync(path);
    db.exec('PRAGMA journal_mode = WAL; INSERT INTO schema_version (version, applied_at) VALUES (9000, 0)');
    const before = [readdirSync(folder), readFileSync(path), readFileSync(`${path}-wal`)];
    const { lines } = await checked();
    expect(lines).toContainEqual(expect.stringMatching(/^error {4}database: has schema 9000/));
    expect([readdirSync(folder), readFileSync(path), readFileSync(`${path}-wal`)]).toEqual(before);
    db.close();
  });
});

describe('options', () => {
  it('print the help, and a wrong one is refused with it', async () => {
    const lines: string[] = [];
    const running = { environment: {}, print: (line: string) => void lines.push(line) };
    expect(await run(['--help'], running)).toBe(0);
    expect(lines[0]).toContain('Warnings alone end with 0.');
    await expect(run(['--fix'], running)).rejects.toMatchObject({ code: 'option', hint: lines[0] });
  });
});

/** Makes it, and answers what of the environment it changes. */
type Mistake = () => Readonly<Record<string, string | undefined>> | void | Promise<void>;

const MISTAKES: readonly (readonly [name: string, make: Mistake, line: RegExp])[] = [
  ['a setting that is missing', () => ({ AUDIT_KEY: undefined }), /^error {4}setting AUDIT_KEY: is missing. Example: /],
  [
    'a secret that stands in the setting itself',
    () => ({ PHONE_KEY: 'in-the-clear-text' }),
    /^error {4}setting PHONE_KEY: must refer to a secret, not be one/,
  ],
  [
    'a secret that is not there',
    () => ({ PHONE_KEY: `file:${join(folder, 'none')}` }),
    /^error {4}setting PHONE_KEY: cannot be used: the secret that it names does not exist/,
  ],
  [
    'a secret that is empty',
    () => ({ AUDIT_KEY: keepSecret(folder, 'audit-key', '\n') }),
    /^error {4}setting AUDIT_KEY: cannot be used: the secret that it names is empty/,
  ],
  ['a schedule that is none', () => ({ POLL_SCHEDULE: '* * *' }), /^error {4}setting POLL_SCHEDULE: /],
  [
    'a setting that is misspelt',
    () => ({ RETENTION_DAY: '30' }),
    /^warning {2}environment: RETENTION_DAY is set, and ignored: .*RETENTION_DAYS is one/,
  ],
  [
    'a secret that everybody can read',
    () => {
      for (const path of [folder, join(folder, 'secrets')]) chmodSync(path, 0o755);
      chmodSync(join(folder, 'secrets/audit-key'), 0o644);
    },
    /^warning {2}secrets: Every account of this machine can read the file of AUDIT_KEY: /,
  ],
  [
    'a token of metrics that is not there',
    () => ({ METRICS_TOKENS: 'env:LENS_NO_SUCH' }),
    /^error {4}setting METRICS_TOKENS: The secret env:LENS_NO_SUCH is not set. /,
  ],
  [
    'a token of metrics that is empty',
    () => ({ METRICS_TOKENS: keepSecret(folder, 'token', '\n') }),
    /^error {4}setting METRICS_TOKENS: The secret file:.* is empty. /,
  ],
  [
    'a token of metrics that is too short',
    () => ({ METRICS_TOKENS: keepSecret(folder, 'token', 'short') }),
    /^error {4}setting METRICS_TOKENS: The secret file:.* is too short for a key. /,
  ],
  [
    'a token of metrics that can be guessed',
    () => ({ METRICS_TOKENS: keepSecret(folder, 'token', 'abc'.repeat(9)) }),
    /^warning {2}setting METRICS_TOKENS: has a key of so few different characters/,
  ],
  [
    'two tokens of metrics that are one',
    () => ({ METRICS_TOKENS: [1, 2].map((n) => keepSecret(folder, `token-${n}`, RANDOM)).join(',') }),
    /^warning {2}setting METRICS_TOKENS: has the same key twice/,
  ],
  [
    'a token of metrics that is a key of hashes',
    () => ({ METRICS_TOKENS: good.AUDIT_KEY }),
    /^error {4}setting METRICS_TOKENS: is the same as file:.*, which nobody may be given. /,
  ],
  [
    'a key of a role that is not there',
    () => ({ API_ROLES: 'operator=env:LENS_NO_SUCH' }),
    /^error {4}setting API_ROLES, operator: The secret env:LENS_NO_SUCH is not set. /,
  ],
  [
    'no key for operators',
    () => ({ API_ROLES: `statistics=${keepSecret(folder, 'counting', RANDOM)}` }),
    /^warning {2}setting API_ROLES: gives no key the role operator/,
  ],
  ['a sources file that is not there', () => ({ SOURCES_FILE: join(folder, 'no.json') }), /^error {4}sources file: /],
  [
    'a key of hashes that the database was not used with',
    async () => {
      await makeMigrated(join(folder, 'lens.db'));
      const db = new DatabaseSync(join(folder, 'lens.db'));
      db.exec(`INSERT INTO setting (name, value, changed_at) VALUES ('key-check:PHONE_KEY', '"other"', 0)`);
      db.close();
    },
    /^error {4}setting PHONE_KEY: is not the key that this database was used with/,
  ],
  [
    'a sources file that is no JSON',
    () => writeFileSync(join(folder, 'sources.json'), '{ "sources": [ }'),
    /^error {4}sources file: The sources file is not JSON \(line 1 column 16\)/,
  ],
  [
    'a source of an unknown type',
    () => sources({ name: 'x', type: 'intone' }),
    /^error {4}source x: type: must be one of .*intone is unknown. \(misconfigured\)/,
  ],
  [
    'a source whose name cannot be one',
    () => sources(log('squid'), { name: 'Proxy of Ada', type: 'intone' }),
    /^error {4}source 2 of the sources file: type: must be one of /,
  ],
  [
    'two sources of one name',
    () => sources(log('squid'), log('squid', { type: 'http-proxy', enabled: false })),
    /^error {4}source squid: name: another source has it too/,
  ],
  [
    'a source that no collector has by that name',
    () => ({ COLLECTOR_SOURCES: 'intone' }),
    /^error {4}setting COLLECTOR_SOURCES: names intone/,
  ],
  [
    'a rule with a mistake',
    () => {
      writeFileSync(join(folder, 'rules.json'), '{"rules":[{"name":"A"}]}');
      return { RULES_FILE: join(folder, 'rules.json') };
    },
    /^error {4}rules file: The rules file: rule 1: name: /,
  ],
  [
    'a folder of the database that is not there',
    () => ({ DATABASE: `sqlite:${join(folder, 'none/lens.db')}` }),
    /^error {4}database: The folder of the embedded database does not exist\. \(cannot-open\) [^(]+$/,
  ],
  [
    'a database of a newer version',
    async () => {
      await makeMigrated(join(folder, 'lens.db'));
      const db = new DatabaseSync(join(folder, 'lens.db'));
      db.exec('INSERT INTO schema_version (version, applied_at) VALUES (9000, 0)');
      db.close();
    },
    /^error {4}database: has schema 9000, newer than .*\(schema-newer\)/,
  ],
  [
    'a file that is no database',
    () => writeFileSync(join(folder, 'lens.db'), 'something else, '.repeat(1000)),
    /^error {4}database: .*\((corrupt|not-a-database)\)/,
  ],
  [
    'a SQL Server that nobody listens for',
    () => ({ DATABASE: 'Server=127.0.0.1,1;Database=lens;User Id=lens;Connect Timeout=5' }),
    /^error {4}database: .*\(esocket\)/,
  ],
  [
    'a webhook that nobody listens for',
    () => ({ NOTIFY_WEBHOOK_URL: 'https://127.0.0.1:1/', NOTIFY_WEBHOOK_SECRETS: good.AUDIT_KEY }),
    /^error {4}webhook of notifications: .*\(refused\) Check address, port and firewall\./,
  ],
  [
    'a webhook whose secret is too short',
    () => ({
      NOTIFY_WEBHOOK_URL: 'https://127.0.0.1:1/',
      NOTIFY_WEBHOOK_SECRETS: keepSecret(folder, 'webhook', 'short'),
    }),
    /^error {4}webhook of notifications: The secret .* is too short for a key/,
  ],
  [
    'an OTLP receiver that nobody listens for',
    () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://127.0.0.1:1/' }),
    /^error {4}OTLP: .*\(refused\) Check address, port and firewall\./,
  ],
  [
    'an Application Insights that nobody listens for',
    () => ({
      APPLICATION_INSIGHTS: keepSecret(
        folder,
        'insights',
        'InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://127.0.0.1:1/',
      ),
    }),
    /^error {4}Application Insights: .*\(refused\) Check address, port and firewall\./,
  ],
  [
    'a licence address that nobody listens for',
    () => ({ LICENSE_URL: 'https://127.0.0.1:1/' }),
    /^error {4}licence check: .*\(refused\) Check address, port and firewall\./,
  ],
  [
    'a mail server that nobody listens for',
    () => ({
      NOTIFY_MAIL_SERVER: 'smtp://127.0.0.1:1',
      NOTIFY_MAIL_FROM: 'lens@example.org',
      NOTIFY_MAIL_TO: 'ops@example.org',
    }),
    /^error {4}mail of notifications: .*\(refused\) Check address, port and firewall\./,
  ],
  [
    'a mail server without the password',
    () => ({
      NOTIFY_MAIL_SERVER: 'smtp://127.0.0.1:1',
      NOTIFY_MAIL_FROM: 'lens@example.org',
      NOTIFY_MAIL_TO: 'ops@example.org',
      NOTIFY_MAIL_USER: 'lens',
      NOTIFY_MAIL_PASSWORD: 'env:LENS_NO_SUCH',
    }),
    /^error {4}mail of notifications: The secret env:LENS_NO_SUCH is not set/,
  ],
  [
    'a secret of a source that is not there',
    () => sources(epmm({ password: 'env:LENS_NO_SUCH' })),
    /^error {4}source epmm, password: The secret env:LENS_NO_SUCH is not set. Set that environment variable/,
  ],
  [
    'a parameter that there is not',
    () => sources(epmm({ exclude: ['nosuch'] })),
    /^error {4}source epmm: .*\(unknown-parameter\) Correct `nosuch`/,
  ],
  [
    'a system that nobody listens for',
    () => sources(epmm()),
    /^error {4}source epmm: The server cannot be reached. \(refused\) Check address, port/,
  ],
  [
    'a key of senders that is too short',
    () => sources(log('squid', { paths: [folder], push: { keys: [keepSecret(folder, 'key', 'short')] } })),
    /^error {4}source squid, push: The secret file:.* is too short for a key/,
  ],
  [
    'a key of senders that can be guessed',
    () => sources(log('squid', { paths: [folder], push: { keys: [keepSecret(folder, 'key', 'k'.repeat(32))] } })),
    /^warning {2}source squid, push: has a key of so few different characters/,
  ],
  [
    'a path of logs that names no file',
    () => sources(log('squid', { paths: [join(folder, 'logs/*.log')] })),
    /^warning {2}source squid: 1 of its paths name no file. \(files-missing\)/,
  ],
  [
    'logs of something else',
    () => {
      mkdirSync(join(folder, 'logs'));
      writeFileSync(join(folder, 'logs/of-anna.log'), 'anna wrote this\nand that\n');
      sources(log('squid', { paths: [join(folder, 'logs')] }));
    },
    /^error {4}source squid: No line of the newest file is understood: 2 rejected \(.*\)\. \(unknown-format\)/,
  ],
  [
    'columns that the file does not have',
    () => {
      mkdirSync(join(folder, 'logs'));
      writeFileSync(join(folder, 'logs/of-anna.csv'), 'Start,Name.ID,anna\n11/02/2026,anna,0151\n');
      sources(log('phone-calls', { paths: [join(folder, 'logs')] }));
    },
    /^error {4}source phone-calls: No line of the newest file names the columns: ".*\(unknown-format\)/,
  ],
];

describe('a source of logs that is as it should be', () => {
  it('tells what the first lines of its newest file are, and how many keys its senders have', async () => {
    const input = join(import.meta.dirname, '../sources/logs/samples/squid-native/input.log');
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'logs/access.log'), readFileSync(input));
    const push = { keys: [keepSecret(folder, 'key', 'k'.repeat(32))] };
    sources(log('squid', { paths: [join(folder, 'logs')], push }));
    const before = listing();
    const { code, lines } = await checked();
    expect(code).toBe(0);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ok {7}source squid: reads its newest file; of the first lines: \d+ event/),
    );
    expect(lines).toContainEqual('ok       source squid, push: its senders have 1 of its keys');
    expect(listing()).toEqual(before);
  });
});

describe('a mistake is found and named, and nothing is written', () => {
  it.each(MISTAKES)('%s', async (_, make, line) => {
    const changes = (await make()) ?? {};
    const before = listing();
    const { code, lines } = await checked(changes);
    expect(lines).toContainEqual(expect.stringMatching(line));
    expect(code).toBe(lines.some((one) => line.test(one) && one.startsWith('error')) ? 1 : 0);
    expect(listing()).toEqual(before);
    expect(lines.join('\n')).not.toMatch(/anna|in-the-clear-text|not-so-secret/);
  });
});

it('what is wrong beside another mistake is found with it', async () => {
  const planted = MISTAKES.filter(([name]) =>
    /misspelt|schedule|everybody|no collector|a rule|folder of the database/.test(name),
  );
  let changes: Readonly<Record<string, string | undefined>> = { PHONE_KEY: undefined };
  for (const [, make] of planted) changes = { ...changes, ...((await make()) ?? {}) };
  const { code, lines } = await checked(changes);
  expect([code, planted.length]).toEqual([1, 6]);
  for (const [, , line] of planted) expect(lines).toContainEqual(expect.stringMatching(line));
});
