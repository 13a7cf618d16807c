// Whom rows speak about: the access log names everyone in an answer. Of an event that is the person as linked when it
// happened, of a device its user in the EMM, or else whom it names (device-users.ts), of an app its device's; what belongs
// to nobody is looked through for names.
import { type Dataset, type DatasetName, hasSubject, isDatasetName } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';
import { type DeviceUser, namesUser, userColumns, usersOfDevices } from './device-users.ts';
import { keyText } from './key.ts';
import { namingColumns, subjectsNamedIn } from './named-in-rows.ts';
import { subjectsOf } from './subject.ts';

type Row = Readonly<Record<string, unknown>>;
type Reader = Pick<Store, 'db' | 'rows'>;

/** The columns of its rows that tell whom they speak about. */
export function tellingColumns(dataset: Dataset): readonly string[] {
  if (dataset.name === 'subject') return ['id'];
  if (hasSubject(dataset)) return ['subject_id'];
  if (namesUser(dataset)) return ['source', ...userColumns(dataset)];
  if (dataset.parent) return ['source', 'parent_key'];
  return isNaming(dataset) ? namingColumns(dataset) : [];
}

/** Mirrors of what belongs to nobody, and yet may name people. */
export const isNaming = (dataset: Dataset): boolean =>
  dataset.kind === 'mirror' && !dataset.aliases && !namesUser(dataset) && !dataset.parent;

/** The persons of all these rows together, each once. */
export const subjectsOfRows = async (reader: Reader, dataset: Dataset, rows: readonly Row[]) => [
  ...new Set((await subjectsOfEach(reader, dataset, rows)).flat()),
];

/** The persons of each row, in their order: one at most but where rows name people by value. */
export async function subjectsOfEach(
  reader: Reader,
  dataset: Dataset,
  rows: readonly Row[],
): Promise<readonly (readonly number[])[]> {
  if (isNaming(dataset)) return subjectsNamedIn(reader, dataset, rows);
  if (namesUser(dataset)) return (await usersOfEach(reader, dataset, rows)).map(({ all }) => all);
  const person = await personOfEach(reader, dataset, rows);
  return rows.map((_, i) => (typeof person[i] === 'number' ? [person[i]] : []));
}

/** The users of devices of any sources, in their order. */
export async function usersOfEach(
  reader: Reader,
  dataset: Dataset,
  rows: readonly Row[],
): Promise<readonly DeviceUser[]> {
  const found = new Map<Row, DeviceUser>();
  for (const [source, group] of Map.groupBy(rows, (row) => String(row.source)))
    for (const [i, user] of (await usersOfDevices(reader, source, dataset, group)).entries())
      if (group[i]) found.set(group[i], user);
  return rows.map((row) => found.get(row) ?? { linked: null, all: [] });
}

async function personOfEach(reader: Reader, dataset: Dataset, rows: readonly Row[]): Promise<readonly unknown[]> {
  const { parent } = dataset;
  if (parent && isDatasetName(parent.dataset)) return subjectsByParent(reader, parent.dataset, rows);
  const [own] = tellingColumns(dataset);
  return own === undefined ? [] : rows.map((row) => row[own]);
}

async function subjectsByParent(reader: Reader, parent: DatasetName, rows: readonly Row[]) {
  const found = new Map<string, ReadonlyMap<string, number>>();
  const keyOf = ({ parent_key: key }: Row) => (key instanceof Uint8Array ? [key] : []);
  for (const [source, group] of Map.groupBy(rows, (row) => String(row.source)))
    found.set(source, await subjectsOf(reader, parent, source, group.flatMap(keyOf)));
  return rows.map((row) => keyOf(row).map((key) => found.get(String(row.source))?.get(keyText(key)))[0] ?? null);
}
