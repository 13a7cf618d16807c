// The usage reports of a tenant: where the token goes, what is asked for, what it proves, and what concealed names come to.
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { Unreadable } from '../../../lib/sources/map.ts';
import type { ExchangeOnline } from '../../../local/fleet/exchange-online/index.ts';
import { steadyNow } from '../../steady-clock.ts';
import { type Poll, type Rig, startRigOf } from '../polled.ts';

const DAY = 86_400_000;
const day = (ago: number): string => new Date(steadyNow() - ago * DAY).toISOString().slice(0, 10);

let rig: Rig<ExchangeOnline>;
beforeAll(async () => {
  rig = await startRigOf('exchange-online', { users: 60, waits: 'none', clock: steadyNow });
});
afterAll(() => rig?.close());
afterEach(async () => {
  rig.system.faults.clear();
  rig.system.downloadFaults.clear();
  await rig.system.downloadFaults.transport('normal');
  rig.system.reports.settings.concealed = false;
});

const rowsOf = ({ steps }: Poll): readonly SourceRow[] => steps.flatMap((step) => ('rows' in step ? step.rows : []));
const eventsOf = ({ steps }: Poll): readonly SourceRow[] =>
  steps.flatMap((step) => ('events' in step ? step.events : []));
const ends = ({ steps }: Poll): readonly PollStep[] => steps.filter((step) => 'complete' in step || 'unproven' in step);
const codeOf = ({ error }: Poll): unknown => Object(error).code;
const asked = (from: number): readonly string[] =>
  rig.system.requests.slice(from).flatMap(({ path }) => /\/reports\/(.+)$/.exec(path)?.[1] ?? []);

describe('reports', () => {
  it('are downloaded without the token, and no address of one is in a log', async () => {
    const poll = await rig.poll();
    expect(poll.error).toBeNull();
    expect(rig.system.downloads.length).toBeGreaterThan(3);
    expect(rig.system.downloads.filter(({ authorized }) => authorized)).toEqual([]);
    expect(JSON.stringify([poll.said, poll.warnings, poll.steps])).not.toContain('/data/download/');
  });

  it('tell each mailbox once, of the day that they are of, and that it was all', async () => {
    const poll = await rig.poll();
    const boxes = rig.system.reports.mailboxes();
    expect(rowsOf(poll).map((row) => row.external_id)).toEqual(
      boxes.map(({ person }) => person?.userPrincipalName.toLowerCase()),
    );
    expect(rowsOf(poll)[0]).toMatchObject({
      size_bytes: boxes[0]?.bytes,
      reported_at: new Date(`${day(2)}T00:00:00Z`),
      quota_state: expect.stringMatching(/^(BelowLimit|IssueWarning|ProhibitSend|MailboxDisabled)$/),
    });
    expect(rowsOf(poll).filter((row) => row.clients)).toEqual([]);
    expect(ends(poll)).toMatchObject([{ dataset: 'mailbox', complete: { rows: boxes.length } }]);
  });

  it('of programs are asked for in the profile extended alone', async () => {
    const before = rig.system.requests.length;
    const poll = await rig.poll({ settings: { profile: 'extended' } });
    expect(asked(before)[0]).toBe("getEmailAppUsageUserDetail(period='D7')");
    expect(rowsOf(poll).some(({ clients }) => Array.isArray(clients) && clients.includes('Outlook For Mobile'))).toBe(
      true,
    );
  });

  it('of days are read for five days at first, then from two days before the last one', async () => {
    const days = (ago: readonly number[]) => ago.map((n) => `getEmailActivityUserDetail(date=${day(n)})`);
    const before = rig.system.requests.length;
    const first = await rig.poll();
    expect(asked(before)).toEqual(["getMailboxUsageDetail(period='D7')", ...days([6, 5, 4, 3, 2])]);
    expect(first.checkpoint).toEqual({ through: day(2), reported: day(2) });
    const then = rig.system.requests.length;
    const second = await rig.poll({ checkpoint: { through: day(3) } });
    expect(asked(then)).toEqual(["getMailboxUsageDetail(period='D7')", ...days([5, 4, 3, 2])]);
    expect(second.checkpoint).toMatchObject({ through: day(2) });
  });

  it('of days tell whole counts, zeros only where the day was read before', async () => {
    const { steps } = await rig.poll();
    expect(steps.filter((step) => 'events' in step && step.whole !== true)).toEqual([]);
    const first = eventsOf({ steps } as Poll);
    expect(new Set(first.map((row) => row.activity))).toEqual(
      new Set(['send', 'receive', 'read', 'meeting', 'meeting-response']),
    );
    const isNothing = (row: SourceRow) => [row.requests, row.items_in, row.items_out].every((n) => !n);
    expect(first.some(isNothing)).toBe(false);
    expect(eventsOf(await rig.poll({ checkpoint: { through: day(2) } })).some(isNothing)).toBe(true);
  });

  it('are not asked of activity where the source leaves it out', async () => {
    const before = rig.system.requests.length;
    const poll = await rig.poll({ settings: { activity: false } });
    expect([asked(before).length, eventsOf(poll).length]).toEqual([1, 0]);
  });
});

