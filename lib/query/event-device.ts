// Which device an event speaks about: events name it by its record key within the source that has it.
import { keyText } from '../mirror/key.ts';
import { readByKey } from '../mirror/read.ts';
import type { Store } from '../store/database.ts';
import type { DatabaseRow } from './page.ts';

/** The device's id for each row (`source` or `owner_source`, and `owner_key`), in their order; null where it is gone. */
export async function devicesOfEvents(store: Store, rows: readonly DatabaseRow[]): Promise<readonly (number | null)[]> {
  const found = new Map<string, number>();
  for (const [source, group] of Map.groupBy(rows, sourceOf)) {
    const keys = group.flatMap(({ owner_key: key }) => (key instanceof Uint8Array ? [key] : []));
    for (const row of await readByKey(store, 'device', source, 'record_key', keys, ['id', 'record_key']))
      found.set(textOf(source, row.record_key), Number(row.id));
  }
  return rows.map((row) => found.get(textOf(sourceOf(row), row.owner_key)) ?? null);
}

const sourceOf = ({ source, owner_source }: DatabaseRow): string => String(owner_source ?? source);
const textOf = (source: string, key: unknown): string => `${source}\0${key instanceof Uint8Array ? keyText(key) : ''}`;
