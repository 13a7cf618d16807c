// Which rows are the same hardware. Pure: rows with their identifiers in, the id of each row's hardware out.

/** An identifier that more rows carry names no hardware: a placeholder that nobody has listed yet (lib/placeholders.ts). */
export const CARRIERS_AT_MOST = 8;

export interface HardwareRow {
  readonly id: number;
  /** Values of the identifying columns, in their order. */
  readonly identifiers: readonly (string | null)[];
  readonly hardwareId: number | null;
}

/**
 * The hardware of each row: the least id among those that are linked, over several steps too; null where none is. All
 * rows that carry a linking identifier must be there.
 */
export function hardwareOf(
  rows: Iterable<HardwareRow>,
  isLinking: (column: number, value: string) => boolean,
): ReadonlyMap<number, number | null> {
  const groups = new Map<number, number>();
  const rootOf = (id: number): number => {
    let root = id;
    for (let parent = groups.get(root); parent !== undefined && parent !== root; parent = groups.get(root))
      root = parent;
    groups.set(id, root);
    return root;
  };
  const carriers = new Map<string, number>();
  for (const { id, identifiers } of rows) {
    groups.set(id, id);
    for (const [column, value] of identifiers.entries()) {
      if (value === null || !isLinking(column, value)) continue;
      const name = `${column}\u001f${value}`;
      const [a, b] = [rootOf(id), rootOf(carriers.get(name) ?? id)];
      groups.set(Math.max(a, b), Math.min(a, b));
      carriers.set(name, id);
    }
  }
  const sizes = new Map<number, number>();
  for (const id of groups.keys()) sizes.set(rootOf(id), (sizes.get(rootOf(id)) ?? 0) + 1);
  return new Map([...groups.keys()].map((id) => [id, sizes.get(rootOf(id)) === 1 ? null : rootOf(id)]));
}
