// What lines of Exchange come to: counts and single requests, of one hop each.
import { describe, expect, it } from '@jest/globals';
import { catalog } from '../../../lib/catalog/index.ts';
import type { SourceRow } from '../../../lib/sources/contract.ts';
import { exchangeActiveSyncConfig } from '../../../lib/sources/exchange-activesync/config.ts';
import { gathering } from '../../../lib/sources/exchange-activesync/gather.ts';
import { formatFor } from '../../../lib/sources/exchange-activesync/index.ts';
import { textOf } from '../logs/lines.ts';
import { sourceOf } from '../source-of.ts';

const NEEDED = { purpose: 'Shows who reads mail where.', paths: ['/logs'] };
const FIELDS =
  '#Fields: date time cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(User-Agent) sc-status time-taken';
const STEM = '/Microsoft-Server-ActiveSync';

interface Line {
  readonly at?: string;
  readonly stem?: string;
  readonly user?: string;
  readonly device?: string;
  readonly command?: string;
  /** Behind `&Log=`; null for the front end, which has none. */
  readonly log?: string | null;
  readonly http?: number;
}

function lineOf({ at = '06:12:44', user = 'CORP\\anna', device = 'ABC', command = 'Sync', ...more }: Line): string {
  const { log = 'SC1:1', http = 200, stem = `${STEM}${log === null ? '' : '/Proxy'}/default.eas` } = more;
  const query = `User=anna&DeviceId=${device}&DeviceType=iPhone&Cmd=${command}${log === null ? '' : `&Log=${log}`}`;
  return `2026-11-02 ${at} POST ${stem} ${query} ${user} 10.0.0.15 Apple-iPhone/1 ${http} 171`;
}

interface Told {
  readonly counts: readonly SourceRow[];
  readonly requests: readonly SourceRow[];
  readonly ignored: Record<string, number>;
}

async function told(lines: readonly string[], settings: Record<string, unknown> = {}): Promise<Told> {
  const config = exchangeActiveSyncConfig.parse({ name: 'ex', type: 'exchange-activesync', ...NEEDED, ...settings });
  const { hours, requests } = config;
  const gather = gathering({ hours, requests });
  const reader = formatFor(config).begin({ fields: null, writtenAt: Date.parse('2026-11-03T00:00:00Z') });
  const ignored: Record<string, number> = {};
  for (const [i, line] of lines.entries()) {
    const reading = reader.read(line);
    if (reading.is === 'event') gather.add(reading.event, () => `f:${i}`, 'file');
    else if (reading.is === 'ignored') ignored[reading.reason] = (ignored[reading.reason] ?? 0) + 1;
  }
  const of = (dataset: string) => gather.rows().flatMap((rows) => (rows.dataset === dataset ? rows.events : []));
  return { counts: of('pim_activity'), requests: of('pim_request'), ignored };
}
const ofLines = (settings: Record<string, unknown>, ...lines: readonly Line[]) =>
  told([FIELDS, ...lines.map(lineOf)], settings);

const folders = (...types: readonly string[]) =>
  types.map((type, i) => `_Fid:${i}_Ty:${type}_Cli:1a0c0d0f0e_Srv:${i + 2}a1c0d0s0e0r0A`).join('');

