// The shapes that BlackBerry UEM answers in: its media types, its errors, pages by offset, and no property without a value.
import type { Json } from '../estate/device.ts';
import { type Answer, type Exchange, type JsonObject, Refusal } from '../http/exchange.ts';

/** A record before it is written: what is undefined is left out, as UEM does. */
export type Values = { readonly [name: string]: Json | undefined };

export function recordOf(values: Values): JsonObject {
  const record: JsonObject = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== '') record[name] = value;
  return record;
}

const mediaType = (type: string): string => `application/vnd.blackberry.${type}-v1+json`;

export class UemError extends Refusal {
  readonly id: string;

  constructor(status: number, id: string, message: string) {
    super(status, message);
    this.id = id;
  }

  toAnswer(): Answer {
    const json = { id: this.id, subStatusCode: this.status, message: this.message };
    return { status: this.status, headers: { 'content-type': mediaType('error') }, json };
  }
}

export const notFound = (what: string): UemError =>
  new UemError(404, `${what.toUpperCase().replaceAll(' ', '_')}_NOT_FOUND`, `${what} not found.`);

/** Refuses a client that does not ask for the vendor's own type. */
export function answerOf(exchange: Exchange, type: string, json: JsonObject): Answer {
  if (!String(exchange.headers.accept ?? '').includes(mediaType(type)))
    throw new UemError(406, 'NOT_ACCEPTABLE', 'HTTP 406 Not Acceptable');
  return { status: 200, headers: { 'content-type': mediaType(type) }, json };
}

function numberIn(exchange: Exchange, name: string, byDefault: number, least: number, most: number): number {
  const text = exchange.query.get(name);
  if (text === null) return byDefault;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UemError(400, 'INVALID_PARAMETER', `Invalid value for parameter ${name}.`);
  return value;
}

/** One page, with the total where the client asks for it. */
export function pageOf<T>(
  exchange: Exchange,
  type: string,
  name: string,
  items: readonly T[],
  row: (item: T) => JsonObject,
): Answer {
  const max = numberIn(exchange, 'max', 100, 1, 1000);
  const offset = numberIn(exchange, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
  const rows = items.slice(offset, offset + max).map(row);
  const total = exchange.query.get('includeTotal') === 'true' ? items.length : undefined;
  return answerOf(exchange, type, recordOf({ [name]: rows, total }));
}

/** RFC 3339 without trailing zeros: `.54Z`, `.003Z`, or no fraction at all. */
export const instant = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace(/(\.\d*?)0*Z$/, (_, fraction: string) => (fraction === '.' ? 'Z' : `${fraction}Z`));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12-Mar-2027 13:00:00`, in the zone of the server: the form of the push certificate. */
export function serverDate(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}-${MONTHS[Number(month) - 1]}-${year} ${time.slice(0, 8)}`;
}
