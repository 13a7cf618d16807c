// One entry for each device, whatever systems have it: a help desk cannot tell two rows of one phone apart. Pure.
import type { DeviceRow } from './api.ts';

export interface Hardware<T extends DeviceRow> {
  /** The row that came first: of a search the one that answers best. */
  readonly first: T;
  /** All rows that are known of it, that one among them. */
  readonly rows: readonly (T | DeviceRow)[];
}

/** In the order of `rows`; `others` are further rows of the same devices. */
export function hardwareOf<T extends DeviceRow>(
  rows: readonly T[],
  others: readonly DeviceRow[] = [],
): readonly Hardware<T>[] {
  const keyOf = ({ hardwareId, id }: DeviceRow): string => (hardwareId === null ? `row ${id}` : hardwareId);
  const groups = Map.groupBy(rows, keyOf);
  const further = Map.groupBy(others, keyOf);
  return [...groups].flatMap(([key, [first, ...rest]]) => {
    if (first === undefined) return [];
    const own = [first, ...rest];
    const known = new Set(own.map(({ id }) => id));
    return [{ first, rows: [...own, ...(further.get(key) ?? []).filter(({ id }) => !known.has(id))] }];
  });
}

/** To ask for the other rows; none where no row is known to be of hardware that another has, too. */
export const hardwareIdsOf = (rows: readonly DeviceRow[]): readonly string[] =>
  [...new Set(rows.flatMap(({ hardwareId }) => hardwareId ?? []))].sort();
