// What a list of devices tells of their users on request: `fields=deviceName,user.displayName,user.mail`. It is reading the
// person, and logged as such.
import type { AccessRecord } from '../http/endpoint.ts';
import { usersOfEach } from '../mirror/subjects-of-rows.ts';
import type { Store } from '../store/database.ts';
import { readInLists } from '../store/lists.ts';
import { type Item, itemOf } from './output.ts';
import type { DatabaseRow } from './page.ts';
import type { ListRequest } from './parse.ts';
import { isOfUser, USER, users } from './resource.ts';

/** Fills in what is asked for, of each row's item: nothing of whom no source knows any more. */
export async function fillUsers(
  { db, rows: reader }: Store,
  { resource, fields }: Pick<ListRequest, 'resource' | 'fields'>,
  rows: readonly DatabaseRow[],
  items: readonly Item[],
): Promise<readonly AccessRecord[]> {
  const names = fields.filter(isOfUser).map((name) => name.slice(USER.length));
  if (names.length === 0) return [];
  const linked = (await usersOfEach({ db, rows: reader }, resource.dataset, rows)).map(({ linked }) => linked);
  const ids = [...new Set(linked.flatMap((id) => id ?? []))];
  const people = await readInLists(ids, (list) =>
    db.selectFrom('subject').selectAll().where('id', 'in', list).where('present', '=', true),
  );
  const told = new Map(people.map((person) => [person.id, itemOf(users, person, names)]));
  items.forEach((item, index) => {
    const person = told.get(linked[index] ?? 0);
    for (const name of names) item[`${USER}${name}`] = person?.[name] ?? null;
  });
  if (told.size === 0) return [];
  return [{ dataset: 'subject', fields: names, filters: ['id'], rowCount: told.size, subjects: [...told.keys()] }];
}
