// Whom rows name that have no person of their own: a record of enrolment says whose device it is by UPN, mail address or
// serial number, a token by the address of whoever bought it. A value names the person who has it as a whole: a text that
// a name stands in names nobody.
import { type AliasKind, catalog, type Dataset, foldedColumn, isTelling } from '../catalog/index.ts';
import { rowsCarrying } from '../hardware/find.ts';
import { aliasesOfSubjects, aliasOf, everHolding } from '../people/aliases.ts';
import { tellingAttributes } from '../sources/telling.ts';
import { imei } from '../sources/transforms.ts';
import { fold } from '../store/fold.ts';
import type { Store } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { type Holder, heldBy, onlyOne } from './device-users.ts';
import { keyText } from './key.ts';
import { subjectsOf } from './subject.ts';

type Row = Readonly<Record<string, unknown>>;
type Reader = Pick<Store, 'db' | 'rows'>;

const NAME_LENGTH = 320;

const tellingFields = ({ fields }: Dataset): readonly string[] =>
  Object.keys(fields).filter((name) => fields[name] && isTelling(fields[name]));

/** Columns in which names may stand, and the time at which they did. */
export const namingColumns = (dataset: Dataset): readonly string[] => [
  ...tellingFields(dataset),
  'attributes',
  'changed_at',
];

/** The persons whom each row names, in their order. */
export async function subjectsNamedIn(
  reader: Reader,
  dataset: Dataset,
  rows: readonly Row[],
): Promise<readonly (readonly number[])[]> {
  const texts = await textsOf(dataset, rows);
  const all = [...new Set(texts.flat())];
  const others = all.filter((name) => kindsOf(name).length === 0);
  const [holders, users, called] = [
    await holdersByName(reader, all),
    await usersByIdentifier(reader, others),
    await peopleByName(reader, others),
  ];
  return texts.map((names, i) => {
    const subjects = names.flatMap((name) => [
      ...heldBy(holders.get(name) ?? [], rows[i]?.changed_at),
      ...(users.get(name) ?? []),
      ...(called.get(name) ?? []),
    ]);
    return [...new Set(subjects)];
  });
}

/** Of many rows those in which one of the names stands, whoever has it. */
export async function rowsWithNames(
  dataset: Dataset,
  rows: readonly Row[],
  names: ReadonlySet<string>,
): Promise<readonly Row[]> {
  const texts = await textsOf(dataset, rows);
  return rows.filter((_, i) => texts[i]?.some((text) => names.has(text) || names.has(String(imei(text)))));
}

/** All that `subjectsNamedIn` may know a person by, and more. */
export async function namesOf(reader: Reader, subjectId: number): Promise<ReadonlySet<string>> {
  const { db } = reader;
  const aliases = await aliasesOfSubjects(reader, [subjectId]);
  const called = await db.selectFrom('subject').select('display_name').where('id', '=', subjectId).execute();
  const accounts = await db
    .selectFrom('directory_user')
    .select('account_name')
    .where('subject_id', '=', subjectId)
    .execute();
  const devices = await db
    .selectFrom('device')
    .innerJoin('emm_user', (join) =>
      join.onRef('emm_user.source', '=', 'device.source').onRef('emm_user.external_id', '=', 'device.user_external_id'),
    )
    .select(['device.serial_number', 'device.imei'])
    .where('emm_user.subject_id', '=', subjectId)
    .execute();
  const values = [...aliases.map(({ value }) => value), ...[...called, ...accounts, ...devices].flatMap(Object.values)];
  return new Set(values.flatMap(textsIn));
}

/** Every text of each row in which a name may stand, folded, each once. */
async function textsOf(dataset: Dataset, rows: readonly Row[]): Promise<readonly (readonly string[])[]> {
  const fields = tellingFields(dataset);
  const attributes = [...(await tellingAttributes(dataset.name)).keys()];
  return rows.map((row) => {
    const inside: Row = typeof row.attributes === 'string' ? JSON.parse(row.attributes) : {};
    const values = [...fields.map((name) => row[name]), ...attributes.map((name) => inside[name])];
    return [...new Set(values.flatMap(textsIn))];
  });
}

/** Every text within a value, folded. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  const text = typeof value === 'string' && value.length <= NAME_LENGTH ? fold(value, NAME_LENGTH) : '';
  return text === '' ? [] : [text];
}

/** Which names of people it may be by its looks; one that looks like none may be a device's, or what a person is called. */
function kindsOf(name: string): readonly AliasKind[] {
  if (name.includes('@')) return ['user_principal_name', 'mail'];
  if (/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/.test(name)) return ['object_guid', 'entra_id'];
  return name.startsWith('s-1-') ? ['security_identifier'] : [];
}

async function holdersByName(reader: Reader, names: readonly string[]): Promise<ReadonlyMap<string, Holder[]>> {
  const aliases = names.flatMap((value) => kindsOf(value).flatMap((kind) => aliasOf(kind, value) ?? []));
  return Map.groupBy(await everHolding(reader, aliases), ({ value }) => value);
}

/** Users of the devices that carry it; several where several systems, or rows of one, say so. */
async function usersByIdentifier(
  reader: Reader,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const identifiers = names.map((name) => ({ serial_number: name, imei: imei(name) ?? null }));
  const carriers = await rowsCarrying(reader, ['serial_number', 'imei'], identifiers);
  const users = new Map<string, ReadonlyMap<string, number>>();
  for (const [source, own] of Map.groupBy(carriers.flat(), (carrier) => carrier.source)) {
    const keys = own.map(({ record_key }) => record_key);
    users.set(source, await subjectsOf(reader, 'device', source, keys));
  }
  return new Map(
    names.map((name, i) => [
      name,
      (carriers[i] ?? []).flatMap(({ source, record_key }) => users.get(source)?.get(keyText(record_key)) ?? []),
    ]),
  );
}

/** By a display name, or the name of an account in a directory, that one person has alone. */
async function peopleByName(reader: Reader, names: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const places = [
    [catalog.subject.name, 'id', foldedColumn('display_name')],
    [catalog.directory_user.name, 'subject_id', foldedColumn('account_name')],
  ] as const;
  const found: { readonly name: string; readonly subject: number }[] = [];
  for (const [table, subject, column] of places) {
    const query = reader.rows.selectFrom(table).select([subject, column]).where(subject, 'is not', null);
    for (const row of await readInLists(names, (list) => query.where(column, 'in', list)))
      found.push({ name: String(row[column]), subject: Number(row[subject]) });
  }
  const byName = Map.groupBy(found, ({ name }) => name);
  return new Map([...byName].map(([name, holders]) => [name, onlyOne(holders.map(({ subject }) => subject))]));
}