describe('a request', () => {
  it('counts once for each class that it touched, with the items of its folders', async () => {
    const { counts } = await ofLines({}, { log: `SC1:1${folders('Em', 'Ca', 'Em')}` });
    const mail = { activity: 'sync', class: 'mail', requests: 1, items_in: 2, items_out: 8, errors: 0 };
    expect(counts).toMatchObject([mail, { class: 'calendar', requests: 1, items_in: 1, items_out: 4 }]);
  });

  it('of the device itself counts in its hour with the first and last time, of a person in the day without', async () => {
    const lines = [
      { at: '06:50:00', log: `SC1:1${folders('Em')}` },
      { at: '06:10:00', log: `SC1:8${folders('Em')}` },
      { at: '07:00:00', log: `SC1:1${folders('Em')}` },
      { at: '08:00:00', command: 'SendMail' },
      { at: '09:00:00', command: 'SmartReply' },
    ];
    const at = (time: string) => new Date(`2026-11-02T${time}Z`);
    const { counts } = await ofLines({}, ...lines);
    expect(counts.map((row) => [row.activity, row.occurred_at, row.first_at, row.last_at, row.requests])).toEqual([
      ['sync', at('06:00:00'), at('06:10:00'), at('06:50:00'), 2],
      ['sync', at('07:00:00'), at('07:00:00'), at('07:00:00'), 1],
      ['send', at('00:00:00'), undefined, undefined, 2],
    ]);
    expect(counts[0]).toMatchObject({ errors: 1, last_status: 'eas 1' });
    expect(counts[2]).toMatchObject({ class: 'mail', items_in: 2 });
    const byHours = await ofLines({ hours: true }, ...lines);
    expect(byHours.counts.slice(2).map((row) => [row.occurred_at, row.first_at])).toEqual([
      [at('08:00:00'), at('08:00:00')],
      [at('09:00:00'), at('09:00:00')],
    ]);
  });

  it.each([
    [{ log: 'SC1:142_Error:DeviceNotProvisioned' }, 'eas 142', 1],
    [{ log: 'S143' }, 'eas 143', 1],
    [{ log: 'Error:WrongObjectType' }, 'error WrongObjectType', 1],
    [{ log: 'V141', http: 500 }, 'http 500', 1],
    [{ log: 'SC1:1', http: 500 }, 'http 500', 1],
    [{ log: 'SC1:2', command: 'Ping' }, 'eas 2', 0],
    [{ log: 'SC1:3', command: 'MoveItems' }, 'eas 3', 0],
    [{ log: 'SC1:1' }, 'eas 1', 0],
  ])('%j ends as %s', async (line, last_status, errors) => {
    expect((await ofLines({}, line)).counts).toMatchObject([{ last_status, errors }]);
  });

  it('counts at one hop alone: what is refused at the front end, all else at the back end', async () => {
    const both = (line: Line): Line[] => [{ ...line, log: null }, line];
    const lines = [
      ...both({}),
      ...both({ http: 403, log: 'As:BlockedP', device: 'BLOCKED' }),
      { log: null, http: 401, device: 'WRONG' },
      { log: null, http: 401, user: '-', device: 'FIRST' },
    ];
    const shown = ({ counts }: Told) => counts.map((row) => [row.eas_device_id, row.requests, row.last_status]);
    const all = await ofLines({}, ...lines);
    expect(shown(all)).toEqual([
      ['ABC', 1, 'eas 1'],
      ['BLOCKED', 1, 'http 403'],
      ['WRONG', 1, 'http 401'],
    ]);
    expect(all.ignored).toMatchObject({ 'other-hop': 2 });
    const alone = lines.filter(({ log }) => log !== null);
    expect(shown(await ofLines({ frontEnd: false }, ...alone))).toEqual([
      ['ABC', 1, 'eas 1'],
      ['BLOCKED', 1, 'http 403'],
    ]);
    expect(shown(await ofLines({}, ...alone))).toEqual([['ABC', 1, 'eas 1']]);
  });

  it('of Exchange itself is set aside', async () => {
    const probe = { user: `HealthMailbox${'0'.repeat(32)}@contoso.example` };
    expect(await ofLines({}, probe)).toMatchObject({ counts: [], ignored: { 'health-probe': 1 } });
  });

  it.each([
    ['CORP\\anna', { domain_account: 'CORP\\anna' }],
    ['anna@contoso.example', { user_principal_name: 'anna@contoso.example', mail: 'anna@contoso.example' }],
    ['anna', { domain_account: 'anna' }],
  ])('names %s', async (user, names) => {
    const { counts } = await ofLines({}, { user });
    const { domain_account, user_principal_name, mail } = counts[0] ?? {};
    expect(JSON.parse(JSON.stringify({ domain_account, user_principal_name, mail }))).toEqual(names);
  });

  it('is told singly where that is switched on, with the name of its line, and never else', async () => {
    const line = { log: `SC1:1${folders('Em', 'Ca')}` };
    const single = { log_line: 'f:1', activity: 'sync', classes: 'mail,calendar', items_in: 2, items_out: 7 };
    expect((await ofLines({ requests: true }, line)).requests).toMatchObject([
      { ...single, occurred_at: new Date('2026-11-02T06:12:44Z'), failed: false, status: 'eas 1', duration_ms: 171 },
    ]);
    expect((await ofLines({}, line)).requests).toEqual([]);
  });
});

it('the lines of the samples count as what they are, and nothing of them but the fields of the catalogue is told', async () => {
  const { counts, ignored } = await told(textOf('samples/eas-iis/input.log').split('\n'));
  expect(counts.reduce((sum, row) => sum + Number(row.requests), 0)).toBeGreaterThan(6);
  expect(ignored['health-probe']).toBe(1);
  const known = new Set([...Object.keys(catalog.pim_activity.fields), ...catalog.pim_activity.key, 'occurred_at']);
  expect(counts.flatMap((row) => Object.keys(row)).filter((name) => !known.has(name))).toEqual([]);
  expect(JSON.stringify(counts)).not.toMatch(/203\.0\.113|Apple-iPhone|SmtpAdrs/);
});

it('nothing is read without a purpose', () => {
  expect(() => sourceOf('exchange-activesync', { paths: ['/logs'] })).toThrow('purpose');
});
