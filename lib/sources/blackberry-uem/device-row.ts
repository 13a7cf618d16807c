// What the record of a user device makes: a row, and the last position of the device.
import { isPathSegment } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { SourceRow } from '../contract.ts';
import { mapRecord, positionsOf, tellIpad } from '../map.ts';
import type { Parameter } from '../parameters.ts';
import { isRecord, type WireRecord } from '../wire.ts';
import { tellsApps } from './parameters-device.ts';
import { ownership } from './transforms.ts';

export interface FoundDevice {
  /** Null where it cannot be read: the row is counted and set aside. */
  readonly guid: string | null;
  readonly userGuid: string;
  /** Whether its apps and position may be stored: it is the company's, or the source says so for all. */
  readonly mayTell: boolean;
  readonly record: WireRecord;
}

export class DeviceRows {
  readonly #userDevice: readonly Parameter[];
  readonly #withoutApps: readonly Parameter[];
  readonly #device: readonly Parameter[];
  readonly #geolocation: readonly Parameter[];
  readonly #knowsOwnership: boolean;
  readonly #personalDevices: boolean;

  constructor(collection: Collection, personalDevices: boolean) {
    this.#userDevice = collection.entity('userDevice').parameters;
    this.#withoutApps = this.#userDevice.filter(({ wire }) => !tellsApps(wire));
    this.#device = collection.entity('device').parameters;
    this.#geolocation = collection.entity('geolocation').parameters;
    this.#knowsOwnership = collection.has('device', 'ownership');
    this.#personalDevices = personalDevices;
  }

  /** One record of a user's list. */
  found(userGuid: string, record: WireRecord): FoundDevice {
    const { guid } = record;
    const mayTell =
      this.#personalDevices || (this.#knowsOwnership && ownership(deviceOf(record).ownership) === 'company');
    return { guid: isPathSegment(guid) ? guid : null, userGuid, mayTell, record };
  }

  row({ userGuid, mayTell, record }: FoundDevice): SourceRow {
    const row = mapRecord(mayTell ? this.#userDevice : this.#withoutApps, { ...record, userGuid });
    mapRecord(this.#device, deviceOf(record), row);
    // A device that breaks no rule has no list of reasons.
    if ('compliance' in row) row.compliance ??= 'compliant';
    if ('ownership' in row) row.ownership ??= 'unknown';
    if (Array.isArray(row.compliance_reasons)) row.compliance_reasons = textsOf(row.compliance_reasons);
    tellIpad(row, deviceOf(record).hardwareModel);
    return row;
  }

  /** The last position; none where it is switched off, unknown, or without coordinates (type `UNAVAILABLE`). */
  positions({ guid, mayTell, record }: FoundDevice): readonly SourceRow[] {
    if (guid === null || !mayTell || this.#geolocation.length === 0 || !isRecord(record.deviceLocation)) return [];
    const position = mapRecord(this.#geolocation, record.deviceLocation);
    return positionsOf({ ...position, device_external_id: guid });
  }
}

const deviceOf = ({ device }: WireRecord): WireRecord => (isRecord(device) ? device : {});

const textsOf = (values: readonly unknown[]): readonly unknown[] | null => {
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === 0 ? null : texts;
};
