// Oddities of the wire that hold for every record: dates without a zone, the year 1 for never, and names of C# backing
// fields in place of those of the properties.
import { withoutDeepValues } from '../nesting.ts';
import { isRecord, type WireRecord } from '../wire.ts';

const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
/** `<CurrentMCC>k__BackingField`, as it stands or escaped for HTML. */
const BACKING_FIELD = /^(?:<|&lt;)(\w+)(?:>|&gt;)k__BackingField$/;

/** `+02:00` for 120. */
export function zoneOf(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z';
  const minutes = Math.abs(offsetMinutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** A record as the parameters tables read it: dates with their zone, null for never, plain names. */
export function normalise(record: WireRecord, zone: string): WireRecord {
  return entries(withoutDeepValues(record), zone);
}

function entries(record: WireRecord, zone: string): WireRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [BACKING_FIELD.exec(name)?.[1] ?? name, normaliseValue(value, zone)]),
  );
}

function normaliseValue(value: unknown, zone: string): unknown {
  if (typeof value === 'string') return normaliseText(value, zone);
  if (Array.isArray(value)) return value.map((item) => normaliseValue(item, zone));
  return isRecord(value) ? entries(value, zone) : value;
}

function normaliseText(text: string, zone: string): string | null {
  if (!DATE.test(text)) return /^0001-01-01T00:00:00(\.0+)?Z?$/.test(text) ? null : text;
  return text.startsWith('0001-') ? null : `${text}${zone}`;
}

/** A time as the API takes it in a query: `yyyy-MM-ddTHH:mm:ss.fff`, in the zone of its dates. */
export function wireTime(at: Date, offsetMinutes: number): string {
  return new Date(at.getTime() + offsetMinutes * 60_000).toISOString().slice(0, -1);
}
