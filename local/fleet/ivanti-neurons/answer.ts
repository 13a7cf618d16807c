// What all calls of Neurons for MDM share: the envelope of answers, errors, lists by `start` and `rows`, ids.
import type { Device } from '../estate/device.ts';
import type { Person } from '../estate/person.ts';
import { type Answer, type Exchange, type JsonObject, Refusal } from '../http/exchange.ts';
import { listNamed } from '../http/list-shape.ts';
import { hash, saltOf } from '../random.ts';

/** As Neurons lists. */
export const NEURONS_LIST = listNamed({ rows: ['searchResults'], total: 'totalCount', within: 'result' });

/** Ends the handling of a request with an error answer. */
export class NeuronsError extends Refusal {
  readonly field: string | null;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, field: string | null = null, headers: Record<string, string> = {}) {
    super(status, message);
    this.field = field;
    this.headers = headers;
  }

  toAnswer(): Answer {
    const error: JsonObject = { code: this.field === null ? 'Error' : 'Range', message: this.message };
    const errors =
      this.field === null
        ? { globalErrors: [error], fieldErrors: null }
        : { globalErrors: null, fieldErrors: [{ ...error, field: this.field }] };
    return { status: this.status, headers: this.headers, json: { errors, result: null } };
  }
}

export const answered = (result: JsonObject): Answer => ({ status: 200, json: { errors: null, result } });

const MOST_ROWS = 500;
const ROWS = 50;

function number({ query }: Exchange, name: string, least: number, most: number, absent: number): number {
  const text = query.get(name);
  const value = text === null ? absent : Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new NeuronsError(400, `must be between ${least} and ${most}`, name);
  return value;
}

/** A page of rows from `start` on; `offset` is taken and ignored, as the service does. */
export function listed<T>(exchange: Exchange, rows: readonly T[], cap: number, show: (row: T) => JsonObject): Answer {
  const limit = Math.min(number(exchange, 'rows', 1, MOST_ROWS, ROWS), cap);
  const start = number(exchange, 'start', 0, Number.MAX_SAFE_INTEGER, 0);
  return answered({
    searchResults: rows.slice(start, start + limit).map(show),
    totalCount: rows.length,
    offset: start,
    limit,
    queryTime: 12,
    facetedResults: {},
    totalUnfilteredResultCount: 0,
  });
}

const numbered = (seed: number, salt: number): number =>
  (1 + (hash(seed, salt) % 99_999)) * 100_000_000 + (hash(seed, salt + 1) % 100_000_000);

/** A new one with each enrolment. */
export const deviceIdOf = (device: Device): number => numbered(device.seed, saltOf(device.id) % 1_000_000);
export const accountIdOf = (person: Person): number => numbered(person.seed, 402);

export interface Space {
  readonly id: number;
  readonly name: string;
  readonly defaultPartition: boolean;
}

export const DEFAULT_SPACE: Space = { id: 33_533, name: 'Default Space', defaultPartition: true };
const FIELD_SPACE: Space = { id: 41_207, name: 'Field devices', defaultPartition: false };
/** Devices of the field staff are in a space of their own. */
export const SPACES: readonly Space[] = [DEFAULT_SPACE, FIELD_SPACE];
export const spaceOf = (device: Device, fieldPercent: number): Space =>
  hash(device.seed, 404) % 100 < fieldPercent ? FIELD_SPACE : DEFAULT_SPACE;
