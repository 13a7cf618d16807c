// An answer of the API in a component: what was answered last stays while it is asked again, and when that fails.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Asking, ask } from './client.ts';
import { now } from './clock.ts';
import { Problem } from './problem.ts';

const NOTHING: HowAsked = {};

export interface Answered<T> {
  readonly data: T | null;
  /** What the last try failed of; `data` is older then. */
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  /** When `data` was answered. */
  readonly asOf: string | null;
  readonly reload: () => Promise<void>;
}

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
  const [state, setState] = useState<Omit<Answered<T>, 'reload'> & { readonly asked: string | null }>({
    ...{ problem: null, isLoading: path !== null && !before, asked: before ? question : null },
    ...{ data: null, asOf: null, ...before },
  });
  const isKnown = useRef(before !== undefined);
  const running = useRef<AbortController | null>(null);
  const reload = useCallback(async () => {
    running.current?.abort();
    if (path === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    setState((before) => ({ ...before, isLoading: true }));
    try {
      const data = await ask<T>(path, { ...said, signal });
      setState({ data, problem: null, isLoading: false, asOf: new Date(now.peek()).toISOString(), asked: question });
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof Problem ? error : new Problem('failed', 0);
      setState((before) => ({ ...before, problem, isLoading: false }));
    }
    running.current = null;
    // The question is the path, and what is said with it.
  }, [question]);
  useEffect(() => {
    if (!isKnown.current) void reload();
    isKnown.current = false;
    // An answer that takes longer than that is waited for: asking anew would begin anew for ever.
    const again = () => document.visibilityState === 'visible' && running.current === null && void reload();
    const timer = everySeconds === undefined ? undefined : setInterval(again, everySeconds * 1_000);
    return () => {
      clearInterval(timer);
      running.current?.abort();
    };
  }, [reload, everySeconds, of]);
  const { asked, data, ...rest } = state;
  // What another path answered is nothing of this one.
  return { ...rest, data: asked === question ? data : null, reload };
}
