// Mobile data, and numbers of calls and messages, by device and day. Only whole days before today (UTC) are read: a day that is under way would be stored
// too low. The days before the last one are looked at again for devices that report late: what is told of a day then takes the
// place of what is stored.
import { readUntil } from '../../clock.ts';
import type { Collection } from '../collection.ts';
import type { PollContext, PollStep, SourceRow } from '../contract.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import type { Parameter } from '../parameters.ts';
import type { Progress } from '../progress.ts';
import { slices } from '../slices.ts';
import type { WorkspaceOneCheckpoint } from './checkpoint.ts';
import type { WorkspaceOneClient } from './client.ts';
import type { WorkspaceOneConfig } from './config.ts';

const dataset = 'data_usage' as const;
const DAY_MS = 86_400_000;
const FIRST_DAYS = 7;
const LATE_DAYS = 2;
const BATCH_ROWS = 4000;
const COUNTED = [
  'home_bytes',
  'roaming_bytes',
  'incoming_voice',
  'outgoing_voice',
  'incoming_messages',
  'outgoing_messages',
] as const;

export interface UsageReading {
  readonly client: WorkspaceOneClient;
  readonly config: WorkspaceOneConfig;
  readonly collection: Collection;
  readonly progress: Progress<WorkspaceOneCheckpoint>;
  readonly context: PollContext;
}

/** Whether enough of a day is collected to store one. */
export function readsUsage(collection: Collection): boolean {
  const fields = collection.collectedOf(dataset);
  const keyed = fields.has('device_external_id') && fields.has('day');
  return keyed && COUNTED.some((name) => fields.has(name));
}

/** Once a day. Throws SourceError. */
export async function* readUsage(reading: UsageReading): AsyncGenerator<PollStep, void, void> {
  const { progress, context } = reading;
  const now = context.clock.now();
  const today = Math.floor(now.getTime() / DAY_MS);
  const usageDay = readUntil(progress.now.usageDay, now);
  const read = usageDay === null ? null : Math.floor(Date.parse(usageDay) / DAY_MS);
  if (read !== null && read >= today - 1) return;
  const first = read === null ? today - FIRST_DAYS : Math.max(today - FIRST_DAYS, read + 1 - LATE_DAYS);
  for (let day = first; day < today; day++) {
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    const rows = [...(await usageOf(reading, date)).values()];
    for (const events of slices(rows, BATCH_ROWS)) yield { dataset, events };
    // A day that is looked at again moves nothing back.
    const checkpoint = progress.with({ usageDay: read !== null && day < read ? usageDay : date });
    yield { dataset, events: [], checkpoint };
  }
}

/** Of one day, by device: one with two SIM cards has two rows, whose sum it is. */
async function usageOf(
  { client, config, collection }: UsageReading,
  day: string,
): Promise<ReadonlyMap<unknown, SourceRow>> {
  const { parameters } = collection.entity('telecomUsage');
  const isPeak = ({ wire }: Parameter): boolean => !wire.includes('OffPeak');
  const offPeak = parameters.filter((parameter) => !isPeak(parameter));
  const path = '/api/mdm/telecom/devices/bulkusagehistory';
  const query = { organizationgroupid: config.organizationGroupId, date: day };
  const byDevice = new Map<unknown, MappedRow>();
  for await (const { records } of client.pages({ path, query, key: 'ResultSet' }))
    for (const record of records) {
      const row = mapRecord(parameters.filter(isPeak), record);
      addUp(row, mapRecord(offPeak, record));
      // What the server counts to another day, by its own zone, is read with that one.
      if (row.day !== day && typeof row.day === 'string') continue;
      const known = byDevice.get(row.device_external_id);
      if (known) addUp(known, row);
      else byDevice.set(row.device_external_id, { ...row, occurred_at: new Date(`${day}T00:00:00Z`) });
    }
  return byDevice;
}

function addUp(sum: MappedRow, row: MappedRow): void {
  for (const name of COUNTED) {
    const [a, b] = [sum[name], row[name]];
    if (typeof b === 'number') sum[name] = typeof a === 'number' ? a + b : b;
  }
}
