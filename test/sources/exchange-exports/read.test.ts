// What becomes of files: which one is read, what it proves, and what is no export.
import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { PollStep } from '../../../lib/sources/contract.ts';
import { Unreadable } from '../../../lib/sources/map.ts';
import type { Poll } from '../polled.ts';
import { DEVICE, Exports, lines, MAILBOX, rowsOf } from './exports.ts';

const NOW = new Date('2026-11-02T12:00:00Z');
const now = () => NOW;
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

const endsOf = ({ steps }: Poll): readonly unknown[] =>
  steps.flatMap((step: PollStep): unknown[] =>
    'complete' in step ? [[step.dataset, step.complete]] : 'unproven' in step ? [[step.dataset, step.unproven]] : [],
  );
const codeOf = ({ error }: Poll): unknown => Object(error).code;
const guidOf = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const other = { ...MAILBOX, MailboxGuid: 'aaaaaaaa-0000-4000-8000-000000000002' };

describe('an export', () => {
  const csv = (rows: string, end = ''): string =>
    `#TYPE Selected.Microsoft.Exchange\r\n"MailboxGuid","ItemCount","TotalItemSize"\r\n${rows}${end}`;
  const one = `"${MAILBOX.MailboxGuid}","5","1 KB (1,024 bytes)"\r\n`;
  it.each<[string, string | Buffer, unknown]>([
    ['line by line', lines([MAILBOX, other], ago(1)), { marker: 'end-mark', rows: 2 }],
    ['that was not written to its end', lines([MAILBOX, other], null), 'no-end-mark'],
    ['that lost a row', lines([MAILBOX], ago(1), 2), 'no-end-mark'],
    ['as a list', JSON.stringify([MAILBOX, { end: true, rows: 1 }]), { marker: 'end-mark', rows: 1 }],
    ['as a list without an end mark', JSON.stringify([MAILBOX]), 'no-end-mark'],
    ['of one record, on many lines', JSON.stringify(MAILBOX, null, 2), 'no-end-mark'],
    ['as a list with properties', JSON.stringify({ value: [MAILBOX], Count: 1 }), 'no-end-mark'],
    ['as a list behind its length', JSON.stringify({ Count: 1, value: [MAILBOX] }, null, 2), 'no-end-mark'],
    [
      'as a list of many lines, whose texts look like JSON',
      JSON.stringify([MAILBOX, { ...other, DisplayName: '"},{\\", [' }, { end: true, rows: 2 }], null, 4),
      { marker: 'end-mark', rows: 2 },
    ],
    ['as CSV', csv(one, '#END,1,2026-11-02T11:00:00Z\r\n'), { marker: 'end-mark', rows: 1 }],
    ['as CSV without an end mark', csv(one), 'no-end-mark'],
    ['with a mailbox twice, in the place of another', csv(one + one, '"#END","2",""\r\n'), 'no-end-mark'],
    ['that is compressed', gzipSync(lines([MAILBOX], ago(1))), { marker: 'end-mark', rows: 1 }],
    ['whose compressed file is cut', gzipSync(lines([MAILBOX], ago(1))).subarray(0, -12), 'no-end-mark'],
    ['that is old', lines([MAILBOX], ago(49)), 'outdated'],
    ['of another time, by its file', lines([MAILBOX], ago(-500)), { marker: 'end-mark', rows: 1 }],
  ])('%s', async (_, content, end) => {
    using exports = new Exports();
    exports.write('mailboxes', content, ago(1));
    const poll = await exports.poll({}, { now });
    expect(rowsOf(poll.steps)[0]).toMatchObject({ external_id: MAILBOX.MailboxGuid });
    expect([endsOf(poll), poll.error]).toEqual([[['mailbox', end]], null]);
  });

  it.each<[string, string, BufferEncoding, Buffer]>([
    ['UTF-8 with its mark', 'utf-8', 'utf8', Buffer.from([0xef, 0xbb, 0xbf])],
    ['UTF-16 with its mark', 'utf-8', 'utf16le', Buffer.from([0xff, 0xfe])],
    ['UTF-16 that is named', 'utf-16le', 'utf16le', Buffer.alloc(0)],
    ['what Windows calls ANSI', 'windows-1252', 'latin1', Buffer.alloc(0)],
  ])('is read in %s', async (_, encoding, of, mark) => {
    using exports = new Exports();
    const text = lines([{ ...MAILBOX, DisplayName: 'Jörg Weiß' }], ago(1));
    exports.write('mailboxes', Buffer.concat([mark, Buffer.from(text, of)]));
    const poll = await exports.poll({ encoding }, { now });
    expect(rowsOf(poll.steps)).toMatchObject([{ display_name: 'Jörg Weiß' }]);
    expect(endsOf(poll)).toEqual([['mailbox', { marker: 'end-mark', rows: 1 }]]);
  });

  it('with a line that is no record proves nothing, and the line is counted', async () => {
    using exports = new Exports();
    exports.write('mailboxes', lines([MAILBOX], ago(1), 2).replace('\n', '\n{"MailboxGuid":\n'));
    const { steps } = await exports.poll({}, { now });
    expect(rowsOf(steps).map((row) => row.external_id)).toEqual([MAILBOX.MailboxGuid, null]);
  });

  it.each(['N/A', '###', `${MAILBOX.MailboxGuid} ${MAILBOX.MailboxGuid}`])(
    'with %s for a GUID has a row that could not be read',
    async (MailboxGuid) => {
      using exports = new Exports();
      exports.write('mailboxes', lines([MAILBOX, { ...MAILBOX, MailboxGuid }], ago(1)));
      const { steps } = await exports.poll({}, { now });
      expect(rowsOf(steps)[1]?.external_id).toBeInstanceOf(Unreadable);
    },
  );

  it.each<[string, string, string]>([
    ['that ends in the middle', 'not-json', JSON.stringify([MAILBOX, other]).slice(0, -3)],
    ['with what is no JSON', 'not-json', `[${JSON.stringify(MAILBOX)},{"MailboxGuid":}]`],
    ['with a record of megabytes', 'too-large', JSON.stringify([MAILBOX, { ...other, More: 'x'.repeat(1_100_000) }])],
  ])('as one list %s proves nothing: %s', async (_, code, content) => {
    using exports = new Exports();
    exports.write('mailboxes', content);
    const poll = await exports.poll({}, { now });
    expect([codeOf(poll), endsOf(poll)]).toEqual([code, []]);
  });

  it('as one list of many records has no bound', async () => {
    using exports = new Exports();
    const [first = MAILBOX, ...many] = Array.from({ length: 3_000 }, (_, i) => ({
      ...MAILBOX,
      MailboxGuid: guidOf(i),
    }));
    exports.write('mailboxes', JSON.stringify([first, ...many, { end: true, rows: 3_000 }], null, 40));
    const poll = await exports.poll({}, { now });
    expect(endsOf(poll)).toEqual([['mailbox', { marker: 'end-mark', rows: 3_000 }]]);
  });

  it.each([
    ['mail-devices.jsonl', lines([], ago(1)), 'mail_device'],
    ['mailboxes.json', JSON.stringify([{ end: true, rows: 0, writtenAt: ago(1).toISOString() }]), 'mailbox'],
    ['Devices.csv', '"#END","0","2026-11-02T11:00:00Z"\r\n', 'mail_device'],
    ['devices.csv', '#END,0,2026-11-02T11:00:00Z\r\n', 'mail_device'],
  ])('of none, %s, is complete: there is none any more', async (name, content, dataset) => {
    using exports = new Exports();
    exports.write(name, content);
    const poll = await exports.poll({}, { now });
    expect([endsOf(poll), poll.error]).toEqual([[[dataset, { marker: 'end-mark', rows: 0 }]], null]);
  });

  it('tells the state against quotas where the mail server does not', async () => {
    using exports = new Exports();
    const quotas = { IssueWarningQuota: '6 GB (6,442,450,944 bytes)', ProhibitSendQuota: 'Unlimited' };
    exports.write('mailboxes', lines([{ ...MAILBOX, ...quotas, StorageLimitStatus: '' }]));
    const [row] = rowsOf((await exports.poll({}, {})).steps);
    expect(row).toMatchObject({ quota_state: 'IssueWarning', send_quota_bytes: null });
  });

  it('of devices tells partnerships, and never a secret, a number or who asked for a wipe', async () => {
    using exports = new Exports();
    const secrets = { RecoveryPassword: 'PLANTED', DevicePhoneNumber: 'PLANTED', LastDeviceWipeRequestor: 'PLANTED' };
    const { Guid: _, ...byHand } = { ...DEVICE, ...secrets };
    exports.write('devices', lines([{ ...DEVICE, ...secrets }, byHand]));
    const { steps } = await exports.poll({ profile: 'sensitive' }, {});
    expect(rowsOf(steps)).toMatchObject([
      {
        external_id: DEVICE.Guid,
        mailbox_id: MAILBOX.MailboxGuid,
        eas_device_id: 'APPLDNPX0TEST',
        access_state: 'Allowed',
        last_sync_at: new Date('2026-11-02T06:12:44Z'),
      },
      { external_id: expect.stringMatching(/^[0-9a-f]{32}$/), device_type: 'iPhone' },
    ]);
    expect(JSON.stringify(steps)).not.toContain('PLANTED');
  });
});

