// What all calls of EPMM share: error bodies, lists by `limit` and `offset`, ids.
import type { Device } from '../estate/device.ts';
import { type Answer, type Exchange, type JsonObject, Refusal } from '../http/exchange.ts';
import { listNamed } from '../http/list-shape.ts';
import { guid, hash, saltOf } from '../random.ts';

/** As EPMM lists. */
export const EPMM_LIST = listNamed({ rows: ['results'], count: 'resultCount', total: 'totalCount', more: 'hasMore' });

/** Ends the handling of a request with an error answer. */
export class EpmmError extends Refusal {
  readonly key: string;

  constructor(status: number, key: string, message: string) {
    super(status, message);
    this.key = key;
  }

  toAnswer(): Answer {
    const message = {
      type: 'Error',
      messageKey: `com.mobileiron.vsp.messages.${this.key}`,
      localizedMessage: this.message,
    };
    return { status: this.status, json: { messages: [message] } };
  }
}

export const invalid = (message: string): EpmmError => new EpmmError(400, 'validation.global.error', message);

/** The device space that exists here: the global one. */
export const SPACE = '1';

export function checkSpace({ query }: Exchange): void {
  const space = query.get('adminDeviceSpaceId');
  if (space === null) throw invalid('adminDeviceSpaceId is required.');
  if (space !== SPACE) throw new EpmmError(403, 'device.space.denied', 'You do not have access to this device space.');
}

function number({ query }: Exchange, name: string, most: number, absent: number): number {
  const text = query.get(name);
  const value = text === null ? absent : Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) throw invalid(`${name} must be between 0 and ${most}.`);
  return value;
}

const MOST_ROWS = 10_000_000;

/** A page of rows; the server may give fewer than it is asked for. */
export function listed<T>(
  exchange: Exchange,
  rows: readonly T[],
  { most, cap = most }: { most: number; cap?: number },
  show: (row: T) => JsonObject,
): Answer {
  const limit = Math.min(number(exchange, 'limit', most, most), cap);
  const offset = number(exchange, 'offset', MOST_ROWS, 0);
  const results = rows.slice(offset, offset + limit).map(show);
  const hasMore = offset + results.length < rows.length;
  return { status: 200, json: { results, totalCount: rows.length, resultCount: results.length, hasMore } };
}

/** EPMM's id: a new one with each registration. */
export const uuidOf = (device: Device): string => guid(device.seed, saltOf(device.id) % 1_000_000);

const EPOCH = Date.UTC(2020, 0, 1);

/** As registrations are numbered, mostly: two of one second come in any order. */
export const idByTime = (device: Device): number =>
  Math.floor((device.enrolledAt - EPOCH) / 1_000) * 1_000 + (hash(saltOf(device.id), 301) % 1_000);
