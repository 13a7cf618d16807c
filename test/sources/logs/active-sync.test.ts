// Requests of ActiveSync, as IIS logs them in both of its ways, and what of them counts at which hop.
import { describe, expect, it } from '@jest/globals';
import { type ActiveSyncRequest, countedAs, hasFailed } from '../../../lib/sources/logs/formats/active-sync.ts';
import { columnsOf } from '../../../lib/sources/logs/formats/columns.ts';
import { readEas } from '../../../lib/sources/logs/formats/eas.ts';
import { readBase64Query } from '../../../lib/sources/logs/formats/eas-base64.ts';
import { readServerLog } from '../../../lib/sources/logs/formats/eas-log.ts';
import type { LineState, ReadLine } from '../../../lib/sources/logs/formats/reading.ts';
import { UTC, zoneOf } from '../../../lib/sources/logs/zones.ts';
import { state } from './lines.ts';

const berlin = state({ zone: zoneOf('Europe/Berlin') ?? UTC });

/** What a line is in short: its event, or its kind and reason. */
function read<Event>(reader: ReadLine<Event>, line: string, before: LineState = berlin): Event | string {
  const reading = reader(line, before);
  return reading.is === 'event'
    ? reading.event
    : [reading.is, 'reason' in reading ? reading.reason : ''].join(' ').trim();
}

describe('ActiveSync', () => {
  const FIELDS =
    'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status time-taken';
  const eas = (
    query: string,
    over: { stem?: string; user?: string; http?: number; client?: string; agent?: string } = {},
  ) =>
    read(
      readEas,
      `2026-11-02 06:12:44 10.0.0.15 POST ${over.stem ?? '/Microsoft-Server-ActiveSync/default.eas'} ${query} 443 ${over.user ?? 'CORP\\anna'} ${over.client ?? '203.0.113.9'} ${over.agent ?? 'Apple'} ${over.http ?? 200} 15`,
      { ...berlin, columns: columnsOf(FIELDS) },
    );

  it('is UTC whatever the zone of the source', () =>
    expect(eas('Cmd=Ping')).toMatchObject({ at: Date.parse('2026-11-02T06:12:44Z'), command: 'Ping' }));

  it.each([
    ['a hop that hands it on has no activity', 'Cmd=Sync&Log=V141_PrxTo:cas2.example_', {}, { hop: 'frontend' }],
    [
      'the back end sees no client',
      'Cmd=Sync',
      { stem: '/microsoft-server-activesync/PROXY' },
      { hop: 'backend', client: null },
    ],
    ['an address has no zone', 'Cmd=Sync', { client: 'fe80::1%12' }, { client: 'fe80::1' }],
    ['a SID is who signed in', 'Cmd=Sync&User=CORP%5Cben', { user: 'S-1-5-21-1' }, { user: 'S-1-5-21-1' }],
    [
      'a name that a device sends is nobody',
      'Cmd=Sync&User=ben@corp.example',
      { user: '-', http: 403 },
      { user: null },
    ],
    ['a broken escape stays', 'Cmd=Sync&DeviceId=a%domain.example%4', {}, { device: 'a%domain.example%4' }],
    ['a blank in a name is a plus sign', 'Cmd=Sync', { user: 'CORP\\j+doe' }, { user: 'CORP\\j doe' }],
    ['but not in an address', 'Cmd=Sync', { user: 'j+x@corp.example' }, { user: 'j+x@corp.example' }],
    ['somebody is refused', 'Cmd=Sync', { http: 401 }, { failedSignIn: true, user: null }],
    ['the first leg refuses nobody', 'Cmd=Sync', { http: 401, user: '-' }, { failedSignIn: false }],
    ['a mail that was not sent', 'Cmd=SendMail&Log=SC1:120_', {}, { mailsSent: 0, easStatus: 120 }],
    ['nor by HTTP', 'Cmd=SendMail&Log=', { http: 507 }, { mailsSent: 0 }],
    ['an answer that was', 'cmd=SmartReply&DEVICEID=a&Log=SC1:1', {}, { mailsSent: 1, device: 'a' }],
    [
      'a log that the client sent is none',
      'Log=x&Cmd=SendMail&DeviceId=a&Log=PrxTo:x_&Log=V141_SC1:1_',
      {},
      { hop: 'direct', command: 'SendMail', device: 'a', easStatus: 1, mailsSent: 1 },
    ],
    [
      'nor at the front end, which appends none',
      'Cmd=SendMail&DeviceId=a&Log=SC1:1_&CorrelationID=<empty>;&cafeReqId=1;',
      {},
      { hop: 'frontend', command: 'SendMail', device: 'a', easStatus: null },
    ],
    [
      'nor where nothing stands before it',
      'Log=SC1:1_&Cmd=Sync&DeviceId=a&CorrelationID=<empty>;&cafeReqId=1;',
      {},
      { hop: 'frontend', command: 'Sync', device: 'a', easStatus: null },
    ],
    [
      'base64 with what Exchange appended',
      'jRIJBA9BcHBsRE42SzBURVNUMDEEYEjqTQZpUGhvbmU=&User=x&Log=V141_S1',
      {},
      { device: 'ApplDN6K0TEST01', command: 'Ping', easStatus: 1, protocol: '14.1' },
    ],
    [
      'an id of 16 bytes',
      `${Buffer.from([140, 0, 9, 4, 16, ...Array.from({ length: 16 }, (_, i) => i * 16), 0, 1, 80]).toString('base64')}`,
      {},
      { device: '00102030405060708090A0B0C0D0E0F0' },
    ],
  ])('%s', (_, query, over, expected) => expect(eas(query, over)).toMatchObject(expected));

  it.each([
    [
      'Exchange asks itself',
      'Cmd=Ping',
      { user: 'HealthMailboxb4dbf9b720d24d5486d5ae616abe6874@a.example' },
      'ignored health-probe',
    ],
    ['by a short name', 'Cmd=Ping', { user: 'CORP\\HealthMailboxb4dbf9b' }, 'ignored health-probe'],
    [
      'in the query',
      'User=HealthMailboxb4dbf9b720d24d5486d5ae616abe6874%40a.example',
      { user: '-' },
      'ignored health-probe',
    ],
    [
      'without a name',
      '&CorrelationID=<empty>;',
      { user: '-', agent: 'AMProbe/Local/ClientAccess' },
      'ignored health-probe',
    ],
    ['another application', '-', { stem: '/Microsoft-Server-ActiveSyncX' }, 'ignored not-activesync'],
  ])('%s', (_, query, over, expected) => expect(eas(query, over)).toBe(expected));

  it('takes the newer of two versions', () => {
    for (const log of ['V140_Ver1:161', 'Ver1:161_V140'])
      expect(readServerLog(log)).toMatchObject({ protocol: '16.1' });
  });

  it.each([4, 8, 12, 16, 20, 24, 28, 32])('tells that a base64 query was cut behind %d characters', (length) => {
    const query = 'jAAJBAp2MTQwRGV2aWNlAApTbWFydFBob25l';
    expect(readBase64Query(query.slice(0, length))).toBe(length < 8 ? 'not-base64' : 'truncated');
  });

  it('refuses logs with other columns', () => {
    const columns = columnsOf(
      'date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason',
    );
    expect(read(readEas, '2026-11-02 06:12:44 a 1 b 2 HTTP/1.1 POST /x 400 - Url', { ...berlin, columns })).toBe(
      'rejected fields',
    );
  });

  it('reads counts and results of a log in both spellings, and no further', () => {
    const tail = 'CmdHC-813709136_TmRcv:06:53:38.448_UserInfo_Budget:(D)Owner%3aSid%7eCORP%5canna_S7_As:BlockedX_';
    expect(readServerLog(`Fc2_Fid:5_Ty:Em_Filt4_Cli:1a_Svr:2a0c1fs_S3_V25_Rto2_Hb60_As:AllowedG_${tail}`)).toEqual(
      readServerLog(`SC1:3_Ver1:25_FldrC1:2_Hb:60_Rto:2_Fid:5_Ty:Em_Filter1:4_Cli:1a_Srv:2a0c1fs_As:AllowedG_${tail}`),
    );
    expect(readServerLog(`S3_As:AllowedG_Fid:9_Ty:Xx_${tail}`)).toEqual({
      protocol: null,
      easStatus: 3,
      error: null,
      access: 'AllowedG',
      heartbeat: null,
      timedOut: null,
      folders: [{ id: '9', class: null, filter: null, syncType: null, client: {}, server: {} }],
      isProxied: false,
    });
  });
});

