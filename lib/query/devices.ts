// One device, its apps, and events about it.
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import { idOf } from '../http/request.ts';
import { type DeviceKey, ownersOf } from '../mirror/ownership.ts';
import { usersOfEach } from '../mirror/subjects-of-rows.ts';
import type { Store } from '../store/database.ts';
import { declaredAttributes } from './attributes.ts';
import { linksOf } from './device-links.ts';
import { deviceLeft } from './left.ts';
import { list, listAnswer } from './list.ts';
import { itemOf } from './output.ts';
import type { DatabaseRow, Scope } from './page.ts';
import { parseQuery } from './parse.ts';
import { deviceApps, devices, type Resource, shownFields } from './resource.ts';

export async function showDevice({ params }: ApiRequest, { store }: ApiDependencies): Promise<Answer> {
  const device = await deviceWithId(store, idOf(params));
  const [person] = await usersOfEach(store, devices.dataset, [device]);
  const { linked: subjectId = null, all: subjects = [] } = person ?? {};
  const fields = shownFields(devices);
  const user = subjectId === null ? null : await userWithId(store, subjectId);
  const linked = await linksOf(store, device);
  const body = {
    ...itemOf(devices, device, fields),
    userId: subjectId === null ? null : String(subjectId),
    user,
    appCount: await countApps(store, device),
    links: linked.links,
  };
  const access = {
    dataset: 'device',
    fields: [...fields, 'user', 'appCount'],
    filters: ['id'],
    rowCount: 1,
    subjects,
  };
  return { body, access: [access, ...linked.access] };
}

export async function listDeviceApps(
  { params, query, wantsTotal }: ApiRequest,
  dependencies: ApiDependencies,
): Promise<Answer> {
  const id = idOf(params);
  const request = parseQuery(deviceApps, query, await declaredAttributes(deviceApps, query.keys()));
  const { source, key } = await keyOfDevice(dependencies.store, id);
  return listAnswer(request, await list(dependencies, request, { source, parent_key: key }, wantsTotal));
}

/** Changes, positions, roaming, violations or data usage of one device. */
export async function listDeviceEvents(
  resource: Resource,
  { params, query, wantsTotal }: ApiRequest,
  dependencies: ApiDependencies,
): Promise<Answer> {
  const id = idOf(params);
  const request = parseQuery(resource, query);
  const { source, key } = await keyOfDevice(dependencies.store, id);
  const scope = await eventScope(dependencies.store, resource, { source, record_key: key });
  return listAnswer(request, await list(dependencies, request, scope, wantsTotal));
}

/** What is told of a device whatever system has it may be told of any row of the same hardware. */
async function eventScope(store: Store, { fields }: Resource, { source, record_key }: DeviceKey): Promise<Scope> {
  if (!fields.has('ownerSource')) return { source, owner_key: record_key };
  const owners = await ownersOf(store, [{ source, record_key }], true);
  return [...owners.values()].flatMap(({ rows }) =>
    rows.map((row) => ({ owner_source: row.source, owner_key: row.record_key })),
  );
}

async function keyOfDevice(store: Store, id: number) {
  const { record_key: key, source } = await deviceWithId(store, id);
  if (!(key instanceof Uint8Array) || typeof source !== 'string') throw new TypeError('a device row without its key');
  return { source, key };
}

async function deviceWithId(store: Store, id: number): Promise<DatabaseRow> {
  const row = await store.db.selectFrom('device').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? (await deviceLeft(store, id));
}

async function userWithId(store: Store, id: number): Promise<{ id: string; displayName: string | null } | null> {
  const row = await store.db
    .selectFrom('subject')
    .select('display_name')
    .where('id', '=', id)
    .where('present', '=', true)
    .executeTakeFirst();
  return row ? { id: String(id), displayName: row.display_name } : null;
}

async function countApps(store: Store, { source, record_key: key }: DatabaseRow): Promise<number> {
  const { apps } = await store.rows
    .selectFrom('device_app')
    .select((eb) => eb.fn.countAll<number>().as('apps'))
    .where('source', '=', source)
    .where('parent_key', '=', key)
    .executeTakeFirstOrThrow();
  return Number(apps);
}
