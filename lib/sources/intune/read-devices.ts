// Devices: a full pass each poll, since Intune has no change feed. It can be resumed at any page.

import { SourceError } from '../../errors.ts';
import { mapInTurns } from '../../turns.ts';
import type { CollectedEntity, Collection } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import type { GraphClient } from '../graph/client.ts';
import { type MappedRow, mapRecord, tellIpad } from '../map.ts';
import type { Progress } from '../progress.ts';
import { readPass } from '../resumed-pass.ts';
import { ownership } from '../transforms.ts';
import type { WireRecord } from '../wire.ts';
import type { IntuneCheckpoint, PassState } from './checkpoint.ts';
import { detailsOf, mapWithin } from './device-details.ts';
import { isSparse, propertiesOf, WITHIN_LIST } from './parameters.ts';
import type { Spool } from './spool.ts';

const dataset = 'device' as const;
const DEVICES = '/v1.0/deviceManagement/managedDevices';

export interface DeviceReading {
  readonly graph: GraphClient;
  readonly entity: CollectedEntity;
  readonly collection: Collection;
  readonly progress: Progress<IntuneCheckpoint>;
  /** Gets every device, for the apps on them; null where none are read. */
  readonly spool: Spool | null;
}

/** Gives whether this poll saw every device, or only the rest of a pass. Throws SourceError, `incomplete` among them. */
export const readDevices = (reading: DeviceReading): AsyncGenerator<PollStep, boolean, void> =>
  readPass({
    state: reading.progress.now.devices,
    read: (state) => readFrom(reading, state),
    forget: () => ({ dataset, rows: [], checkpoint: reading.progress.with({ devices: null }) }),
  });

async function* readFrom(reading: DeviceReading, resumed: PassState | null): AsyncGenerator<PollStep, boolean, void> {
  const { graph, entity, collection, progress, spool } = reading;
  const details = detailsOf(graph, collection);
  // A pass that starts over must not be taken up again in the middle of the former one.
  if (resumed === null) yield { dataset, pass: 'start', checkpoint: progress.with({ devices: null }) };
  let { rows, expected } = resumed ?? { rows: 0, expected: null };
  for await (const page of graph.pages(resumed?.next ?? `${DEVICES}?$select=${listedOf(reading)}&$top=1000`)) {
    rows += page.rows.length;
    // Mostly the page's own length; where it is not, it is the whole.
    if (page.count !== null && page.count !== page.rows.length) expected = page.count;
    for (const record of page.rows)
      if (typeof record.id === 'string') await spool?.addDevice(record.id, ownershipOf(entity, record));
    const mapped = await mapInTurns(page.rows, (record) => deviceRow(entity, collection, record));
    const positions = await details.complete(mapped);
    const next = page.nextLink;
    const goOn = next === null ? {} : { checkpoint: progress.with({ devices: { next, rows, again: 0, expected } }) };
    if (positions.length === 0) yield { dataset, rows: mapped, ...goOn };
    else {
      // Positions are of devices that are stored; the page counts as read once its positions are, too.
      yield { dataset, rows: mapped };
      yield { dataset: 'location', events: positions, ...goOn };
    }
  }
  if (expected !== null && expected !== rows) throw incomplete();
  const proof = { marker: 'no-next-link', rows, ...details.lacking };
  yield { dataset, complete: proof, checkpoint: progress.with({ devices: null }) };
  return resumed === null;
}

/** Ids and ownership alone, for a poll that saw only the rest of a pass. */
export async function readDeviceKeys(reading: DeviceReading): Promise<void> {
  const { graph, entity, spool } = reading;
  const select = knowsOwnership(entity) ? 'id,managedDeviceOwnerType' : 'id';
  for await (const page of graph.pages(`${DEVICES}?$select=${select}&$top=1000`))
    for (const record of page.rows)
      if (typeof record.id === 'string') await spool?.addDevice(record.id, ownershipOf(entity, record));
}

/** Properties that a list gives. */
function listedOf({ entity, collection }: DeviceReading): string {
  const wires = entity.parameters.flatMap(({ wire }) => (isSparse(wire) ? [] : [wire]));
  const within = WITHIN_LIST.flatMap(({ name }) => (collection.entity(name).parameters.length > 0 ? [name] : []));
  return propertiesOf([...wires, ...within]).join(',');
}

function deviceRow(entity: CollectedEntity, collection: Collection, record: WireRecord): MappedRow {
  const row = mapRecord(entity.parameters, record);
  mapWithin(collection, record, row);
  tellIpad(row);
  return row;
}

const knowsOwnership = (entity: CollectedEntity): boolean => entity.parameters.some((p) => p.field === 'ownership');

function ownershipOf(entity: CollectedEntity, record: WireRecord): unknown {
  return knowsOwnership(entity) ? ownership(record.managedDeviceOwnerType) : 'unknown';
}

function incomplete(): SourceError {
  return new SourceError('Graph sent fewer or more devices than it counted.', {
    code: 'incomplete',
    hint: 'Nothing was removed; the next poll reads all devices again.',
  });
}
