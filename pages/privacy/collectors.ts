// Which sources collect which field. Pure.
import type { CollectingSource } from './api.ts';

/** By field of the dataset the names of the sources that are read and collect it. */
export function collectorsOf(
  dataset: string,
  sources: readonly CollectingSource[],
): ReadonlyMap<string, readonly string[]> {
  const pairs = sources
    .filter(({ enabled }) => enabled)
    .flatMap(({ name, datasets }) =>
      datasets
        .filter((one) => one.dataset === dataset)
        .flatMap(({ fields }) => fields.map((field) => [field, name] as const)),
    );
  const byField = Map.groupBy(pairs, ([field]) => field);
  return new Map([...byField].map(([field, found]) => [field, found.map(([, name]) => name)]));
}
