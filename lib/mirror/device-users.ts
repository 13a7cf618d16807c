// Who has a device: its user in the EMM, as linked. Where the source tells no such user (its list was refused, or the
// account is not in it) the row itself may say by UPN or mail address who it is; a mailbox has nothing else.
import type { Dataset } from '../catalog/index.ts';
import { aliasOf, everHolding } from '../people/aliases.ts';
import { type Alias, isAliasKind, isStrong, nameOf, WEAK_KINDS } from '../people/link.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';

type Row = Readonly<Record<string, unknown>>;

export interface DeviceUser {
  /** As linked, or the only one whom a row names that has no other link; null where there is none. */
  readonly linked: number | null;
  /** This one, or else everybody whom the row names. */
  readonly all: readonly number[];
}

/** A mirror whose rows say whose they are, and are no records of people themselves. */
export const namesUser = ({ kind, user, person }: Dataset): boolean =>
  kind === 'mirror' && (user !== undefined || person !== undefined);

/** Columns of a device or mailbox that name its user: the id in the EMM, other names, and when they were written. */
export const userColumns = (dataset: Dataset): readonly string[] => {
  const { user, fields } = dataset;
  if (!namesUser(dataset)) return [];
  return [...(user === undefined ? [] : [user]), ...Object.keys(fields).filter(isAliasKind), 'changed_at'];
};

/** Of rows of one source that have these columns, in their order. */
export async function usersOfDevices(
  reader: Pick<WriteTransaction, 'db'>,
  source: string,
  { user, person }: Dataset,
  rows: readonly Row[],
): Promise<readonly DeviceUser[]> {
  const ids = user === undefined ? [] : rows.map((row) => row[user]);
  const known = await subjectsOfUsers(reader, source, ids);
  const linked = rows.map((row) => (user === undefined ? null : (known.get(row[user]) ?? null)));
  const names = rows.map((row, i) => (linked[i] === null ? namesIn(row) : []));
  const distinct = new Map(names.flat().map((name) => [nameOf(name), name])).values();
  const holders = Map.groupBy(await everHolding(reader, [...distinct]), nameOf);
  return rows.map(({ changed_at }, i) => {
    const subject = linked[i] ?? null;
    const named = (names[i] ?? []).flatMap((name) => heldBy(holders.get(nameOf(name)) ?? [], changed_at));
    if (subject !== null) return { linked: subject, all: [subject] };
    const [only = null] = person ? onlyOne(named) : [];
    return { linked: only, all: [...new Set(named)] };
  });
}

/** A UPN may be the address of the same person elsewhere. */
const namesIn = (row: Row): readonly Alias[] => [
  ...Object.keys(row).flatMap((column) =>
    isAliasKind(column) && isStrong(column) ? (aliasOf(column, row[column]) ?? []) : [],
  ),
  ...WEAK_KINDS.flatMap((column) => WEAK_KINDS.flatMap((kind) => aliasOf(kind, row[column]) ?? [])),
];

/** By the user's id in the EMM; users without a person, or who are gone, have none. */
async function subjectsOfUsers(
  { db }: Pick<WriteTransaction, 'db'>,
  source: string,
  users: readonly unknown[],
): Promise<ReadonlyMap<unknown, number | null>> {
  const ids = [...new Set(users.filter((user) => typeof user === 'string'))];
  const query = db.selectFrom('emm_user').select(['external_id', 'subject_id']).where('source', '=', source);
  const rows = await readInLists(ids, (list) => query.where('external_id', 'in', list));
  return new Map(rows.map((row) => [row.external_id, row.subject_id]));
}

export type Holder = Awaited<ReturnType<typeof everHolding>>[number];

/** Who had the name when the row was written; else, of whoever has or had it, the only one. */
export function heldBy(holders: readonly Holder[], at: unknown): readonly number[] {
  const then = holders.filter(
    ({ valid_from, valid_to }) => at instanceof Date && valid_from <= at && (valid_to === null || at < valid_to),
  );
  return onlyOne((then.length > 0 ? then : holders).map(({ subject_id }) => subject_id));
}

export function onlyOne(subjects: readonly number[]): readonly number[] {
  const distinct = new Set(subjects);
  return distinct.size === 1 ? [...distinct] : [];
}
