// Apps of the devices of one page, by bulk requests. Which device a part of the answer is about has no documented name:
// where none is found, the devices are asked for one by one.
import { otherAnswer, soleOf } from '../about.ts';
import { AppBatch } from '../app-batch.ts';
import { type Asked, isUnknownCall, type Silent } from '../asked.ts';
import type { CollectedEntity } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import { slices } from '../slices.ts';
import { isRecord, type WireRecord, wrongShape } from '../wire.ts';
import type { EpmmClient } from './client.ts';
import { inOneSpelling } from './parameters-app.ts';

const dataset = 'device_app' as const;
const PRODUCT = 'Ivanti EPMM';
const INVENTORY = '/api/v2/devices/appinventory';
/** What one request may ask for; its address stays below 1.2 KB, too. */
const DEVICES = 25;

export interface AppReading {
  readonly epmm: EpmmClient;
  readonly entities: readonly CollectedEntity[];
  /** Whether apps of devices that the company does not own are read. */
  readonly personalDevices: boolean;
  /** Requests at a time. */
  readonly width: number;
  /** Devices that did not answer. */
  readonly silent: Silent;
}

/** Gives what came of the devices; of one without an inventory in the answer nothing is handed on. Throws SourceError. */
export async function* readAppsOf(
  { epmm, entities, personalDevices, width, silent }: AppReading,
  devices: readonly MappedRow[],
): AsyncGenerator<PollStep, Asked, void> {
  const idsWhere = (read: boolean): string[] =>
    devices.flatMap(({ external_id, ownership }) =>
      typeof external_id === 'string' && (personalDevices || ownership === 'company') === read ? [external_id] : [],
    );
  const withheld = idsWhere(false);
  if (withheld.length > 0) yield { dataset, rows: [], scope: withheld.map((id) => [id]) };
  const batch = new AppBatch(silent);
  for (const some of slices([...slices(idsWhere(true), DEVICES)], width)) {
    if (isUnknownCall(batch.asked)) break;
    for (const [i, inventories] of (await inParallel(some, width, (ids) => inventoriesOf(epmm, ids))).entries())
      for (const id of some[i] ?? [])
        yield* batch.add(id, inventories.get(id)?.map((app) => appRow(entities, id, app)) ?? null);
  }
  yield* batch.take();
  return batch.asked;
}

function appRow(entities: readonly CollectedEntity[], id: string, app: WireRecord): SourceRow {
  const record = inOneSpelling(app);
  const row: MappedRow = { device_external_id: id, attributes: {} };
  for (const { parameters } of entities) mapRecord(parameters, record, row);
  // What was not installed from a store may have a name alone.
  row.app_id ??= typeof record.name === 'string' && record.name !== '' ? record.name : null;
  return row;
}

type Inventories = ReadonlyMap<string, readonly WireRecord[]>;

async function inventoriesOf(epmm: EpmmClient, ids: readonly string[]): Promise<Inventories> {
  const answer = await epmm.all(INVENTORY, { deviceUuids: ids.join(',') }, [404]);
  const named = answer?.filter(hasInventory).map((record) => [deviceAmong(ids, record), appsIn(record)] as const) ?? [];
  const [first] = ids;
  if (ids.length === 1 && first !== undefined) {
    const sole = soleOf(PRODUCT, named);
    return new Map(sole && [[first, sole[1]]]);
  }
  if (answer && named.every(([id]) => id !== null))
    return new Map(named.flatMap(([id, apps]) => (id ? [[id, apps]] : [])));
  const alone: Inventories[] = [];
  for (const id of ids) alone.push(await inventoriesOf(epmm, [id]));
  return new Map(alone.flatMap((inventories) => [...inventories]));
}

const NAMES = ['deviceUuid', 'uuid', 'device_uuid', 'common.uuid'];

/** Which of these devices a record is about; null where it does not say. Throws SourceError where it is another one. */
function deviceAmong(ids: readonly string[], record: WireRecord): string | null {
  const name = NAMES.map((property) => record[property]).find((value) => typeof value === 'string' && value !== '');
  if (typeof name !== 'string') return null;
  const id = ids.find((one) => one.toLowerCase() === name.toLowerCase());
  if (id === undefined) throw otherAnswer(PRODUCT);
  return id;
}

/** Null is an inventory without apps; one that is left out is none. */
const hasInventory = ({ appInventory }: WireRecord): boolean => appInventory !== undefined;

function appsIn({ appInventory }: WireRecord): readonly WireRecord[] {
  if (appInventory === null) return [];
  if (!Array.isArray(appInventory)) throw wrongShape(PRODUCT);
  // What is no object has no key, and is counted as such.
  return appInventory.map((app) => (isRecord(app) ? app : {}));
}
