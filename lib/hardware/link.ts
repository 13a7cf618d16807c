// Links the rows of one device in several systems, in the transaction that changes them. Only rows that share an
// identifier with a changed one are looked at, and whoever they share one with.
import type { MirrorName } from '../catalog/index.ts';
import { markAlike } from '../counts/app-marks.ts';
import type { WriteTransaction } from '../store/index.ts';
import { CARRIERS_AT_MOST, type HardwareRow, hardwareOf } from './components.ts';
import {
  carriersOf,
  HARDWARE_COLUMNS,
  type Identifiers,
  identifiersOf,
  identifiersToBe,
  type Reader,
  rowsWith,
} from './identifiers.ts';

/** Identifiers that rows got and lost by one transaction, and the ids of rows that lost some and are still there. */
export interface HardwareChange {
  readonly arrived: readonly Identifiers[];
  readonly left: readonly Identifiers[];
  readonly ids: readonly number[];
}

type Values = Readonly<Record<string, unknown>>;

/** What new and changed rows of a mirror do to hardware; null where that is nothing. */
export function hardwareChange(
  dataset: MirrorName,
  inserted: readonly { readonly values: Values }[],
  changed: readonly { readonly id: number; readonly before: Values; readonly record: { readonly values: Values } }[],
): HardwareChange | null {
  if (dataset !== 'device') return null;
  const moved = changed
    .map(({ id, before, record }) => ({ id, left: identifiersOf(before), arrived: identifiersToBe(record.values) }))
    .filter(({ left, arrived }) => left.some((value, column) => value !== arrived[column]));
  const arrived = [...inserted.map(({ values }) => identifiersToBe(values)), ...moved.map((row) => row.arrived)];
  if (moved.length === 0 && !arrived.some(anyOf)) return null;
  return { arrived, left: moved.map((row) => row.left), ids: moved.map((row) => row.id) };
}

/** What it does to hardware that these rows leave; to be asked before they do. */
export async function hardwareLeft(
  tx: WriteTransaction,
  dataset: MirrorName,
  ids: readonly number[],
): Promise<HardwareChange | null> {
  if (dataset !== 'device') return null;
  const left = (await rowsWith(tx, 'id', ids)).map((row) => row.identifiers).filter(anyOf);
  return left.length === 0 ? null : { arrived: [], left, ids: [] };
}

const anyOf = (identifiers: Identifiers): boolean => identifiers.some((value) => value !== null);

/** After the change was written, in its transaction. Answers how many rows have another hardware now. */
export async function linkHardware(tx: WriteTransaction, change: HardwareChange | null): Promise<number> {
  if (!change) return 0;
  await tx.lock('hardware');
  const updates = await planLinks(tx, change);
  await markAlike(
    tx,
    updates.map(({ id }) => id),
  );
  await tx.update('device', updates);
  return updates.length;
}

/** The rows whose hardware is another one than their row says, in the order of their ids. */
export async function planLinks(
  reader: Reader,
  change: HardwareChange,
): Promise<{ id: number; hardware_id: number | null }[]> {
  const rows = new Map<number, HardwareRow>();
  /** How many rows carry each value that was looked at, by column. */
  const carriers = HARDWARE_COLUMNS.map(() => new Map<string, number>());
  let found = [...(await rowsWith(reader, 'id', change.ids)), ...(await firstRows(reader, change, carriers))];
  while (found.length > 0) {
    for (const row of found) rows.set(row.id, row);
    found = (await neighboursOf(reader, found, carriers)).filter((row) => !rows.has(row.id));
  }
  const isLinking = (column: number, value: string): boolean => links(carriers[column]?.get(value) ?? 0);
  const wanted = hardwareOf(rows.values(), isLinking);
  return [...rows.values()]
    .flatMap(({ id, hardwareId }) => {
      const hardware_id = wanted.get(id) ?? null;
      return hardware_id === hardwareId ? [] : [{ id, hardware_id }];
    })
    .sort((a, b) => a.id - b.id);
}

const links = (count: number): boolean => count > 1 && count <= CARRIERS_AT_MOST;

type Carriers = readonly Map<string, number>[];

/** Rows that carry what arrived or left, unless it linked nothing before and links nothing now. */
async function firstRows(
  reader: Reader,
  { arrived, left }: HardwareChange,
  carriers: Carriers,
): Promise<HardwareRow[]> {
  const found: HardwareRow[] = [];
  for (const [column, name] of HARDWARE_COLUMNS.entries()) {
    const added = new Map<string, number>();
    for (const [rows, by] of [
      [arrived, 1],
      [left, -1],
    ] as const)
      for (const { [column]: value } of rows) if (value != null) added.set(value, (added.get(value) ?? 0) + by);
    const lost = new Set(left.flatMap(({ [column]: value }) => value ?? []));
    const known = await count(
      reader,
      carriers,
      column,
      [...added.keys()].filter((value) => !lost.has(value)),
      2,
    );
    // One row that is left alone is to be told so.
    const kept = await count(reader, carriers, column, [...lost], 1);
    const concerned = [...known, ...kept].filter(
      ([value, n]) => n - (added.get(value) ?? 0) <= CARRIERS_AT_MOST || n <= CARRIERS_AT_MOST,
    );
    found.push(
      ...(await rowsWith(
        reader,
        name,
        concerned.map(([value]) => value),
      )),
    );
  }
  return found;
}

/** Rows that carry a linking identifier of these rows, which was not looked at yet. */
async function neighboursOf(reader: Reader, rows: readonly HardwareRow[], carriers: Carriers): Promise<HardwareRow[]> {
  const found: HardwareRow[] = [];
  for (const [column, name] of HARDWARE_COLUMNS.entries()) {
    const values = new Set(rows.flatMap(({ identifiers }) => identifiers[column] ?? []));
    const counted = await count(
      reader,
      carriers,
      column,
      [...values].filter((value) => !carriers[column]?.has(value)),
      2,
    );
    found.push(
      ...(await rowsWith(
        reader,
        name,
        [...counted].filter(([, n]) => links(n)).map(([value]) => value),
      )),
    );
  }
  return found;
}

async function count(reader: Reader, carriers: Carriers, column: number, values: readonly string[], least: number) {
  const counted = await carriersOf(reader, HARDWARE_COLUMNS[column] ?? '', values, least);
  for (const value of values) carriers[column]?.set(value, counted.get(value) ?? 0);
  return counted;
}
