// Throttling: whatever Retry-After says, it is waited out within the poll's time, and no checkpoint is lost.
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import type { Company } from '../end-to-end/company.ts';
import { OK } from './fault.ts';
import { HINTS } from './hints.ts';
import { endedInList, type HttpBinding, type HttpFault } from './http-faults.ts';

/** The first request for the list after the last refusal is for a later page than the first. */
function fromTheSamePage({ list, system }: HttpBinding, company: Company): void {
  const sent = system(company).requests.filter(({ path }) => list.test(path));
  const next = sent.at(sent.findLastIndex(({ status }) => status === 429) + 1);
  if (!next || next.query === sent.at(0)?.query) throw new Error('the poll after the refusal began the list anew');
}

const waitedOut = (name: string, rule: Omit<FaultRule, 'path'>): HttpFault => ({
  name,
  group: 'throttling',
  rules: ({ list }) => [{ ...rule, path: list }],
  outcome: () => OK,
  remedy: 'Nothing: it was waited for.',
});

export const throttlingFaults: readonly HttpFault[] = [
  waitedOut('429, Retry-After in seconds', { fault: 'throttled', retryAfter: 1, count: 2 }),
  waitedOut('429, Retry-After as a date', { fault: 'throttled', retryAfter: 'date', count: 1 }),
  waitedOut('429, no Retry-After', { fault: 'throttled', retryAfter: 'none', count: 3 }),
  waitedOut('429, Retry-After that is neither', { fault: 'throttled', retryAfter: 'malformed', count: 2 }),
  waitedOut('503, Retry-After in seconds', { fault: 'unavailable', retryAfter: 1, after: 1, count: 2 }),
  {
    name: '429, Retry-After of a day, in the middle of the list',
    group: 'throttling',
    rules: ({ list }) => [{ fault: 'throttled', retryAfter: 'day', path: list, after: 1 }],
    outcome: endedInList('partial', 'time-budget', HINTS.samePage, 'a part'),
    remedy: 'Ask who else uses the API, or the vendor for more; poll less often. The poll has ended, it does not wait.',
    verifyAfter: fromTheSamePage,
  },
  {
    name: '503 for as long as the poll lasts',
    group: 'throttling',
    rules: ({ list }) => [{ fault: 'unavailable', retryAfter: 4, path: list }],
    outcome: endedInList('partial', 'time-budget', HINTS.samePage),
    remedy: 'Look at the server, or wait for the end of its maintenance.',
  },
];
