// A place that takes spans and metrics.
import type { Agent } from 'node:https';
import { LensError } from '../errors.ts';
import type { Sample } from '../metrics/text.ts';
import { classify } from '../net/failure.ts';
import { createAgent } from '../net/tls.ts';
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

/** One for each signal: neither waits for the other. Throws ConfigError for a CA file that cannot be read. */
export function agentsWith(caFile: string | undefined): { readonly spans: Agent; readonly metrics: Agent } {
  const settings = { caFile, caFileKey: '`OTEL_EXPORTER_OTLP_CERTIFICATE`', connectMs: CONNECT_MS };
  return { spans: createAgent(settings), metrics: createAgent(settings) };
}

const CONNECT_MS = 5_000;

/** The error itself may quote what was sent. */
export function codeOf(error: unknown): string {
  if (error instanceof LensError) return error.code;
  const status: unknown = Reflect.get(Object(error), 'code');
  return typeof status === 'number' ? `http-${status}` : classify(error).failure;
}
