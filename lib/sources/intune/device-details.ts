// What Graph gives for one device at a time only, for the devices of a page, in batches; nothing is asked for of which no
// parameter is collected.

import { AskedParts, isPathSegment } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { Proof, SourceRow } from '../contract.ts';
import type { GraphClient } from '../graph/client.ts';
import { expectRecord } from '../graph/context.ts';
import { type MappedRow, mapRecord, positionsOf } from '../map.ts';
import { isRecord, type WireRecord, wrongShape } from '../wire.ts';
import { isSparse, propertiesOf, WITHIN_LIST } from './parameters.ts';

/** Batches that are under way at a time: 2,000 requests in 20 seconds is the limit of the service. */
const WIDTH = 4;

/** Relations of a device, with the entities that are read from each. */
const RELATIONS = [
  {
    path: 'windowsProtectionState',
    entities: ['windowsProtectionState', 'windowsDeviceMalwareState'],
    platform: 'windows',
  },
  { path: 'deviceCompliancePolicyStates', entities: ['deviceCompliancePolicyState'], isList: true },
  { path: 'deviceConfigurationStates', entities: ['deviceConfigurationState'], isList: true },
] as const;

export interface Details {
  /** Adds to the rows of a page what is known of each device alone; answers positions, as events. */
  complete(rows: readonly MappedRow[]): Promise<readonly SourceRow[]>;
  /** Relations that no device was answered. */
  readonly lacking: Pick<Proof, 'lacking'>;
}

export function detailsOf(graph: GraphClient, collection: Collection): Details {
  const asked = new AskedParts();
  const parametersOf = (entity: string) => collection.entity(entity).parameters;
  const sparse = parametersOf('managedDevice').filter((p) => isSparse(p.wire));
  const hardware = parametersOf('hardwareInformation');
  const actions = parametersOf('deviceActionResult');
  const position = parametersOf('deviceGeoLocation');
  const select = [
    ...propertiesOf([...sparse, ...actions].map((p) => p.wire)),
    ...(hardware.length > 0 ? ['hardwareInformation'] : []),
    ...(position.length > 0 && actions.length === 0 ? ['deviceActionResults'] : []),
  ];

  async function alone(rows: readonly MappedRow[]): Promise<readonly SourceRow[]> {
    const events: SourceRow[] = [];
    const records = await readEach(graph, rows, (id) => `${id}?$select=id,${select.join(',')}`);
    for (const [i, record] of records.entries()) {
      const row = rows[i];
      if (!row) continue;
      if (record === null) {
        asked.silent('managedDevice', row, [...sparse, ...actions, ...hardware]);
        continue;
      }
      asked.told('managedDevice');
      mapRecord([...sparse, ...actions], record, row);
      if (isRecord(record.hardwareInformation)) mapRecord(hardware, record.hardwareInformation, row);
      if (position.length === 0) continue;
      for (const at of located(record)) for (const event of eventsOf(row, mapRecord(position, at))) events.push(event);
    }
    return events;
  }

  return {
    get lacking() {
      return asked.lacking;
    },
    async complete(page) {
      // A row without a readable id is counted by ingest; nothing can be asked about it.
      const rows = page.filter((row) => isPathSegment(row.external_id));
      const events = select.length > 0 ? await alone(rows) : [];
      for (const relation of RELATIONS) {
        const parameters = relation.entities.flatMap(parametersOf);
        if (parameters.length === 0) continue;
        const some = 'platform' in relation ? rows.filter((row) => row.platform === relation.platform) : rows;
        const expand = parameters.some((p) => p.wire.startsWith('detectedMalwareState'))
          ? '?$expand=detectedMalwareState'
          : '';
        const records = await readEach(graph, some, (id) => `${id}/${relation.path}${expand}`, 'isList' in relation);
        for (const [i, record] of records.entries()) {
          const row = some[i];
          if (!row) continue;
          if (record === null) {
            asked.silent(relation.path, row, parameters);
            continue;
          }
          asked.told(relation.path);
          mapRecord(parameters, record, row);
          if (parameters.some((p) => p.field === 'compliance_reasons')) row.compliance_reasons = reasonsOf(record);
        }
      }
      return events;
    },
  };
}

/** One record for each row, null where nothing was answered (404): of a device that is listed that is no word for "none". */
async function readEach(
  graph: GraphClient,
  rows: readonly MappedRow[],
  pathOf: (id: string) => string,
  isList = false,
): Promise<readonly (WireRecord | null)[]> {
  const paths = rows.map(
    (row) => `/deviceManagement/managedDevices/${pathOf(encodeURIComponent(String(row.external_id)))}`,
  );
  const records = await graph.batch(paths, 'beta', WIDTH);
  for (const [i, record] of records.entries()) {
    if (record === null) continue;
    // The id of the state of protection is the device's, too.
    // https://learn.microsoft.com/graph/api/resources/intune-devices-windowsprotectionstate
    if (!isList) expectRecord(String(rows[i]?.external_id), record);
    else if (!Array.isArray(record.value)) throw wrongShape('Graph');
  }
  return records;
}

/** Records within the record of the list. */
export function mapWithin(collection: Collection, record: WireRecord, row: MappedRow): void {
  for (const { name } of WITHIN_LIST) {
    const within = record[name];
    if (isRecord(within)) mapRecord(collection.entity(name).parameters, within, row);
  }
}

/** Those of the last locate actions: one that failed has none. */
function located(record: WireRecord): readonly WireRecord[] {
  const results = Array.isArray(record.deviceActionResults) ? record.deviceActionResults : [];
  return results.flatMap((result) =>
    isRecord(result) && isRecord(result.deviceLocation) ? [result.deviceLocation] : [],
  );
}

const eventsOf = (device: MappedRow, position: MappedRow): readonly SourceRow[] =>
  positionsOf({ ...position, device_external_id: device.external_id, method: 'locateDevice' });

/** Names of the policies that the device does not meet; null where it meets all. */
function reasonsOf(record: WireRecord): readonly string[] | null {
  const states = Array.isArray(record.value) ? record.value : [];
  const broken = states.flatMap((policy) =>
    isRecord(policy) &&
    typeof policy.displayName === 'string' &&
    typeof policy.state === 'string' &&
    BROKEN.test(policy.state)
      ? [policy.displayName]
      : [],
  );
  return broken.length > 0 ? broken.sort() : null;
}

const BROKEN = /^(nonCompliant|error|conflict)$/i;
