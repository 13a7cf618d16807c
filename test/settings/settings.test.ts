import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../lib/errors.ts';
import {
  DECLARATIONS,
  databaseOf,
  type Environment,
  hostTelemetry,
  loadSettings,
  misspeltSettings,
  READERS,
  type SettingName,
  settingsOrThrow,
  settingsTable,
} from '../../lib/settings/index.ts';

let folder = '';
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return `file:${join(folder, name)}`;
};
let good: Record<string, string> = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'emm-lens-settings-'));
  good = {
    DATABASE: 'sqlite:/var/lib/lens.db',
    AUDIT_KEY: file('audit', 'an-audit-key-of-the-test\n'),
    PHONE_KEY: file('phone', 'a-phone-key-of-the-tests\n'),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const problemOf = (environment: Environment, setting: string): string | undefined =>
  loadSettings({ ...good, ...environment }).problems.find((p) => p.setting === setting)?.problem;

describe('app settings', () => {
  it('have defaults for all but the database and the keys', () => {
    expect(settingsOrThrow(good)).toMatchObject({
      SOURCES_FILE: 'sources.json',
      COLLECTOR_SOURCES: undefined,
      POLL_SCHEDULE: '0 */15 * * * *',
      RETENTION_DAYS: 30,
      RETENTION_OVERRIDES: {},
      UNVERIFIED_DAYS: 30,
      LICENSE_URL: undefined,
      PURPOSES: ['service-desk', 'security-incident', 'subject-access', 'audit'],
      PERSON_TIMELINE: false,
    });
  });

  it('are read as lists, numbers and overrides', () => {
    const settings = settingsOrThrow({
      ...good,
      COLLECTOR_SOURCES: 'a, b-2',
      RETENTION_DAYS: ' 7 ',
      RETENTION_OVERRIDES: 'change=90, poll_run=14',
    });
    expect(settings).toMatchObject({
      COLLECTOR_SOURCES: ['a', 'b-2'],
      RETENTION_DAYS: 7,
      RETENTION_OVERRIDES: { change: 90, poll_run: 14 },
    });
  });

  it.each([
    ['change', 'at item 1: write <dataset>=<days>'],
    ['change=90, 14', 'at item 2: write <dataset>=<days>'],
    ['chnge=5', 'at item 1: chnge is no dataset; datasets with days are change, '],
    ['device=5', 'at item 1: device is kept for as long as its source has it; datasets'],
    ['change=0', 'the days of change must be a whole number between 1 and 3650'],
    ['change=5;poll_run=3', 'the days of change must be a whole number'],
    ['change=5,change=6', 'at item 2: change is named twice'],
  ])('say what is wrong with an override and where: %s', (text, problem) => {
    expect(problemOf({ RETENTION_OVERRIDES: text }, 'RETENTION_OVERRIDES')).toContain(problem);
  });

  it('name every mistake at once, each with an example', () => {
    const { settings, problems } = loadSettings({
      RETENTION_DAYS: 'soon',
      POLL_SCHEDULE: '* * *',
      LICENSE_URL: 'http://x',
    });
    expect(settings).toBeNull();
    expect(problems.map((p) => p.setting).sort()).toEqual([
      'AUDIT_KEY',
      'DATABASE',
      'LICENSE_URL',
      'PHONE_KEY',
      'POLL_SCHEDULE',
      'RETENTION_DAYS',
    ]);
    expect(problems.every((p) => p.example !== '' && p.problem !== '')).toBe(true);
    expect(() => settingsOrThrow({})).toThrow(ConfigError);
  });

  it('say that an empty one is missing', () => {
    expect(problemOf({ AUDIT_KEY: '  ' }, 'AUDIT_KEY')).toBe('is missing');
  });

  it.each([
    ['RETENTION_OVERRIDES', 'device=3'],
    ['RETENTION_OVERRIDES', 'chnage=3'],
    ['RETENTION_OVERRIDES', 'change=0'],
    ['RETENTION_OVERRIDES', 'change=99999'],
    ['RETENTION_DAYS', '0'],
    ['RETENTION_DAYS', '-3'],
    ['PURPOSES', ','],
    ['PURPOSES', 'Service Desk'],
    ['LICENSE_URL', 'https://name:word@example.org/'],
    ['POLL_SCHEDULE', '0 60 * * * *'],
    ['POLL_SCHEDULE', '0 */0 * * * *'],
    ['POLL_SCHEDULE', '0 0 0 * * 7-1'],
    ['POLL_SCHEDULE', '0 0 0 30 2 *'],
    ['DATABASE', 'sqlite:'],
    ['DATABASE', 'postgres://db'],
    ['AUDIT_KEY', 'env:NOBODY_SET_THIS_ONE'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector.example.org:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=hunter2'],
    ['OTEL_SERVICE_NAME', 'EMM Lens'],
    ['APPLICATION_INSIGHTS', 'InstrumentationKey=00000000-0000-0000-0000-000000000001'],
    ['NOTIFY_NAME', 'EMM Lens'],
    ['NOTIFY_WEBHOOK_URL', 'http://alerts.example.org'],
    ['NOTIFY_WEBHOOK_SECRETS', 'hunter2-hunter2-hunter2'],
    ['NOTIFY_MAIL_SERVER', 'mail.example.org:25'],
    ['NOTIFY_MAIL_SERVER', 'smtp://lens:hunter2@mail.example.org'],
    ['NOTIFY_MAIL_SERVER', 'smtp://mail.example.org/?ignoreTLS=true'],
    ['NOTIFY_MAIL_PASSWORD', 'hunter2'],
    ['NOTIFY_MAIL_FROM', 'Operations <ops@example.org>'],
    ['NOTIFY_MAIL_FROM', 'a@example.org, b@example.org'],
    ['NOTIFY_MAIL_TO', 'ops@example.org, ops'],
    ['NOTIFY_MAIL_TO', 'ops@example.org\r\nBcc: all@example.org'],
    ['NOTIFY_KINDS', 'source-stale,everything'],
    ['NOTIFY_KINDS', 'notification-failed'],
    ['NOTIFY_STALE_HOURS', '0'],
    ['NOTIFY_QUIET_HOURS', '22:00-06:00'],
    ['NOTIFY_QUIET_HOURS', '22:00-24:00 Europe/Berlin'],
    ['NOTIFY_QUIET_HOURS', '22:00-06:00 Europe/Atlantis'],
  ])('%s refuses %s', (setting, text) => {
    expect(problemOf({ [setting]: text }, setting)).toEqual(expect.any(String));
  });

  it.each(['0 30 4 * * *', '*/10 0,30 8-18 1 JAN-MAR Mon-Fri', '0 0 0 1-15/2 * 0'])(
    'POLL_SCHEDULE takes %s',
    (schedule) => {
      expect(problemOf({ POLL_SCHEDULE: schedule }, 'POLL_SCHEDULE')).toBeUndefined();
    },
  );
});

describe('settings of notifications', () => {
  it('are read as servers, lists and times', () => {
    const mail = { NOTIFY_MAIL_FROM: 'lens@example.org', NOTIFY_MAIL_TO: 'ops@example.org, night@example.org' };
    const read = (server: string) => settingsOrThrow({ ...good, ...mail, NOTIFY_MAIL_SERVER: server });
    expect(read('smtp://mail.example.org')).toMatchObject({
      NOTIFY_MAIL_SERVER: { host: 'mail.example.org', port: 587, tls: 'starttls' },
      NOTIFY_MAIL_TO: ['ops@example.org', 'night@example.org'],
    });
    expect(read('smtps://mail.example.org').NOTIFY_MAIL_SERVER).toMatchObject({ port: 465, tls: 'implicit' });
    expect(read('smtp://[2001:db8::1]:2525').NOTIFY_MAIL_SERVER).toMatchObject({ host: '2001:db8::1', port: 2525 });
    const quiet = settingsOrThrow({ ...good, NOTIFY_QUIET_HOURS: '22:00-06:00 Europe/Berlin' });
    expect(quiet.NOTIFY_QUIET_HOURS).toEqual({ from: '22:00', to: '06:00', zone: 'Europe/Berlin' });
  });

  it('that need others are told with them', () => {
    const { problems } = loadSettings({
      ...good,
      NOTIFY_WEBHOOK_URL: 'https://alerts.example.org/',
      NOTIFY_MAIL_SERVER: 'smtp://mail.example.org',
      NOTIFY_MAIL_USER: 'lens',
    });
    expect(problems.map(({ setting, problem }) => `${setting} ${problem}`)).toEqual([
      'NOTIFY_WEBHOOK_SECRETS is missing, and NOTIFY_WEBHOOK_URL needs it',
      'NOTIFY_MAIL_FROM is missing, and NOTIFY_MAIL_SERVER needs it',
      'NOTIFY_MAIL_TO is missing, and NOTIFY_MAIL_SERVER needs it',
      'NOTIFY_MAIL_PASSWORD is missing, and NOTIFY_MAIL_USER needs it',
    ]);
  });
});

describe('settings of telemetry', () => {
  const [KEY, TO] = [
    'InstrumentationKey=00000000-0000-0000-0000-000000000001',
    'IngestionEndpoint=https://in.example.org/',
  ];
  it.each([
    ['APPLICATION_INSIGHTS', `${KEY};${TO};LiveEndpoint=https://live.example.org/`, undefined],
    [
      'APPLICATION_INSIGHTS',
      `${KEY};IngestionEndpoint=http://in.example.org/`,
      'without an IngestionEndpoint that is an https address',
    ],
    ['APPLICATION_INSIGHTS', `InstrumentationKey=hunter2;${TO}`, 'without an InstrumentationKey'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=hunter2,x-tenant=a%20b', undefined],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'Bearer hunter2', 'no list of name=value'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=%zz', 'no list of name=value'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=x%0D%0Ax-tenant: b', 'no list of name=value'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=%E2%82%AC', 'no list of name=value'],
  ])('%s refers to what can be used, and never repeats it: %s', (setting, secret, problem) => {
    process.env.TEST_TELEMETRY = secret;
    const told = problemOf({ [setting]: 'env:TEST_TELEMETRY' }, setting);
    expect(told).toEqual(problem === undefined ? undefined : expect.stringContaining(problem));
    expect(String(told)).not.toContain('hunter2');
  });

  it('of the runtime itself are warned of: what it sends is not ours to choose', () => {
    const told = hostTelemetry({
      APPINSIGHTS_INSTRUMENTATIONKEY: ' ',
      'AzureFunctionsJobHost:telemetryMode': 'OpenTelemetry',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.org',
    });
    expect(told.map((line) => line.split(' is set')[0])).toEqual(['AzureFunctionsJobHost:telemetryMode']);
    expect(hostTelemetry({ APPLICATIONINSIGHTS_CONNECTION_STRING: 'a secret' })).toEqual([
      expect.stringMatching(/^APPLICATIONINSIGHTS_CONNECTION_STRING is set, and not used/),
    ]);
  });
});

describe('secrets', () => {
  const connection = 'Server=sql.example.org;Database=lens;User Id=lens;Password=hunter2-hunter2';

  it('are refused where a reference belongs, and never repeated', () => {
    const environment = {
      ...good,
      DATABASE: connection,
      AUDIT_KEY: 'hunter2-hunter2-hunter2',
      LICENSE_URL: 'https://u:hunter2@h/',
    };
    const { problems } = loadSettings(environment);
    expect(problems.map((p) => p.setting).sort()).toEqual(['AUDIT_KEY', 'DATABASE', 'LICENSE_URL']);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it.each(['Password', 'Client Secret', 'MSI Secret', 'Token'])('%s may not stand in DATABASE itself', (word) => {
    expect(problemOf({ DATABASE: `Server=sql.example.org;Database=lens;${word}=hunter2` }, 'DATABASE')).toContain(
      'holds a secret',
    );
  });

  it('are not printed with the settings', () => {
    const settings = settingsOrThrow({ ...good, DATABASE: file('database', connection) });
    expect(databaseOf(settings)).toBe(connection);
    expect(`${JSON.stringify(settings)} ${settings.DATABASE} ${settings.AUDIT_KEY}`).not.toMatch(
      /hunter2|an-audit-key/,
    );
  });

  it('that are too short are told at start', () => {
    expect(problemOf({ PHONE_KEY: file('short', 'fifteen-letters') }, 'PHONE_KEY')).toContain('16');
  });

  it('are not needed for a connection string without a password', () => {
    expect(
      problemOf(
        { DATABASE: 'Server=sql.example.org;Database=lens;Authentication=ActiveDirectoryIntegrated' },
        'DATABASE',
      ),
    ).toBeUndefined();
  });
});

describe('a name that no setting has', () => {
  it.each([
    ['RETENTON_DAYS', 'RETENTION_DAYS'],
    ['LICENCE_URL', 'LICENSE_URL'],
    ['retention_days', 'RETENTION_DAYS'],
    ['PhoneKey', 'PHONE_KEY'],
    ['COLECTOR_SOURCE', 'COLLECTOR_SOURCES'],
  ])('%s is told with the nearest one, and not its value', (name, nearest) => {
    expect(misspeltSettings({ [name]: 'hunter2' })).toEqual([
      `${name} is set, and ignored: it is no setting. ${nearest} is one.`,
    ]);
  });

  it('is none of ours where it only begins alike, or was read in another case', () => {
    const others = { DATABASE_URL: 'x', DATABASE_PORT: 'x', PATH: 'x', TZ: 'x', SOURCES: 'x', LICENSE: 'x' };
    expect(misspeltSettings({ ...good, ...others, Database: 'as Windows has it' })).toEqual([]);
  });

  it('is told with what is missing for it', () => {
    expect(() => settingsOrThrow({ ...good, DATABASE: undefined, DATABSE: 'sqlite:x' })).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^DATABASE is missing.*\nDATABSE is set, and ignored/) }),
    );
  });
});

