// Answers that are well formed and belong to another request: of caches, balancers, and gateways that do not look at ids.
import type { Company } from '../end-to-end/company.ts';
import type { Outcome } from './fault.ts';
import { HINTS } from './hints.ts';
import type { HttpBinding, HttpFault } from './http-faults.ts';

/** Requests of a connector whose answers say whom they are about. */
export interface AboutBinding {
  readonly path: RegExp;
  /** What stands in the addresses of two of them. */
  readonly pair: (company: Company) => readonly [string, string];
  /** What becomes of the poll where one of them is of another. */
  readonly outcome: Pick<Outcome, 'poll' | 'written' | 'polls'>;
}

const outcome = ({ about }: HttpBinding): Outcome => ({
  state: 'failing',
  code: 'other-answer',
  hint: HINTS.otherAnswer,
  ...about.outcome,
});

const REMEDY =
  'Exempt the address from what is between and keeps answers, or look at the gateway. No row is of another.';

export const answerFaults: readonly HttpFault[] = [
  {
    name: 'a cache gives two answers for one another',
    group: 'answers',
    rules: ({ about: { path, pair } }, company) => [{ fault: 'exchanged', path, pair: pair(company) }],
    outcome,
    remedy: REMEDY,
  },
  {
    name: 'every answer is that of the request before',
    group: 'answers',
    rules: ({ about: { path } }) => [{ fault: 'one-behind', path }],
    outcome,
    remedy: REMEDY,
  },
  {
    name: 'every answer about one record is that of the first',
    group: 'answers',
    rules: ({ about: { path } }) => [{ fault: 'first-for-all', path }],
    outcome,
    remedy: REMEDY,
  },
];
