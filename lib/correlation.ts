// What belongs together: lines of the log, problems and polls know of which request, run and trace they are, without being
// told it by every caller. A trace goes on from the caller's `traceparent` (https://www.w3.org/TR/trace-context/).
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

export interface Trace {
  readonly trace: string;
  /** What went before: of the caller, or the step that is under way; null where the trace begins. */
  readonly span: string | null;
}

export interface Correlation extends Trace {
  /** Id of the invocation. */
  readonly request?: string | undefined;
  readonly source?: string | undefined;
  readonly run?: string | undefined;
}

const current = new AsyncLocalStorage<Correlation>();

/** Of what is under way; undefined outside of requests and polls. */
export const correlation = (): Correlation | undefined => current.getStore();

/** Runs `work` with what is known more; its trace begins here where none goes on. */
export function within<T>(known: Partial<Correlation>, work: () => T): T {
  return current.run({ ...(current.getStore() ?? newTrace()), ...known }, work);
}

export const newTrace = (): Trace => ({ trace: hex(16), span: null });

/** Null where it is malformed, or there is none. */
export function traceOf(traceparent: unknown): Trace | null {
  if (typeof traceparent !== 'string' || traceparent.length > MOST_CHARACTERS) return null;
  const [, version, trace = '', span = '', more] = TRACEPARENT.exec(traceparent) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return null;
  return /[^0]/.test(trace) && /[^0]/.test(span) ? { trace, span } : null;
}

/** Names the trace, and a step in it that there is once. */
export const traceparentNow = (): string => `00-${(current.getStore() ?? newTrace()).trace}-${hex(8)}-01`;

const MOST_CHARACTERS = 512;
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;
/** At random; all zeros are no id, and one in 2^64. */
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
