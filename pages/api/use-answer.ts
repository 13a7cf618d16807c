// An answer of the API in a component: what was answered last stays while it is asked again, and when that fails.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Asking, ask } from './client.ts';
import { now } from './clock.ts';
import { Problem } from './problem.ts';

const NOTHING: HowAsked = {};
/** From then on it is said that there is no answer. */
const LONG_MS = 15_000;
/** A question that hangs is asked anew after that, and then after twice as long each time: a slow answer gets through. */
const PATIENCE_MS = 60_000;

export interface Answered<T> {
  readonly data: T | null;
  /** What the last try failed of; `data` is older then. */
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  /** When it was asked what has not been answered for long. */
  readonly unansweredSince: string | null;
  /** When `data` was answered. */
  readonly asOf: string | null;
  readonly reload: () => Promise<void>;
}

/** With the questions that were answered, and that failed, last. */
type State<T> = Omit<Answered<T>, 'reload'> & { readonly asked: string | null; readonly failed: string | null };

/** What was answered before, and when. */
export interface Before<T> {
  readonly data: T;
  readonly asOf: string;
}

/** What may be said with the path, of the same meaning each time it is drawn. */
export type HowAsked = Pick<Asking, 'method' | 'body' | 'purpose' | 'wantsTotal' | 'mayBeNull'>;

/**
 * Asks `path` now, whenever it, `of` or what is said with it changes, and each `everySeconds` while the page can be seen. A null
 * path asks nothing; where there is an answer of `before` it is shown, and not asked for at first.
 */
export function useAnswer<T>(
  path: string | null,
  everySeconds?: number,
  of?: unknown,
  said: HowAsked = NOTHING,
  before?: Before<T>,
): Answered<T> {
  const question = JSON.stringify([path, said]);
  const [state, setState] = useState<State<T>>({
    ...{ problem: null, failed: null, isLoading: path !== null && !before, asked: before ? question : null },
    ...{ data: null, asOf: null, unansweredSince: null, ...before },
  });
  const isKnown = useRef(before !== undefined);
  const running = useRef<AbortController | null>(null);
  const patience = useRef(PATIENCE_MS);
  const asked = useRef({ first: 0, last: 0 });
  const reload = useCallback(async () => {
    const isAnew = running.current !== null;
    running.current?.abort();
    if (path === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    // Another question has not been waited for.
    setState((before) => ({ ...before, isLoading: true, ...(!isAnew && { unansweredSince: null }) }));
    const at = Date.now();
    asked.current = { first: isAnew ? asked.current.first : now.peek(), last: at };
    const unansweredSince = new Date(asked.current.first).toISOString();
    const late = setTimeout(() => setState((before) => ({ ...before, unansweredSince })), LONG_MS);
    signal.addEventListener('abort', () => clearTimeout(late));
    try {
      const data = await ask<T>(path, { ...said, signal });
      const asOf = new Date(now.peek()).toISOString();
      setState({ data, problem: null, failed: null, isLoading: false, unansweredSince: null, asOf, asked: question });
      patience.current = PATIENCE_MS;
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof Problem ? error : new Problem('failed', 0);
      setState((before) => ({ ...before, problem, failed: question, isLoading: false, unansweredSince: null }));
    }
    clearTimeout(late);
    running.current = null;
    // The question is the path, and what is said with it.
  }, [question]);
  useEffect(() => {
    if (!isKnown.current) void reload();
    isKnown.current = false;
    const again = () => {
      if (document.visibilityState !== 'visible') return;
      if (running.current !== null) {
        if (Date.now() - asked.current.last < patience.current) return;
        patience.current *= 2;
      }
      void reload();
    };
    const timer = everySeconds === undefined ? undefined : setInterval(again, everySeconds * 1_000);
    return () => {
      clearInterval(timer);
      running.current?.abort();
      running.current = null;
    };
  }, [reload, everySeconds, of]);
  const { asked: answeredOf, failed, data, asOf, problem, ...rest } = state;
  const isAnswered = answeredOf === question;
  // What another path answered, or failed of, is nothing of this one.
  return {
    ...{ ...rest, reload },
    ...{
      data: isAnswered ? data : null,
      asOf: isAnswered ? asOf : null,
      problem: failed === question ? problem : null,
    },
  };
}
