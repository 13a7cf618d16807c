// Which sources collect what: of the others there is nothing to list.
import { useAnswer } from '../api/use-answer.ts';

interface Collecting {
  readonly name: string;
  readonly datasets: readonly { readonly dataset: string }[];
}

/** Names of the sources that collect rows of a dataset; none while that is not known. */
export function useSourcesOf(dataset: string): readonly string[] {
  const { data } = useAnswer<{ readonly items: readonly Collecting[] }>('privacy/sources');
  return (data?.items ?? [])
    .filter(({ datasets }) => datasets.some((one) => one.dataset === dataset))
    .map(({ name }) => name);
}
