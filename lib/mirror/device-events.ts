// Events about devices leave with their source, with what they were made of, or with the company's ownership of their
// device. Batches go by surrogate id, each its own transaction, in the order of an index that begins with the source.
import type { SourceEventName } from '../catalog/index.ts';
import { firstRows, type Store, type WriteTransaction } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import { paddedLists } from '../store/lists.ts';

export type DeviceEvent = SourceEventName | 'roaming' | 'violation';
export const DEVICE_EVENTS: readonly DeviceEvent[] = ['location', 'data_usage', 'roaming', 'violation'];
/** Of personally owned devices, and of unknown ownership, these are kept only where a source says so. */
export const COMPANY_ONLY: readonly DeviceEvent[] = ['location', 'data_usage', 'roaming'];

const EVENTS_A_TRANSACTION = 1_000;

/** False where `goOn`, which is asked before each batch, said no. Throws LeaseLost. */
export function deleteEventsOfSource(
  store: Store,
  writer: FencedWriter,
  event: DeviceEvent,
  goOn: () => Promise<boolean> = async () => true,
): Promise<boolean> {
  const { source } = writer.lease;
  const ofSource = () => store.rows.selectFrom(event).select('id').where('source', '=', source).orderBy('record_key');
  return deleteBatches(store, writer, event, ofSource, goOn);
}

export async function deleteEventsOfDevices(
  store: Store,
  writer: FencedWriter,
  events: readonly DeviceEvent[],
  keys: readonly Uint8Array[],
): Promise<void> {
  const { source } = writer.lease;
  for (const event of events)
    for (const list of paddedLists(keys))
      await deleteBatches(store, writer, event, () =>
        store.rows
          .selectFrom(event)
          .select('id')
          .where('source', '=', source)
          .where('owner_key', 'in', list)
          .orderBy('owner_key'),
      );
}

type Query = Parameters<typeof firstRows<Record<string, Record<string, unknown>>, string, { id: unknown }>>[1];

async function deleteBatches(
  store: Store,
  writer: FencedWriter,
  event: DeviceEvent,
  query: () => Query,
  goOn: () => Promise<boolean> = async () => true,
): Promise<boolean> {
  for (;;) {
    const rows = await firstRows(store.engine, query(), EVENTS_A_TRANSACTION).execute();
    if (rows.length === 0) return true;
    if (!(await goOn())) return false;
    const ids = rows.map((row) => row.id);
    await writer.write(({ rows }) => rows.deleteFrom(event).where('id', 'in', ids).execute());
  }
}

export interface OpenInterval {
  readonly id: number;
  readonly owner_key: Uint8Array;
  readonly network: string | null;
  readonly operator: string | null;
  readonly country: string | null;
}

/** `roaming` intervals of these devices that have not ended. */
export async function openIntervals(
  { db }: Pick<Store, 'db'>,
  source: string,
  keys: readonly Uint8Array[],
): Promise<OpenInterval[]> {
  const found: OpenInterval[] = [];
  for (const list of paddedLists(keys))
    found.push(
      ...(await db
        .selectFrom('roaming')
        .select(['id', 'owner_key', 'network', 'operator', 'country'])
        .where('source', '=', source)
        .where('owner_key', 'in', list)
        .where('ended_at', 'is', null)
        .execute()),
    );
  return found;
}

/** Intervals of devices that leave the mirror end with them. */
export async function endRoaming(
  tx: WriteTransaction,
  source: string,
  keys: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  const open = await openIntervals(tx, source, keys);
  await tx.update(
    'roaming',
    open.map(({ id }) => ({ id, ended_at: at })),
  );
}