it('of a partnership without an id has one that nobody without the key can make', async () => {
  using exports = new Exports();
  const { Guid: _, ...byHand } = DEVICE;
  exports.write('devices', lines([byHand]));
  const [row] = rowsOf((await exports.poll()).steps);
  const known = `${DEVICE.MailboxGuid}\u001f${DEVICE.DeviceID}`.toLowerCase();
  const hashed = [known, `partnership\u001f${known}`].map((text) => hash('sha256', text).slice(0, 32));
  expect(row?.external_id).toMatch(/^[0-9a-f]{32}$/);
  expect(hashed).not.toContain(row?.external_id);
});

describe('of several files', () => {
  it('the newest of each kind is read, by its end mark and not by its file', async () => {
    using exports = new Exports();
    exports.write('a.json', lines([MAILBOX], ago(1)), ago(3));
    exports.write('b.json', lines([other], ago(2)), ago(0));
    exports.write('devices.json', lines([DEVICE], ago(5)), ago(5));
    exports.write('README.txt', 'Nothing of ours.\n');
    const poll = await exports.poll({}, { now });
    expect(rowsOf(poll.steps).map((row) => row.external_id)).toEqual([MAILBOX.MailboxGuid, DEVICE.Guid]);
    expect(poll.error).toBeNull();
  });

  it('what is being written, under a hidden name, is none', async () => {
    using exports = new Exports();
    exports.write('mailboxes.json', lines([MAILBOX], ago(2)), ago(2));
    exports.write('.mailboxes.json.partial', lines([other], null), ago(0));
    const { steps } = await exports.poll({}, { now });
    expect(rowsOf(steps).map((row) => row.external_id)).toEqual([MAILBOX.MailboxGuid]);
  });

  it('an older one than the last is no newer state', async () => {
    using exports = new Exports();
    exports.write('mailboxes.json', lines([MAILBOX], ago(1)));
    const { checkpoint } = await exports.poll({}, { now });
    exports.write('mailboxes.json', lines([other], ago(2)));
    const poll = await exports.poll({}, { now, checkpoint });
    expect([poll.steps, codeOf(poll)]).toEqual([[], 'older-export']);
    exports.write('mailboxes.json', lines([other], ago(0)));
    expect(rowsOf((await exports.poll({}, { now, checkpoint })).steps)).toHaveLength(1);
  });

  it('one whose end mark or file is ahead of the clock hides no other, and is told', async () => {
    for (const written of [ago(3), ago(-200)]) {
      using exports = new Exports();
      exports.write('a.json', lines([MAILBOX], ago(-200)), written);
      exports.write('b.json', lines([other], ago(2)), ago(2));
      const poll = await exports.poll({}, { now });
      expect(rowsOf(poll.steps).map((row) => row.external_id)).toEqual([other.MailboxGuid]);
      expect(poll.warnings).toHaveLength(1);
    }
  });

  it('one is read although the last was read by a clock that was ahead', async () => {
    using exports = new Exports();
    exports.write('mailboxes.json', lines([MAILBOX], ago(1)));
    const checkpoint = { read: { mailboxStatistics: ago(-48).toISOString() } };
    expect((await exports.poll({}, { now, checkpoint })).error).toBeNull();
  });

  it('one that is gone is told, and the other is read', async () => {
    using exports = new Exports();
    exports.write('mailboxes.json', lines([MAILBOX], ago(1)));
    const checkpoint = { read: { mobileDeviceStatistics: ago(1).toISOString() } };
    const poll = await exports.poll({}, { now, checkpoint });
    expect([rowsOf(poll.steps).length, codeOf(poll)]).toEqual([1, 'files-missing']);
  });

  it.each([
    ['files-missing', null],
    ['unknown-format', 'Nothing of ours.\n'],
    ['unknown-format', '{"Name":"a table of something else"}\n'],
    ['unknown-format', ''],
  ])('none is told: %s', async (code, content) => {
    using exports = new Exports();
    if (content !== null) exports.write('mailboxes.json', content);
    expect(codeOf(await exports.poll())).toBe(code);
  });
});
