// Which sources collect what: of the others there is nothing to list.
import { useAnswer } from '../api/use-answer.ts';
import { may } from '../shell/rights.ts';

interface Collecting {
  readonly name: string;
  readonly datasets: readonly { readonly dataset: string }[];
}

const useCollecting = (): readonly Collecting[] | null =>
  useAnswer<{ readonly items: readonly Collecting[] }>(may('collecting-sources') ? 'privacy/sources' : null).data
    ?.items ?? null;

/** Names of the sources that collect rows of a dataset; none while that is not known. */
export const useSourcesOf = (dataset: string): readonly string[] =>
  (useCollecting() ?? [])
    .filter(({ datasets }) => datasets.some((one) => one.dataset === dataset))
    .map(({ name }) => name);

/** All datasets that some source collects; null while that is not known. */
export function useCollected(): ReadonlySet<string> | null {
  const sources = useCollecting();
  return sources && new Set(sources.flatMap(({ datasets }) => datasets.map(({ dataset }) => dataset)));
}
