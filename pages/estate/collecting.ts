// Which sources collect what: of the others there is nothing to list. Asked once, by the view.
import { useEffect } from 'preact/hooks';
import { useAnswer } from '../api/use-answer.ts';
import { may } from '../shell/rights.ts';
import { keptWithKey } from '../shell/session.ts';

interface Collecting {
  readonly name: string;
  readonly datasets: readonly { readonly dataset: string }[];
}

const collecting = keptWithKey<readonly Collecting[] | null>(null);

const isCollecting = (one: Collecting): boolean => Array.isArray(one?.datasets);

/** Asks for it; what was known stays meanwhile. */
export function useCollecting(): void {
  const { data } = useAnswer<{ readonly items: readonly Collecting[] }>(
    may('collecting-sources') ? 'privacy/sources' : null,
  );
  useEffect(() => {
    // What is odd is not known: it takes no list away.
    if (data) collecting.value = Array.isArray(data.items) ? data.items.filter(isCollecting) : null;
  }, [data]);
}

/** Names of the sources that collect rows of a dataset; none while that is not known. */
export const sourcesOf = (dataset: string): readonly string[] =>
  (collecting.value ?? [])
    .filter(({ datasets }) => datasets.some((one) => one.dataset === dataset))
    .map(({ name }) => name);

/** All datasets that some source collects; null while that is not known. */
export const collected = (): ReadonlySet<string> | null =>
  collecting.value && new Set(collecting.value.flatMap(({ datasets }) => datasets.map(({ dataset }) => dataset)));

/** Whether there may be rows of a dataset: also while that is not known. */
export const mayBeCollected = (dataset: string): boolean => collected()?.has(dataset) ?? true;
