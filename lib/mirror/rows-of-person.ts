// Rows that name a person by UPN, mail address or directory id: devices, mailboxes, and what synchronises them.
import { type Dataset, foldedColumn, identityOf, isFolded } from '../catalog/index.ts';
import { aliasesOfSubjects } from '../people/aliases.ts';
import { isAliasKind, isStrong } from '../people/link.ts';
import type { Store } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import { pagesOf } from '../store/pages.ts';
import type { DeviceUser } from './device-users.ts';
import { usersOfEach } from './subjects-of-rows.ts';

type Row = Readonly<Record<string, unknown>>;

/** Each with whom it names; those of them that name the person, some at a time. */
export async function* rowsOfPerson(
  store: Store,
  dataset: Dataset,
  subjectId: number,
  pageSize: number,
): AsyncGenerator<readonly { readonly row: Row; readonly user: DeviceUser }[], void, void> {
  const seen = new Set<unknown>();
  const all = store.rows.selectFrom(dataset.name).selectAll();
  const naming = (column: string, values: readonly string[]) => all.where(column, 'in', values);
  for (const [column, values] of await namesByColumn(store, dataset, subjectId))
    for (const list of paddedLists(values))
      for await (const rows of pagesOf(store.engine, naming(column, list), identityOf(dataset), pageSize)) {
        const users = await usersOfEach(store, dataset, rows);
        const own = rows.flatMap((row, i) => {
          const user = users[i];
          return user?.all.includes(subjectId) && !seen.has(row.id) ? [{ row, user }] : [];
        });
        for (const { row } of own) seen.add(row.id);
        if (own.length > 0) yield own;
      }
}

/** By an id the column of its kind; a UPN may be the address of the same person elsewhere. */
async function namesByColumn(
  store: Store,
  { fields }: Dataset,
  subjectId: number,
): Promise<readonly (readonly [column: string, values: readonly string[]])[]> {
  const names = await aliasesOfSubjects(store, [subjectId]);
  return Object.entries(fields).flatMap(([name, field]) => {
    if (!isAliasKind(name)) return [];
    const fitting = names.filter(({ kind }) => (isStrong(name) ? kind === name : !isStrong(kind)));
    const values = [...new Set(fitting.map(({ value }) => value))];
    return values.length > 0 ? [[isFolded(field) ? foldedColumn(name) : name, values] as const] : [];
  });
}
