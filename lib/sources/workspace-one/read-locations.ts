// Positions of the devices of a page, in one request: what was sampled since the pass before, with a day's overlap for
// devices that report late. What is known already is not written again.
import { readUntil } from '../../clock.ts';
import { otherAnswer } from '../about.ts';
import type { Collection } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { mapRecord, positionsOf } from '../map.ts';
import { slices } from '../slices.ts';
import { PRODUCT, type WorkspaceOneClient } from './client.ts';
import { wireTime } from './transforms.ts';

const dataset = 'location' as const;
const DAY_MS = 86_400_000;
const OVERLAP_MS = DAY_MS;
/** The first time, and after a long pause. */
const AT_MOST_MS = 7 * DAY_MS;
const BATCH_ROWS = 4000;

export interface LocationReading {
  readonly client: WorkspaceOneClient;
  readonly collection: Collection;
  readonly timeZoneOffsetMinutes: number;
}

/** Whether enough of a position is collected to store one. */
export function readsLocations(collection: Collection): boolean {
  const fields = collection.collectedOf(dataset);
  return ['device_external_id', 'fixed_at', 'latitude', 'longitude'].every((name) => fields.has(name));
}

/** Throws SourceError. */
export async function* readLocationsOf(
  { client, collection, timeZoneOffsetMinutes }: LocationReading,
  ids: readonly string[],
  since: string | null,
  now: Date,
): AsyncGenerator<PollStep, true, void> {
  if (ids.length === 0) return true;
  const earliest = now.getTime() - AT_MOST_MS;
  const until = readUntil(since, now);
  const from = new Date(until === null ? earliest : Math.max(earliest, Date.parse(until) - OVERLAP_MS));
  const query = new URLSearchParams({
    startdatetime: wireTime(from, timeZoneOffsetMinutes),
    enddatetime: wireTime(now, timeZoneOffsetMinutes),
  });
  const path = `/api/mdm/devices/gps/search?${query}`;
  const { parameters } = collection.entity('gps');
  const samples = await client.search(path, { BulkValues: { Value: ids } });
  const positions = samples.flatMap((record) => positionsOf(mapRecord(parameters, record)));
  const asked = new Set<unknown>(ids);
  if (positions.some(({ device_external_id: id }) => typeof id === 'string' && !asked.has(id)))
    throw otherAnswer(PRODUCT);
  for (const events of slices(positions, BATCH_ROWS)) yield { dataset, events };
  return true;
}
