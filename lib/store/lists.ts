// Lists of query parameters: SQL Server takes 2,100 at most, and keeps a plan for each length.

const SIZES = [10, 100, 500];

/** All rows that a query gives for each list of these values, in turn. */
export async function readInLists<T, R>(
  values: readonly T[],
  query: (list: readonly T[]) => { execute(): Promise<R[]> },
): Promise<R[]> {
  const found: R[] = [];
  for (const list of paddedLists(values)) for (const row of await query(list).execute()) found.push(row);
  return found;
}

/** Deletes what a statement says for each list of these values; how many rows. */
export async function deleteInLists<T>(
  values: readonly T[],
  statement: (list: readonly T[]) => { execute(): Promise<readonly { readonly numDeletedRows: bigint }[]> },
): Promise<number> {
  let deleted = 0;
  for (const list of paddedLists(values))
    for (const { numDeletedRows } of await statement(list).execute()) deleted += Number(numDeletedRows);
  return deleted;
}

/** Lists of at most 500, each padded by repeating its last element up to 10, 100 or 500. */
export function paddedLists<T>(values: readonly T[]): T[][] {
  const lists: T[][] = [];
  for (let from = 0; from < values.length; from += 500) {
    const list = values.slice(from, from + 500);
    const size = SIZES.find((s) => s >= list.length) ?? 500;
    const last = list.at(-1);
    while (last !== undefined && list.length < size) list.push(last);
    lists.push(list);
  }
  return lists;
}
