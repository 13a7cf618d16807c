// The faults of Exchange Online: those of every connector over HTTP where it asks for reports, and those of downloads.
import type { FaultName } from '../../local/fleet/http/faults.ts';
import { exchangeOnline } from './exchange-online-target.ts';
import type { Fault, FaultTable } from './fault.ts';
import { HINTS } from './hints.ts';
import { bodyFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { throttlingFaults } from './http-throttling.ts';
import { intuneBinding } from './intune-faults.ts';

const NOTHING = { mailbox: 'nothing' } as const;

const binding: HttpBinding = {
  system: ({ fleet }) => fleet.systems['exchange-online'],
  api: /^\/v1\.0\/reports\//,
  list: /\/getMailboxUsageDetail/,
  keys: intuneBinding.keys,
  dataset: 'mailbox',
  key: { wire: '', rejected: '' },
  property: { wire: '', rejected: '' },
  withoutList: NOTHING,
  beforeList: NOTHING,
  about: { path: /^$/, pair: () => ['', ''], outcome: { poll: 'failed', written: 'nothing' } },
  outcomes: {
    '404 for the list': { hint: HINTS.version(intuneBinding.keys) },
    '302 to a login page': { code: 'wrong-shape', hint: HINTS.shape },
    'JSON of another shape': { hint: HINTS.shape },
  },
  // The answer is a redirect, whatever its body; and a report is one request.
  without: [
    'an answer drips byte by byte',
    'the connection is reset in the middle of each body',
    'the connection is reset in the middle of one body',
    '401 for one request',
    '502 with the page of a proxy, in the middle of the list',
    '503, Retry-After in seconds',
    '429, Retry-After of a day, in the middle of the list',
    'JSON that ends in its middle',
    'JSON that ends in its middle, on the second page',
    'JSON that is told to be plain text',
    'some kilobytes that inflate to four million rows',
    'a row of a hundred thousand keys',
  ],
};

const download = (
  name: string,
  group: Fault['group'],
  fault: FaultName,
  [code, hint, remedy]: readonly [code: string, hint: string, remedy: string],
): Fault => ({
  name,
  group,
  strike: ({ fleet }) => fleet.systems['exchange-online'].downloadFaults.set({ fault, path: /^\/data\/download\// }),
  outcome: { state: 'failing', poll: 'failed', code, hint, written: NOTHING },
  remedy,
});
const REPORT = 'Nothing was removed; the next poll asks for the report again.';
const PROXY = 'See what answers where reports are downloaded: mostly a proxy or a portal.';

export const exchangeOnlineFaults: FaultTable = {
  hasNoLists: true,
  target: exchangeOnline,
  faults: [
    ...[connectionFaults, statusFaults, throttlingFaults, bodyFaults].flatMap((faults) => boundTo(binding, faults)),
    download('downloads are refused', 'status', 'forbidden', ['http-403', HINTS.permission, PROXY]),
    download('a download that is none', 'body', 'login-page', ['wrong-shape', HINTS.shape, PROXY]),
    download('a download without a byte', 'body', 'empty-body', ['broken-report', REPORT, PROXY]),
    download('a download that ends in its middle', 'connection', 'reset-mid-body', ['reset', HINTS.reset, PROXY]),
    download('a download that stops', 'connection', 'stall', ['timeout', HINTS.timeout, PROXY]),
    download('a download of corrupt gzip', 'body', 'corrupt-gzip', ['reset', HINTS.reset, PROXY]),
    download('a download that inflates to a gigabyte', 'body', 'gzip-bomb', ['too-large', REPORT, PROXY]),
    download('500 for downloads', 'status', 'server-error', ['http-500', HINTS.again, PROXY]),
  ],
};
