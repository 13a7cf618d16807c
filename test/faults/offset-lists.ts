// What management systems have in common whose lists are paged by offset: no answer holds a link, rows are counted, and
// absence must be seen twice. Users are read before devices, devices before their apps.
import { OK, type Outcome, type Written } from './fault.ts';
import { HINTS } from './hints.ts';
import { type HttpBinding, type HttpFault, withoutList } from './http-faults.ts';

/** What differs from the paging of Graph, by the name of the fault. */
export const OFFSET_OUTCOMES: Readonly<Record<string, Partial<Outcome>>> = {
  'JSON of another shape': { hint: HINTS.shape },
  // One pass proves no absence yet: a second one alike would be held.
  'an empty list': { state: 'ok' },
  'a page comes a second time in place of the next one': { hint: HINTS.repeated },
  'fewer rows than were counted': { hint: HINTS.incomplete },
};

/** No answer holds a link to another page. */
export const LINK_FAULTS: NonNullable<HttpBinding['without']> = [
  'the last page leads to itself',
  'the next page is on another server',
  'the next page is on the same server, without TLS',
];

/** Rows are counted: a connector has faults of its own for them. */
export const COUNT_FAULTS: NonNullable<HttpBinding['without']> = ['a row twice in a page', 'a row on two pages'];

/** What a server may do whose lists are counted. */
export const offsetFaults: readonly HttpFault[] = [
  {
    name: 'fewer rows a page than are asked for',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'capped-page', path: list }],
    outcome: () => OK,
    remedy: 'Nothing.',
  },
  {
    name: 'fewer rows a page than are asked for, and no total',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'untold-total', path: list }],
    outcome: () => OK,
    remedy: 'Nothing.',
  },
  {
    name: 'a total that is too small, and that a full page reaches',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'small-total', path: list }],
    outcome: withoutList('incomplete', HINTS.incomplete, 'a part'),
    remedy: 'Nothing, unless it stays: then tell the vendor.',
  },
];

/** The users were read whole; the list of devices, or all of it, was not. */
export const USERS_ONLY = { emm_user: 'everything', device: 'nothing', device_app: 'nothing' } as const;

export const failing = (code: string, hint: string, written: Outcome['written']): Outcome => ({
  state: 'failing',
  poll: 'partial',
  code,
  hint,
  written,
});

/** One dataset could not be read; all others were. */
export const without = (dataset: 'emm_user' | 'device_app', code: string, hint: string): Outcome =>
  failing(code, hint, { emm_user: 'everything', device: 'everything', device_app: 'everything', [dataset]: 'nothing' });

/** This version lacks a call: what it would give stays as it was. */
export const notSupported = (
  product: string,
  dataset: 'device' | 'device_app',
  written: Readonly<Record<string, Written>> = { emm_user: 'everything', device: 'everything', device_app: 'nothing' },
): Outcome => ({
  state: 'not-supported',
  poll: 'partial',
  code: 'not-supported',
  hint: `${product} does not know a call for ${dataset}: what is stored of it stays. Update the product, or switch off what it does not have.`,
  written,
});

/** It ended in the list of devices: the next poll ends the interrupted pass. */
export const inMidList = (code: string, hint: string): Outcome => ({
  ...failing(code, hint, { emm_user: 'everything', device: 'a part', device_app: 'nothing' }),
  polls: 2,
});
