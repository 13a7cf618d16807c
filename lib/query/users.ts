// A user: a person as EMM Lens links them, with what each source holds about them.
import type { ApiDependencies } from '../http/dependencies.ts';
import type { AccessRecord, Answer, ApiRequest } from '../http/endpoint.ts';
import { idOf } from '../http/request.ts';
import { rowsOfPerson } from '../mirror/rows-of-person.ts';
import { firstRows } from '../store/capabilities.ts';
import type { Store } from '../store/database.ts';
import { readInLists } from '../store/lists.ts';
import { declaredAttributes } from './attributes.ts';
import { personLeft } from './left.ts';
import { list, listAnswer } from './list.ts';
import { type Item, itemOf } from './output.ts';
import { type DatabaseRow, DEVICE_OF_ROW } from './page.ts';
import { parseQuery } from './parse.ts';
import { devices, directoryUsers, emmUsers, type Resource, shownFields, users } from './resource.ts';

/** More views or devices than this are nobody's own. */
const OWN_AT_MOST = 200;

/** What answers with a user say of a device of theirs; the rest is at /api/devices/{id}. */
const OWN_DEVICE_FIELDS = [
  'id',
  'source',
  'hardwareId',
  'deviceName',
  'platform',
  'osVersion',
  'manufacturer',
  'model',
  'ownership',
  'compliance',
  'lastSeenAt',
  'absentSince',
] as const;

export async function showUser({ params }: ApiRequest, { store }: ApiDependencies): Promise<Answer> {
  const id = idOf(params);
  const subject = await presentSubject(store, id);
  const directory = await viewsOf(store, directoryUsers, id);
  const emm = await viewsOf(store, emmUsers, id);
  const own = await devicesOf(store, id);
  const body = {
    ...itemOf(users, subject, shownFields(users)),
    views: {
      directory: await withManagers(store, directory),
      emm: emm.map((row) => viewOf(emmUsers, row)),
    },
    devices: own.map((row) => itemOf(devices, row, OWN_DEVICE_FIELDS)),
  };
  const read = (dataset: string, fields: readonly string[], rowCount: number): AccessRecord[] =>
    rowCount === 0 ? [] : [{ dataset, fields, filters: ['id'], rowCount, subjects: [id] }];
  return {
    body,
    access: [
      ...read('subject', shownFields(users), 1),
      ...read('directory_user', shownFields(directoryUsers), directory.length),
      ...read('emm_user', shownFields(emmUsers), emm.length),
      ...read('device', OWN_DEVICE_FIELDS, own.length),
    ],
  };
}

/** Changes of a person's records, or what is told of the person. */
export async function listUserEvents(
  resource: Resource,
  { params, query, wantsTotal }: ApiRequest,
  dependencies: ApiDependencies,
): Promise<Answer> {
  const id = idOf(params);
  const request = parseQuery(resource, query);
  await presentSubject(dependencies.store, id);
  const read = await list(dependencies, request, { subject_id: id }, wantsTotal);
  // That nothing happened is said of them as well.
  return listAnswer(request, { ...read, access: read.access.map((record) => ({ ...record, subjects: [id] })) });
}

/** Mailboxes that name the person, or what synchronises them. */
export async function listOwnRows(
  resource: Resource,
  { params, query, wantsTotal }: ApiRequest,
  dependencies: ApiDependencies,
): Promise<Answer> {
  const id = idOf(params);
  const request = parseQuery(resource, query, await declaredAttributes(resource, query.keys()));
  const { store } = dependencies;
  await presentSubject(store, id);
  const own: { readonly id: number }[] = [];
  for await (const rows of rowsOfPerson(store, resource.dataset, id, OWN_AT_MOST)) {
    for (const { row } of rows) own.push({ id: Number(row.id) });
    if (own.length >= OWN_AT_MOST) break;
  }
  const read = await list(dependencies, request, own.length > 0 ? own.slice(0, OWN_AT_MOST) : { id: -1 }, wantsTotal);
  return listAnswer(request, { ...read, access: read.access.map((record) => ({ ...record, subjects: [id] })) });
}

export async function presentSubject(store: Store, id: number): Promise<DatabaseRow> {
  const row = await store.db.selectFrom('subject').selectAll().where('id', '=', id).executeTakeFirst();
  return row?.present ? row : personLeft(row);
}

/** What one source holds, and how the record was linked: `strong`, `weak` or `own`. */
const viewOf = (resource: Resource, row: DatabaseRow): Item => ({
  ...itemOf(
    resource,
    row,
    shownFields(resource).filter((name) => name !== 'userId' && name !== 'subjectLink'),
  ),
  link: row.subject_link,
});

/** Who their manager is, as the same directory says. */
async function withManagers(store: Store, rows: readonly DatabaseRow[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const row of rows) {
    const query = store.rows
      .selectFrom('directory_user')
      .select('subject_id')
      .where('source', '=', row.source)
      .where('dn_key', '=', row.manager_key);
    const [manager] = row.manager_key ? await firstRows(store.engine, query, 1).execute() : [];
    items.push({ ...viewOf(directoryUsers, row), managerId: manager?.subject_id ? String(manager.subject_id) : null });
  }
  return items;
}

async function viewsOf(store: Store, resource: Resource, id: number): Promise<readonly DatabaseRow[]> {
  const { table } = resource;
  const query = store.rows.selectFrom(table).selectAll().where('subject_id', '=', id).orderBy('id');
  return firstRows(store.engine, query, OWN_AT_MOST).execute();
}

async function devicesOf(store: Store, id: number): Promise<readonly DatabaseRow[]> {
  const query = store.db
    .selectFrom('device')
    .innerJoin('emm_user', (join) =>
      join.onRef('emm_user.source', '=', 'device.source').onRef('emm_user.external_id', '=', 'device.user_external_id'),
    )
    .selectAll('device')
    .where('emm_user.subject_id', '=', id)
    .orderBy('device.id');
  return firstRows(store.engine, query, OWN_AT_MOST).execute();
}

/** How many devices each of these people has, whatever systems have them; none where it has none. */
export async function deviceCounts(
  { rows }: Pick<Store, 'rows'>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const counted = await readInLists(ids, (list) =>
    rows
      .selectFrom('emm_user')
      .innerJoin('device', (join) =>
        join
          .onRef('device.source', '=', 'emm_user.source')
          .onRef('device.user_external_id', '=', 'emm_user.external_id'),
      )
      .select(({ fn }) => ['emm_user.subject_id', fn.count(DEVICE_OF_ROW).distinct().as('devices')])
      .where('emm_user.subject_id', 'in', list)
      .groupBy('emm_user.subject_id'),
  );
  return new Map(counted.map(({ subject_id: id, devices }) => [Number(id), Number(devices)]));
}
