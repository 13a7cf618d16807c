// The faults of Entra's sign-ins: those of every connector over HTTP but of lists that are proven to be whole. What was
// read of a window commits at its end.
import { entraSignIns } from './entra-sign-ins-target.ts';
import { type Fault, type FaultTable, OK, type Outcome } from './fault.ts';
import { HINTS } from './hints.ts';
import { bodyFaults, rowFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { pagingFaults } from './http-paging.ts';
import { throttlingFaults } from './http-throttling.ts';
import { intuneBinding } from './intune-faults.ts';

const NOTHING = { app_access: 'nothing' } as const;

const FOREIGN = 'The link was not followed, so the token did not leave. Check `graphUrl` and `proxy`.';
const LOOKED_BACK: Partial<Outcome> = { ...OK, written: 'a part', byPlace: true };

const binding: HttpBinding = {
  system: ({ fleet }) => fleet.systems['entra-sign-ins'],
  api: /^\/(v1\.0|beta)\//,
  list: /\/auditLogs\/signIns$/,
  keys: intuneBinding.keys,
  dataset: 'app_access',
  key: { wire: 'id', rejected: 'app_access.occurredAt: missing' },
  property: { wire: 'clientAppUsed', rejected: 'app_access.client: not text' },
  withoutList: NOTHING,
  beforeList: NOTHING,
  about: { path: /^$/, pair: () => ['', ''], outcome: { poll: 'failed', written: 'nothing' } },
  outcomes: {
    '404 for the list': { hint: 'Check `cloud` and `graphUrl`, and the licence of the tenant.' },
    'JSON of another shape': { hint: HINTS.shape },
    'the last page leads to itself': { hint: HINTS.repeated },
    'pages without end': { hint: HINTS.repeated },
    'the next page is on another server': { hint: FOREIGN },
    'the next page is on the same server, without TLS': { hint: FOREIGN },
    // No list is proven to be whole: what one leaves out is told by the next look back.
    'rows that are no objects, or have no key': LOOKED_BACK,
    'a property of another type': { rejected: [] },
    'a row twice in a page': LOOKED_BACK,
    'a row on two pages': LOOKED_BACK,
    'a page comes a second time in place of the next one': { ...LOOKED_BACK, code: null, hint: null },
    'a page begins half a page early, so that some rows come twice and others not at all': LOOKED_BACK,
    'an empty list': { ...OK, written: NOTHING },
  },
  // Nothing of it is gone, nothing is counted, and a poll begins its window anew.
  without: [
    'a property that no row has any more',
    'rows that nobody had before, without an end',
    'fewer rows than were counted',
    '429, Retry-After of a day, in the middle of the list',
  ],
};

/** A poll that reads one list ends where it cannot be read, and none of a window is written that was not read to its end. */
function atOnce(fault: Fault): Fault {
  const { outcome } = fault;
  if (outcome.code === null || outcome.code === 'time-budget') return fault;
  const { polls: _, ...more } = outcome;
  return { ...fault, outcome: { ...more, poll: 'failed', written: NOTHING } };
}

export const entraSignInsFaults: FaultTable = {
  hasNoLists: true,
  target: entraSignIns,
  faults: [connectionFaults, statusFaults, throttlingFaults, bodyFaults, rowFaults, pagingFaults].flatMap((faults) =>
    boundTo(binding, faults).map(atOnce),
  ),
};
