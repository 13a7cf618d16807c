// Problem details for every error that the API answers (RFC 9457). A problem names parameters and what is allowed;
// it never repeats a value of the caller's, which may be somebody's name.
import { ConfigError, LensError, StoreError } from '../errors.ts';
import type { AccessRecord } from './endpoint.ts';

/** One mistake in a request: which parameter (query, header, path or body), and what is allowed there. */
export interface ParameterError {
  readonly parameter: string;
  readonly detail: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly ParameterError[];
  readonly left?: Left;
}

/** When and how a record left. */
export interface Left {
  readonly at: string;
  readonly how: (typeof LEAVING)[number];
  /** Of a person who is another entry now: its id. */
  readonly id?: string;
}
export const LEAVING = ['removed', 'merged'] as const;

/** What the API refuses a request with: the pages have words for each (pages/api/german.ts). */
export type RefusalCode =
  | 'busy'
  | 'content-encoding'
  | 'content-type'
  | 'gone'
  | 'hold-changed'
  | 'invalid-request'
  | 'key'
  | 'length-required'
  | 'metrics-off'
  | 'no-channel'
  | 'no-role'
  | 'not-configured'
  | 'not-found'
  | 'not-gzip'
  | 'not-polled-here'
  | 'not-ready'
  | 'nothing-held'
  | 'preparing'
  | 'purpose'
  | 'sender'
  | 'several-keys'
  | 'sign-in-refused'
  | 'timeline-off'
  | 'token'
  | 'too-large';

/** An error with an HTTP status of its own: what handlers throw to refuse a request. */
export class ApiError extends LensError {
  readonly status: number;
  readonly errors: readonly ParameterError[];
  /** Of the answer, beside those of every problem. */
  readonly headers: Readonly<Record<string, string>> = {};
  constructor(
    status: number,
    code: RefusalCode,
    title: string,
    detail: string,
    errors: readonly ParameterError[] = [],
  ) {
    super(title, { code, hint: detail });
    this.status = status;
    this.errors = errors;
  }
}

/** A record that left, and of which we still know: to say so is to tell of it, and is logged. */
export class Gone extends ApiError {
  readonly left: Left;
  readonly access: readonly AccessRecord[];
  constructor(what: string, detail: string, left: Left, access: readonly AccessRecord[]) {
    super(410, 'gone', `The ${what} has left.`, detail);
    this.left = left;
    this.access = access;
  }
}

/** Each mistake says what is allowed: ten thousand of them would be an answer a hundred times the request. */
const MISTAKES = 50;

/** A 400 that lists the mistakes at once. */
export function invalidRequest(errors: readonly ParameterError[]): ApiError {
  const further = errors.length - MISTAKES;
  return new ApiError(
    400,
    'invalid-request',
    'The request is not valid.',
    `Each entry of \`errors\` names one mistake${further > 0 ? `; there are ${further} more` : ''}.`,
    errors.slice(0, MISTAKES),
  );
}

export function notFound(what: string): ApiError {
  return new ApiError(404, 'not-found', `No such ${what}.`, `There is no ${what} with this id, or not any more.`);
}

export function conflict(code: RefusalCode, title: string, detail: string): ApiError {
  return new ApiError(409, code, title, detail);
}

const TRY_AGAIN_SECONDS = 5;

/** The problem that an error becomes. Unknown errors say nothing but that they happened. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError)
    return {
      type: problemType(error.code),
      title: error.message,
      status: error.status,
      detail: error.hint,
      ...(error.errors.length > 0 ? { errors: error.errors } : {}),
      ...(error instanceof Gone ? { left: error.left } : {}),
    };
  if (error instanceof LensError)
    return {
      type: problemType(error.code),
      title: error.message,
      // Both heal without a new request: the application is built anew by the next one.
      status: error instanceof StoreError || error instanceof ConfigError ? 503 : 500,
      detail: error.hint,
    };
  return {
    type: problemType('internal'),
    title: 'Internal error.',
    status: 500,
    detail: 'The log of the collector says more, under the id of this invocation.',
  };
}

/** With the invocation that it is of, which lines of the log have too. */
export function problemResponse(problem: Problem, invocation: string) {
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(problem.status === 503 ? { 'retry-after': String(TRY_AGAIN_SECONDS) } : {}),
    },
    body: JSON.stringify({ ...problem, instance: `urn:uuid:${invocation}` }),
  };
}

const problemType = (code: string): string => `urn:emm-lens:problem:${code}`;
