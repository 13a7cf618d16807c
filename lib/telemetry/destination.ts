// A place that takes spans and metrics.
import { LensError } from '../errors.ts';
import type { Sample } from '../metrics/text.ts';
import { classify } from '../net/failure.ts';
import type { SpanRecord } from '../span.ts';

/** Of one batch, with all tries of it. */
export const SEND_MS = 10_000;

/** Who tells it. */
export interface Teller {
  readonly service: string;
  readonly version: string;
  /** Of this process. */
  readonly instance: string;
}

export interface Measured {
  readonly samples: readonly Sample[];
  readonly at: Date;
}

/** What it did not take is told by a code. None rejects; `signal` ends one, and its connection. */
export type Take<T> = (items: T, signal: AbortSignal) => Promise<string | null>;

export interface Destination {
  /** For warnings: no address. */
  readonly name: string;
  readonly spans: Take<readonly SpanRecord[]> | null;
  readonly metrics: Take<Measured> | null;
  close(): Promise<void>;
}

/** The error itself may quote what was sent. */
export function codeOf(error: unknown): string {
  if (error instanceof LensError) return error.code;
  const status: unknown = Reflect.get(Object(error), 'code');
  return typeof status === 'number' ? `http-${status}` : classify(error).failure;
}
