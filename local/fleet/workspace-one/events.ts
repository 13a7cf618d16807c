// Positions in bulk, and the mobile data of a day: numbers as text, in the notation of the server's culture.
import type { Device, Json } from '../estate/device.ts';
import { currentNetworkOf, homeNetworkOf, isRoaming, positionOf } from '../estate/mobility.ts';
import { type Exchange, type JsonObject, objectBody } from '../http/exchange.ts';
import { below, guid, hash } from '../random.ts';
import { phoneOf } from './device-row.ts';
import { deviceNumber, entityId } from './ids.ts';
import { ApiError, time } from './wire.ts';

/** The numbers in `{"BulkValues":{"Value":["1","2"]}}`. */
export function bulkValues(exchange: Exchange): ReadonlySet<string> {
  const { BulkValues: bulk } = objectBody(exchange) ?? {};
  const values = typeof bulk === 'object' && bulk !== null && !Array.isArray(bulk) ? bulk.Value : undefined;
  if (!Array.isArray(values)) throw new ApiError(400, 400, 'BulkValues is missing.');
  return new Set(values.map(String));
}

/** The last position of a device, where it lies between two times of the query. */
export function positions(device: Device, exchange: Exchange, offset: number, comma: boolean): Json[] {
  const position = positionOf(device);
  if (position === null) return [];
  const at = time(position.fixedAt, offset);
  const [from, until] = ['startdatetime', 'enddatetime'].map((name) => exchange.query.get(name) ?? '');
  if ((from && at < from) || (until && at > until)) return [];
  const text = (value: number): string => (comma ? String(value).replace('.', ',') : String(value));
  return [
    {
      SampleTime: at,
      Latitude: text(position.latitude),
      Longitude: text(position.longitude),
      Elevation: text(position.altitude),
      Speed: hash(device.seed, 480) % 2 === 0 ? '-1' : text(1.5),
      Note: 'typed by somebody',
      DeviceId: entityId(deviceNumber(device)),
      Id: entityId(hash(device.seed, 481)),
      Uuid: guid(device.seed, 482),
    },
  ];
}

/** Rows of telecom usage, one for each SIM card: none without a modem, two where there are two cards. */
export function usage(device: Device, day: string): JsonObject[] {
  const second = hash(device.seed, 490) % 4 === 0;
  return (second ? [0, 1] : [0]).flatMap((card) => usageOfCard(device, day, card));
}

function usageOfCard(device: Device, day: string, card: number): JsonObject[] {
  const home = homeNetworkOf(device);
  if (home === null) return [];
  const salt = 483 + Math.floor(Date.parse(day) / 86_400_000) + 100_000 * card;
  const abroad = isRoaming(device) && currentNetworkOf(device) !== null;
  const [incoming = 0, outgoing = 0, evening = 0, received = 0, sent = 0] = [30, 30, 10, 8, 8].map((most, i) =>
    below(most, device.seed, salt + 2 + i),
  );
  const row = {
    Date: `${day}T00:00:00.000`,
    DeviceId: entityId(deviceNumber(device)),
    PhoneNumber: card === 0 ? phoneOf(device) : '',
    HomeMCC: home.mcc,
    HomeMNC: home.mnc,
    CellularTechnology: '1',
    NonRoamingKiloBytes: String(below(2_000_000, device.seed, salt)),
    RoamingKiloBytes: abroad ? String(below(50_000, device.seed, salt + 1)) : '0',
    PeakVoiceUsage: String(incoming + outgoing),
    IncomingPeakVoiceUsage: String(incoming),
    OutgoingPeakVoiceUsage: String(outgoing),
    OffPeakVoiceUsage: String(evening),
    IncomingOffPeakVoiceUsage: String(evening),
    OutgoingOffPeakVoiceUsage: '0',
    MessageUsage: String(received + sent),
    IncomingMessageUsage: String(received),
    OutgoingMessageUsage: String(sent),
  };
  return [row];
}