function eventOf(query: string): ActiveSyncRequest {
  const columns = columnsOf('date time cs-method cs-uri-stem cs-uri-query sc-status');
  const line = `2026-11-02 06:12:44 POST /Microsoft-Server-ActiveSync/Proxy ${query} 200`;
  const event = read(readEas, line, { ...berlin, columns });
  if (typeof event === 'string') throw new Error(event);
  return event;
}

describe('what ActiveSync counts', () => {
  const request = {
    hop: 'backend',
    http: 200,
    failedSignIn: false,
    easStatus: 1,
    error: null,
    command: 'Sync',
  } as const;
  const counted = (over: object): unknown => countedAs(Object.assign({ ...eventOf('Cmd=Sync') }, request, over));
  const failed = (over: object): unknown => hasFailed(Object.assign({ ...eventOf('Cmd=Sync') }, request, over));

  it('is activity where it was done, refusals where the client was refused, and no hop twice', () => {
    expect([counted({}), counted({ hop: 'direct' }), counted({ hop: 'frontend' })]).toEqual([
      'activity',
      'activity',
      null,
    ]);
    for (const http of [403, 449, 451, 503]) expect(counted({ hop: 'frontend', http })).toBe('refusal');
    expect(counted({ hop: 'frontend', http: 401, failedSignIn: true })).toBe('refusal');
    for (const hop of ['frontend', 'direct']) expect(counted({ hop, http: 401 })).toBeNull();
    expect(counted({ hop: 'frontend', http: 500 })).toBeNull();
  });

  it('is failed by its own status, by the named error, by HTTP', () => {
    expect([failed({}), failed({ easStatus: null })]).toEqual([false, false]);
    expect([failed({ easStatus: 2, command: 'Ping' }), failed({ easStatus: 2 })]).toEqual([false, true]);
    expect([failed({ easStatus: 142 }), failed({ error: 'X' }), failed({ http: 507 })]).toEqual([true, true, true]);
  });
});
