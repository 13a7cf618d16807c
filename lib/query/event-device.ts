// Which device an event speaks about: events name it by its record key within the source.
import type { Store } from '../store/database.ts';
import { paddedLists } from '../store/lists.ts';
import type { DatabaseRow } from './page.ts';

/** The device's id for each row (`source`, or the source that has the device, and `owner_key`), in their order; null where it is gone. */
export async function devicesOfEvents(store: Store, rows: readonly DatabaseRow[]): Promise<readonly (number | null)[]> {
  const found = new Map<string, number>();
  for (const [source, group] of Map.groupBy(rows, sourceOf)) {
    const keys = new Map(group.flatMap(({ owner_key: key }) => (key instanceof Uint8Array ? [[hex(key), key]] : [])));
    for (const list of paddedLists([...keys.values()]))
      for (const device of await store.db
        .selectFrom('device')
        .select(['id', 'record_key'])
        .where('source', '=', source)
        .where('record_key', 'in', list)
        .execute())
        found.set(keyOf(source, device.record_key), device.id);
  }
  return rows.map((row) => found.get(keyOf(sourceOf(row), row.owner_key)) ?? null);
}

const sourceOf = ({ source, owner_source }: DatabaseRow): string => String(owner_source ?? source);
const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
const keyOf = (source: unknown, key: unknown): string => `${source}\0${key instanceof Uint8Array ? hex(key) : ''}`;
