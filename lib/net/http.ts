// The one outbound HTTP client, as connectors and the licence check see it. The implementation is `client.ts`.
import type { Readable } from 'node:stream';

/** What of the sources file, or which settings, a request is made of, as an operator is told to check it. */
export interface RequestKeys {
  readonly address: string;
  readonly account: string;
  /** Of requests that are no poll's, which have no proxy: the setting of a private CA. */
  readonly caFile?: string;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is when a Buffer. */
  readonly body?: unknown;
  /** Answers with these statuses come back instead of raising SourceError; 2xx always do. */
  readonly accept?: readonly number[];
  /** A POST that only reads, so that it may be sent again although its answer was lost; a GET always may. */
  readonly idempotent?: boolean;
  /** Named where the answer says that one of them is wrong. */
  readonly keys?: RequestKeys;
}

export interface HttpResponse<T> {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: T;
}

export interface HttpUsage {
  requests: number;
  throttled: number;
  /** The server's `Date` against ours, of the last answer; null before one. */
  clockSkewMs: number | null;
}

/**
 * Obeys Retry-After (seconds or HTTP date; capped, with jitter), backs off without it, follows no redirect, checks
 * content type, bounds body size and idle time, and stops with the signal. Throws SourceError, codes: `http-<status>`,
 * `tls`, `not-https`, `refused`, `unresolved`, `timeout`, `reset`, `not-http`, `not-json`, `too-large`, `long-head`,
 * `time-budget`, `stopped`;
 * never with a URL or a body in it.
 */
export interface HttpClient {
  json(request: HttpRequest): Promise<HttpResponse<unknown>>;
  /** The body as a stream, of any content type; bounded by `maxBytes` after decoding. */
  stream(request: HttpRequest & { readonly maxBytes: number }): Promise<HttpResponse<Readable>>;
  readonly usage: HttpUsage;
}
