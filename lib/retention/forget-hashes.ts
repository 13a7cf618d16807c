// A week after a row was stored nobody needs to know any more whose it might prove to be: it loses the hashes of names and
// devices, and the key that is made of them.
import { randomBytes } from 'node:crypto';
import { byTime, columnsOf, type EventDataset, events, lookupsOf, waits } from '../catalog/index.ts';
import { columnsToGive, giveRows } from '../counts/give.ts';
import { waitsSince } from '../people/named.ts';
import type { Store } from '../store/index.ts';
import { pagesOf } from '../store/pages.ts';

const ROWS_AT_ONCE = 1_000;

/** How many rows; they stay, as nobody's and of no device. `stopped` is asked before each batch. */
export async function forgetHashes(store: Store, stopped: () => boolean): Promise<number> {
  const before = waitsSince(await store.now());
  let forgotten = 0;
  for (const dataset of events().filter(waits)) {
    const columns = [...columnsToGive(dataset), WAITS_SINCE];
    const query = store.rows.selectFrom(dataset.name).select(columns).where(WAITS_SINCE, '<', before);
    // In the order of the index of those that wait: by time first, all that is stored would be looked at.
    for await (const rows of pagesOf(store.engine, query, [WAITS_SINCE, ...byTime(dataset)], ROWS_AT_ONCE)) {
      if (stopped()) return forgotten;
      const change = nothingOf(dataset);
      const [told, settled] = partition(rows, (row) => (row.name_hash ?? row.device_hash ?? null) !== null);
      await store.write(async (tx) => {
        await giveRows(
          tx,
          dataset,
          told.map((row) => ({ row, change: { ...change, ...newKey(dataset) } })),
        );
        await giveRows(
          tx,
          dataset,
          settled.map((row) => ({ row, change })),
        );
      });
      forgotten += rows.length;
    }
  }
  return forgotten;
}

const nothingOf = (dataset: EventDataset): Readonly<Record<string, null>> =>
  Object.fromEntries(HASHES.filter((name) => Object.hasOwn(columnsOf(dataset), name)).map((name) => [name, null]));
const WAITS_SINCE = 'waits_since';
const HASHES = ['name_hash', 'device_hash', WAITS_SINCE];

/** At random what is made of names: the same in all rows of somebody, it would be one more name. */
function newKey(dataset: EventDataset): Readonly<Record<string, unknown>> {
  const { device, key } = dataset;
  const field = device && 'by' in device ? device.field : undefined;
  const names = [...Object.keys(lookupsOf({ ...dataset, key: [] })), ...(field === undefined ? [] : [field])];
  return {
    ...(key.some((part) => names.includes(part)) && { record_key: randomBytes(16) }),
    ...(field !== undefined && { [field]: randomBytes(16).toString('hex') }),
  };
}

const partition = <T>(all: readonly T[], of: (one: T) => boolean): readonly [readonly T[], readonly T[]] => [
  all.filter(of),
  all.filter((one) => !of(one)),
];
