// Whom rows speak about: the access log names everyone in an answer. Of an event that is the person as linked when it
// happened, of a device its user in the EMM (an `emm_user` of the same source, who is linked), of an app its device's;
// what belongs to nobody is looked through for names.
import { type Dataset, type DatasetName, hasSubject, isDatasetName } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';
import { keyText } from './key.ts';
import { namingColumns, subjectsNamedIn } from './named-in-rows.ts';
import { subjectsOf, subjectsOfUsers } from './subject.ts';

type Row = Readonly<Record<string, unknown>>;
type Reader = Pick<Store, 'db' | 'rows'>;

/** The columns of its rows that tell whom they speak about. */
export function tellingColumns(dataset: Dataset): readonly string[] {
  if (dataset.name === 'subject') return ['id'];
  if (hasSubject(dataset)) return ['subject_id'];
  if (dataset.user) return ['source', dataset.user];
  if (dataset.parent) return ['source', 'parent_key'];
  return isNaming(dataset) ? namingColumns(dataset) : [];
}

/** Mirrors of what belongs to nobody, and yet may name people. */
export const isNaming = ({ kind, aliases, user, parent }: Dataset): boolean =>
  kind === 'mirror' && !aliases && !user && !parent;

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
  const person = await personOfEach(reader, dataset, rows);
  return rows.map((_, i) => (typeof person[i] === 'number' ? [person[i]] : []));
}

async function personOfEach(reader: Reader, dataset: Dataset, rows: readonly Row[]): Promise<readonly unknown[]> {
  const { user, parent } = dataset;
  if (user) return subjectsByUser(reader, user, rows);
  if (parent && isDatasetName(parent.dataset)) return subjectsByParent(reader, parent.dataset, rows);
  const [own] = tellingColumns(dataset);
  return own === undefined ? [] : rows.map((row) => row[own]);
}

const subjectsByUser = (reader: Reader, user: string, rows: readonly Row[]) =>
  perSource(
    rows,
    (row) => row[user],
    (source, users) => subjectsOfUsers(reader, source, users),
  );

const subjectsByParent = (reader: Reader, parent: DatasetName, rows: readonly Row[]) =>
  perSource(
    rows,
    ({ parent_key: key }) => (key instanceof Uint8Array ? keyText(key) : null),
    (source, _, group) => {
      const keys = group.flatMap(({ parent_key: key }) => (key instanceof Uint8Array ? [key] : []));
      return subjectsOf(reader, parent, source, keys);
    },
  );

type Found = ReadonlyMap<unknown, number | null>;

async function perSource(
  rows: readonly Row[],
  nameOf: (row: Row) => unknown,
  read: (source: string, names: readonly unknown[], group: readonly Row[]) => Promise<Found>,
): Promise<readonly (number | null)[]> {
  const found = new Map<unknown, Found>();
  for (const [source, group] of Map.groupBy(rows, (row) => String(row.source)))
    found.set(source, await read(source, group.map(nameOf), group));
  return rows.map((row) => found.get(String(row.source))?.get(nameOf(row)) ?? null);
}
