// What a request failed of, as a reader has to tell it apart: the cause decides what to do next.
import type { Left } from '../../lib/http/problem.ts';
import { settings } from './german.ts';

export type Cause =
  /** Nothing answered: the collector, the network or a proxy is away. */
  | 'connection'
  /** 401: its body is empty, whatever the key. */
  | 'key'
  /** 403: the key, or the role, may not do this. */
  | 'right'
  /** 503: the collector runs, and its settings are wrong; `detail` says which. */
  | 'settings'
  /** 503 for another reason: the database, mostly. */
  | 'unavailable'
  /** 404 or 410. */
  | 'gone'
  /** 400, 409, 413: what was asked cannot be done; `detail` says why. */
  | 'refused'
  /** 500, without a word. */
  | 'failed'
  /** Something else answered: a proxy, a page to sign in at. */
  | 'foreign'
  /** It began, and broke off. */
  | 'cut'
  /** More than a page can hold. */
  | 'huge'
  /** Code of this page is not served any more: the collector was upgraded. */
  | 'renewed';

export interface Mistake {
  readonly parameter: string;
  readonly detail: string;
}

export class Problem extends Error {
  readonly reason: Cause;
  readonly status: number;
  /** The last part of the problem's type. */
  readonly code: string;
  readonly detail: string;
  readonly mistakes: readonly Mistake[];
  /** Of what is gone, where the API still knows of it. */
  readonly left: Left | null;
  /** Under which the log of the collector says more. */
  readonly invocation: string | null;
  constructor(reason: Cause, status: number, said: Partial<Said> = {}) {
    super(said.title ?? reason);
    this.reason = reason;
    this.status = status;
    this.code = said.type?.split(':').at(-1) ?? '';
    this.detail = said.detail ?? '';
    this.mistakes = said.errors ?? [];
    this.left = said.left ?? null;
    this.invocation = said.instance?.split(':').at(-1) ?? null;
  }
}

/** The body of a problem (RFC 9457). */
export interface Said {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly Mistake[];
  readonly left?: Left;
  readonly instance?: string;
}

/** The problem of an answer that is no success; `said` is null where it has no problem in it. */
export function problemOf(status: number, said: Said | null): Problem {
  if (status === 401) return new Problem('key', status);
  if (status === 403) return new Problem('right', status, said ?? {});
  if (said === null) return new Problem(status === 500 ? 'failed' : 'foreign', status);
  const code = said.type.split(':').at(-1) ?? '';
  if (status === 503) return new Problem(Object.hasOwn(settings, code) ? 'settings' : 'unavailable', status, said);
  if (status === 404 || status === 410) return new Problem('gone', status, said);
  return new Problem(status >= 500 ? 'failed' : 'refused', status, said);
}
