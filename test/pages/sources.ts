// Sources as the API tells them, for the tests of the pages.
import type { HoldStatus, LastPoll, SourceStatus } from '../../lib/operations/source-schema.ts';

export const NOW = Date.parse('2026-11-30T08:00:00Z');
const BEFORE = '2026-11-30T07:58:00.000Z';

export const lastPoll = (of: Partial<LastPoll> = {}): LastPoll => ({
  startedAt: BEFORE,
  outcome: 'complete',
  errorCode: null,
  hint: null,
  errorServer: null,
  seconds: 12.5,
  rowsRead: 1_234,
  rowsWritten: 12,
  rowsRemoved: 0,
  rejected: [],
  datasets: {},
  requests: 27,
  throttled: 0,
  clockSkewMs: -500,
  ...of,
});

export const hold = (of: Partial<HoldStatus> = {}): HoldStatus => ({
  state: 'open',
  dataset: 'device',
  absent: 12,
  total: 40,
  sampleIds: ['7', '8', '9'],
  openedAt: '2026-11-29T08:00:00.000Z',
  confirmedAt: BEFORE,
  carriedOutAt: '2026-12-02T08:00:00.000Z',
  seen: '5ee2',
  hint: 'POST /api/sources/intune/deletions/approve removes them.',
  ...of,
});

/** One that is well. */
export const source = (of: Partial<SourceStatus> = {}): SourceStatus => ({
  name: 'intune',
  type: 'intune',
  state: 'ok',
  problems: [],
  product: 'Microsoft Intune',
  version: 'unknown',
  lastSuccessAt: BEFORE,
  nextPollAt: '2026-11-30T08:05:00.000Z',
  due: false,
  signIn: null,
  lastPoll: lastPoll(),
  runningPoll: null,
  files: null,
  push: null,
  datasets: { device: { rows: 40, absent: 0, lastCompletePassAt: BEFORE } },
  holds: [],
  tls: [],
  expiring: [],
  unnamed: 0,
  ...of,
});
