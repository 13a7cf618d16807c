// What a device tells beyond its row in the search: one request for each part of which a parameter is collected.

import { SourceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { soleOf } from '../about.ts';
import { AskedParts, isPathSegment } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { Proof } from '../contract.ts';
import { type MappedRow, mapRecord, tellIpad } from '../map.ts';
import { completeNetworks, NETWORK_FIELDS } from '../networks.ts';
import type { Parameter } from '../parameters.ts';
import { isRecord, saysNothing, type WireRecord } from '../wire.ts';
import { PRODUCT, type WorkspaceOneClient } from './client.ts';

/** A device as it is named in addresses, encoded. */
interface Named {
  readonly id: string;
  /** Empty where the console is too old to have any. */
  readonly uuid: string;
}

interface Part {
  readonly entities: readonly string[];
  readonly read: (
    client: WorkspaceOneClient,
    device: Named,
    parameters: readonly Parameter[],
  ) => Promise<WireRecord | null>;
  /** Of devices of this platform alone. */
  readonly platforms?: readonly unknown[];
}

/** With the parameters that are collected of it. */
interface AskedPart extends Part {
  readonly parameters: readonly Parameter[];
}

const of = (device: Named, part: string): string => `/api/mdm/devices/${device.id}/${part}`;

/** One answer is the record. */
const single =
  (part: string): Part['read'] =>
  (client, device, parameters) =>
    client.record(of(device, part), parameters);

/** One answer of the newer calls; `as` is what it calls the device, where it names it. */
const byUuid =
  (path: (uuid: string) => string, version = 1, as?: string): Part['read'] =>
  async (client, { uuid: id }, parameters) =>
    id === ''
      ? Promise.reject(saysNothing(PRODUCT))
      : client.record(path(id), parameters, { version, ...(as && { about: { id, as } }) });

/** A list in pages, as one record with all of it. */
const listed =
  (part: string, key: string, query: Readonly<Record<string, string>> = {}): Part['read'] =>
  async (client, device) => ({
    [key]: await client.all({ path: of(device, part), key, query, counted: false, about: byNumber(device) }),
  });

const byNumber = ({ id }: Named) => ({ id, as: 'DeviceId' });

const PARTS: readonly Part[] = [
  {
    entities: ['deviceNetwork', 'cellularNetworkInfo', 'serviceSubscription', 'deviceNetworkInfo'],
    read: single('network'),
  },
  { entities: ['security'], read: single('security') },
  { entities: ['compliance'], read: listed('compliance', 'DeviceCompliance') },
  { entities: ['certificate'], read: listed('certificates', 'DeviceCertificates') },
  { entities: ['deviceContent'], read: listed('content', 'DeviceContents') },
  { entities: ['deviceNote'], read: listed('notes', 'DeviceNotes') },
  { entities: ['eventLog'], read: listed('eventlog', 'DeviceEventLogEntries', { dayrange: '1' }) },
  {
    entities: ['deviceUser'],
    platforms: ['ipados', 'macos'],
    read: (client, device, parameters) => client.record(of(device, 'loggedinusers'), parameters, { items: 'users' }),
  },
  { entities: ['tunnelAccess'], read: byUuid((uuid) => `/api/mdm/tunnel/devices/${uuid}/action`) },
  {
    entities: ['deviceExtensive'],
    read: async (client, device) => {
      const path = '/api/mdm/devices/extensivesearch';
      const query = { deviceid: device.id };
      const found = await client.all({ path, key: 'Devices', query, counted: false, about: byNumber(device) });
      const sole = soleOf(PRODUCT, found);
      if (!sole) throw saysNothing(PRODUCT);
      return sole;
    },
  },
  { entities: ['deviceV3'], read: byUuid((uuid) => `/api/mdm/devices/${uuid}`, 3, 'uuid') },
  {
    entities: ['bitlocker', 'bitlockerDrive'],
    platforms: ['windows'],
    read: byUuid((uuid) => `/api/mdm/devices/${uuid}/bitlocker/drives`),
  },
];

export class Details {
  readonly #client: WorkspaceOneClient;
  readonly #log: Logger;
  readonly #collection: Collection;
  readonly #parts: readonly AskedPart[];
  readonly #fields: ReadonlySet<string>;
  readonly #asked = new AskedParts();

  constructor(client: WorkspaceOneClient, collection: Collection, log: Logger) {
    this.#client = client;
    this.#log = log;
    this.#collection = collection;
    this.#parts = PARTS.map((part) => ({
      ...part,
      parameters: part.entities.flatMap((name) => collection.entity(name).parameters),
    })).filter(({ parameters }) => parameters.length > 0);
    this.#fields = new Set(collection.collectedOf('device').keys());
  }

  /** Whether anything is asked of every device. */
  get many(): boolean {
    return this.#parts.some((part) => !asksForReasonsAlone(part));
  }

  /** The whole row of a device. Throws SourceError where a part cannot be read: without it, its values would seem gone. */
  async rowOf(record: WireRecord): Promise<MappedRow> {
    const row = mapRecord(this.#collection.entity('device').parameters, record);
    mapRecord(this.#collection.entity('deviceCellularInfo').parameters, record, row);
    tellIpad(row);
    const network = await this.#complete(record, row);
    completeNetworks(row, codesOf(record, network), this.#fields);
    return row;
  }

  /** Parts that no device was answered. */
  get lacking(): Pick<Proof, 'lacking'> {
    return this.#asked.lacking;
  }

  /** Gives the answer about the network, where it was asked for. */
  async #complete(record: WireRecord, row: MappedRow): Promise<WireRecord | null> {
    const { external_id: id } = row;
    const uuid = isPathSegment(record.Uuid) ? encodeURIComponent(record.Uuid) : '';
    if (!isPathSegment(id)) return null;
    const device = { id: encodeURIComponent(id), uuid };
    let network: WireRecord | null = null;
    for (const part of this.#parts) {
      if (!isAsked(part, row)) continue;
      const name = part.entities[0] ?? '';
      const { unanswered } = row;
      const found = await this.#asked.ask(name, row, part.parameters, () => this.#read(part, device));
      const tellsNetworks = part.entities.includes('deviceNetwork');
      // The country codes of the search alone would make less of them.
      if (tellsNetworks && row.unanswered !== unanswered)
        row.unanswered = [...(row.unanswered ?? []), ...NETWORK_FIELDS.filter((field) => this.#fields.has(field))];
      if (found === null) continue;
      mapRecord(part.parameters, found, row);
      if (tellsNetworks) network = found;
    }
    return network;
  }

  async #read(part: AskedPart, device: Named): Promise<WireRecord | null> {
    try {
      return await part.read(this.#client, device, part.parameters);
    } catch (error) {
      if (error instanceof SourceError && error.code === 'http-403')
        this.#log.warn('A part of the devices may not be read: grant it, or exclude its parameters.', {
          part: part.entities[0] ?? '',
        });
      throw error;
    }
  }
}

const asksForReasonsAlone = ({ entities, parameters }: AskedPart): boolean =>
  entities.includes('compliance') && parameters.every((p) => p.field !== undefined);

/** Reasons are asked for where there are some, and the search did not give them. */
function isAsked(part: AskedPart, row: MappedRow): boolean {
  const { platforms } = part;
  if (platforms && row.platform !== undefined && !platforms.includes(row.platform)) return false;
  if (!asksForReasonsAlone(part)) return true;
  return row.compliance === 'noncompliant' && (row.compliance_reasons ?? null) === null;
}

/** The codes of both networks: those of the answer about the network, or the country codes of the search. */
function codesOf(record: WireRecord, network: WireRecord | null): Parameters<typeof completeNetworks>[1] {
  const cellular = isRecord(network?.CellularNetworkInfo) ? network.CellularNetworkInfo : {};
  const mccs = [cellular.DeviceMCC, record.DeviceMCC].filter(isRecord);
  const mncs = isRecord(cellular.DeviceMNC) ? cellular.DeviceMNC : {};
  const first = (name: string): unknown =>
    mccs.map((codes) => codes[name]).find((code) => code !== undefined && code !== '');
  return {
    home: { mcc: first('SIMMCC'), mnc: mncs.SimMNC },
    current: { mcc: first('CurrentMCC'), mnc: mncs.CurrentMNC },
  };
}