describe('every setting', () => {
  const root = new URL('../../', import.meta.url);
  const sample: { Values: Record<string, string> } = JSON.parse(
    readFileSync(new URL('local.settings.sample.json', root), 'utf8'),
  );

  const names = settingsTable().map((s) => s.name);
  /** Empty text is what absence is, but where that would let more happen. */
  const mayBeEmpty = (name: string) => problemOf({ [name]: '' }, name) === problemOf({}, name);

  it.each(names.filter(mayBeEmpty))('%s stands in local.settings.sample.json', (name) => {
    expect(Object.keys(sample.Values)).toContain(name);
  });

  it('has an example that is accepted, keys and the database apart', () => {
    const examples = Object.fromEntries(
      settingsTable()
        .filter((s) => !s.example.startsWith('file:'))
        .map((s) => [s.name, s.example]),
    );
    const secret = good.AUDIT_KEY;
    const needed = { NOTIFY_WEBHOOK_SECRETS: secret, NOTIFY_MAIL_PASSWORD: secret };
    expect(loadSettings({ ...good, ...examples, ...needed }).problems).toEqual([]);
  });

  it('in the sample is known', () => {
    const known = settingsTable().map((s) => s.name);
    expect(Object.keys(sample.Values).filter((name) => !known.includes(name))).toEqual(['FUNCTIONS_WORKER_RUNTIME']);
  });
});

