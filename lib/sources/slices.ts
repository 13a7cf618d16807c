/** Parts of a list, in their order. */
export function* slices<T>(items: readonly T[], size: number): Generator<readonly T[], void, void> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
