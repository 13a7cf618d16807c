// What takes time and is told to whoever keeps traces: requests, polls, passes, what is sent and written. Nothing is recorded
// where nobody listens. What a span may say is closed: names and codes of ours, hosts, counts.
import { randomBytes } from 'node:crypto';
import { correlation, newTrace, within } from './correlation.ts';
import { describeError } from './errors.ts';

export type SpanName = 'request' | 'poll' | 'pass' | 'outbound' | 'write' | 'retention' | 'license-check';

/** Names of sources and datasets, templates of routes, codes and counts: never a path, a query or a value. */
export type SpanFacts = Partial<{
  readonly source: string;
  readonly run: string;
  readonly dataset: string;
  readonly outcome: string;
  /** Of what it failed with. */
  readonly code: string;
  readonly method: string;
  /** The template. */
  readonly route: string;
  readonly status: number;
  readonly host: string;
  readonly rows: number;
}>;

export interface SpanRecord {
  readonly name: SpanName;
  readonly trace: string;
  readonly id: string;
  /** Null where the trace began with it. */
  readonly parent: string | null;
  readonly startedAt: Date;
  readonly ms: number;
  readonly facts: SpanFacts;
}

export interface Recorder {
  take(span: SpanRecord): void;
  /** Sends what is left, within a bound. Never rejects. */
  close(): Promise<void>;
}

let recorder: Recorder | null = null;

/** Null for nobody. */
export function recordTo(next: Recorder | null): void {
  recorder = next;
}

/** No more spans; what waits is sent, within a bound. */
export async function endRecording(): Promise<void> {
  const ending = recorder;
  recorder = null;
  await ending?.close();
}

export interface OpenSpan {
  tell(more: SpanFacts): void;
  end(error?: unknown): void;
}

const NOBODY_LISTENS: OpenSpan = { tell: () => {}, end: () => {} };

/** Of what begins and ends at places far apart; what runs meanwhile is not within it. */
export function beginSpan(name: SpanName, facts: SpanFacts): OpenSpan {
  return recorder ? begun(recorder, name, facts) : NOBODY_LISTENS;
}

/** `work` runs within it, and may tell more. What it throws ends the span with its code. */
export async function span<T>(
  name: SpanName,
  facts: SpanFacts,
  work: (tell: OpenSpan['tell']) => Promise<T>,
): Promise<T> {
  if (!recorder) return work(NOBODY_LISTENS.tell);
  const open = begun(recorder, name, facts);
  try {
    const result = await within({ trace: open.trace, span: open.id }, () => work(open.tell));
    open.end();
    return result;
  } catch (error) {
    open.end(error);
    throw error;
  }
}

function begun(
  to: Recorder,
  name: SpanName,
  facts: SpanFacts,
): OpenSpan & { readonly trace: string; readonly id: string } {
  const { trace, span: parent } = correlation() ?? newTrace();
  const [id, startedAt, began] = [randomBytes(8).toString('hex'), new Date(), performance.now()];
  let told = facts;
  let ended = false;
  return {
    trace,
    id,
    tell: (more) => {
      told = { ...told, ...more };
    },
    end: (error) => {
      if (ended) return;
      ended = true;
      const failed = error === undefined || error === null ? {} : { code: describeError(error).code };
      const ms = performance.now() - began;
      to.take({ name, trace, id, parent, startedAt, ms, facts: { ...told, ...failed } });
    },
  };
}
