// A place that takes spans and metrics.
import { LensError } from '../errors.ts';
import type { Sample } from '../metrics/text.ts';
import { classify } from '../net/failure.ts';
import type { SpanRecord } from '../span.ts';

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

/** What it did not take is told by a code. None rejects. */
export interface Destination {
  /** For warnings: no address. */
  readonly name: string;
  readonly spans: ((spans: readonly SpanRecord[]) => Promise<string | null>) | null;
  readonly metrics: ((measured: Measured) => Promise<string | null>) | null;
  close(): Promise<void>;
}

/** The error itself may quote what was sent. */
export function codeOf(error: unknown): string {
  if (error instanceof LensError) return error.code;
  const status: unknown = Reflect.get(Object(error), 'code');
  return typeof status === 'number' ? `http-${status}` : classify(error).failure;
}