describe('a report', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const of = (refreshed: string) => jest.spyOn(rig.system.reports, 'refreshed', 'get').mockReturnValue(refreshed);

  it.each([
    ['older-report', day(9)],
    ['no-report-date', ''],
    ['no-report-date', '01/12/2026'],
    ['no-report-date', '2099-01-01'],
  ])('of mailboxes is not read: %s %s', async (code, refreshed) => {
    of(refreshed);
    const poll = await rig.poll({ checkpoint: { reported: day(2) }, settings: { activity: false } });
    expect([codeOf(poll), rowsOf(poll), ends(poll)]).toEqual([code, [], []]);
  });

  it('is read although the last one, or the last day, is ahead of the clock', async () => {
    const poll = await rig.poll({ checkpoint: { reported: '2099-01-01', through: '2099-01-01' } });
    expect([poll.error, poll.checkpoint]).toEqual([null, { reported: day(2), through: day(2) }]);
    expect(eventsOf(poll).length).toBeGreaterThan(0);
  });

  it('with a row twice counts it once, and proves nothing gone', async () => {
    const events = eventsOf(await rig.poll());
    const { reports } = rig.system;
    const csvOf = reports.csvOf.bind(reports);
    jest.spyOn(reports, 'csvOf').mockImplementation((name, of) => {
      const [header, first, ...more] = csvOf(name, of)?.split('\r\n') ?? [];
      return [header, first, first, ...more].join('\r\n');
    });
    const poll = await rig.poll();
    expect(eventsOf(poll)).toEqual(events);
    expect(ends(poll)).toMatchObject([{ unproven: 'list-moved' }]);
  });
});

describe('concealed names', () => {
  it('are told, counted, and nobody’s: nothing is stored of them, and nothing is removed', async () => {
    rig.system.reports.settings.concealed = true;
    const poll = await rig.poll();
    expect(codeOf(poll)).toBe('names-concealed');
    const rows = rowsOf(poll);
    expect(rows).toHaveLength(rig.system.reports.mailboxes().length);
    for (const { external_id: id, ...rest } of rows)
      expect([id instanceof Unreadable && id.reason, rest]).toEqual(['name concealed', {}]);
    expect(ends(poll)).toMatchObject([{ unproven: 'names-concealed' }]);
    expect(eventsOf(poll)).toEqual([]);
    expect(rig.system.requests.filter(({ path }) => path.includes('/admin/'))).toEqual([]);
  });
});

describe('a fault', () => {
  const DOWNLOAD = /^\/data\/download\//;

  it.each([
    ['a page in place of the report', 'html', 'wrong-shape'],
    ['a download that is refused', 'forbidden', 'http-403'],
    ['an answer in place of the redirect', 'report', 'not-json'],
    ['a redirect to a page to sign in', 'redirect', 'wrong-shape'],
  ])('%s removes nothing, and the activity is read all the same', async (_, fault, code) => {
    if (fault === 'html') rig.system.downloadFaults.set({ fault: 'login-page', path: DOWNLOAD, count: 1 });
    else if (fault === 'forbidden') rig.system.downloadFaults.set({ fault: 'forbidden', path: DOWNLOAD, count: 1 });
    else if (fault === 'redirect') rig.system.faults.set({ fault: 'login-redirect', path: /getMailboxUsageDetail/ });
    else rig.system.faults.set({ fault: 'login-page', path: /getMailboxUsageDetail/ });
    const poll = await rig.poll();
    expect([codeOf(poll), ends(poll)]).toEqual([code, []]);
    expect(eventsOf(poll).length).toBeGreaterThan(0);
  });

  it('that asks to wait is waited for', async () => {
    rig.system.faults.set({ fault: 'throttled', path: /getMailboxUsageDetail/, count: 1 });
    const poll = await rig.poll();
    expect([poll.error, poll.usage.throttled]).toEqual([null, 1]);
  });

  it('of the secret is a refused sign-in', async () => {
    process.env.TEST_WRONG_SECRET = 'wrong';
    expect(codeOf(await rig.poll({ settings: { clientSecret: 'env:TEST_WRONG_SECRET' } }))).toBe('auth-7000215');
  });
});