it('names in the README each setting that something is sent by, and no other', () => {
  process.env.TEST_SENT = `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://a.example/`;
  process.env.TEST_PLAIN = 'something-else-that-is-long-enough';
  const takes = (name: SettingName, ...texts: readonly string[]) =>
    texts.some((text) => READERS[name].safeParse(text).success);
  const names = Object.keys(DECLARATIONS).filter((name): name is SettingName => name in READERS);
  // The database and the sources are told by name.
  const sending = names.filter(
    (name) =>
      !name.startsWith('DATABASE') &&
      takes(name, 'https://a.example/', 'smtp://a.example', 'env:TEST_SENT') &&
      !takes(name, 'something else', 'env:TEST_PLAIN'),
  );
  const [told = ''] = /- It sends nothing anywhere but[\s\S]*?\n- /.exec(readFileSync('README.md', 'utf8')) ?? [];
  const said = [...told.matchAll(/`([A-Z_]+)(\.\.)?`/g)].map(
    ([, name = '', more]) => [name, more !== undefined] as const,
  );
  const isSaid = (name: string) => said.some(([one, more]) => (more ? name.startsWith(one) : name === one));
  expect(sending.filter((name) => !isSaid(name))).toEqual([]);
  expect(said.filter(([one, more]) => !sending.some((name) => (more ? name.startsWith(one) : name === one)))).toEqual(
    [],
  );
  expect(sending).toEqual(expect.arrayContaining(['LICENSE_URL', 'NOTIFY_MAIL_SERVER', 'APPLICATION_INSIGHTS']));
});
