// A few requests at a time, where a product gives records one by one; results in the order of the items.
import { SourceError } from '../errors.ts';

/** Maps with at most `width` calls under way. The first error ends it; what is under way then is waited for. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  map: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (!failed && next < items.length) {
      const index = next++;
      const item = items[index];
      if (item === undefined) continue;
      try {
        results[index] = await map(item, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, work));
  const errors = settled.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  if (errors.length > 0) throw worst(errors);
  return results;
}

/** A refused sign-in, with all tries that were under way; else the first. */
function worst(errors: readonly unknown[]): unknown {
  const refusals = [...new Set(errors)].flatMap((error) =>
    error instanceof SourceError && error.refusedSignIns > 0 ? [error] : [],
  );
  const [refused] = refusals;
  if (refused) refused.refusedSignIns = refusals.reduce((sum, error) => sum + error.refusedSignIns, 0);
  return refused ?? errors[0];
}
