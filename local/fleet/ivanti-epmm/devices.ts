// /api/v2/devices: the list with the fields that are asked for, in the order of the ids, and the list of fields.
import type { Device, Json } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { idByTime, invalid, listed, uuidOf } from './answer.ts';
import { fieldNames, fieldsOf, UNLISTED } from './device-fields.ts';

const MOST_ROWS = 200;
const MOST_FIELDS = 512;
const LONGEST_QUERY = 255;

export class DeviceList {
  /** The server may answer in smaller pages than it is asked for. */
  cap = MOST_ROWS;
  /** Fields that this version does not know: it refuses a request for them. */
  readonly unknown = new Set<string>();
  readonly #estate: Estate;
  readonly #names: ReadonlySet<string>;
  readonly #ids = new Map<string, number>();
  #lastId = 0;
  #sorted: readonly Device[] = [];
  #byUuid: ReadonlyMap<string, Device> = new Map();
  #version = -1;

  constructor(estate: Estate) {
    this.#estate = estate;
    this.#names = fieldNames(estate);
  }

  list(exchange: Exchange): Answer {
    const { query } = exchange;
    if (query.get('query') === null && query.get('labelId') === null) throw invalid('query or labelId is required.');
    if ((query.get('query') ?? '').length > LONGEST_QUERY) throw invalid('query is too long.');
    const fields = (query.get('fields') ?? '').split(',').filter((name) => name !== '');
    if (fields.length === 0 || fields.length > MOST_FIELDS) throw invalid('fields must be 1 to 512.');
    const wrong = fields.find((name) => !this.#names.has(name) || this.unknown.has(name));
    if (wrong !== undefined) throw invalid(`Unknown field: ${wrong}.`);
    return listed(exchange, this.inOrder(), { most: MOST_ROWS, cap: this.cap }, (device) =>
      only(fields, fieldsOf(this.#estate, device, this.#idOf(device))),
    );
  }

  searchFields(): Answer {
    const known = [...this.#names].filter((name) => !this.unknown.has(name) && !isUnlisted(name));
    const results = known.map((name) => ({
      name,
      displayName: name,
      type: 'STRING',
      category: name.split('.')[0] ?? '',
    }));
    return { status: 200, json: { results, totalCount: results.length, resultCount: results.length, hasMore: false } };
  }

  find(uuid: string): Device | undefined {
    this.inOrder();
    return this.#byUuid.get(uuid);
  }

  /** As the list has them. */
  inOrder(): readonly Device[] {
    const { deviceListVersion } = this.#estate;
    if (this.#version !== deviceListVersion) {
      const devices = this.#estate.devicesOf('ivanti-epmm');
      this.#number(devices);
      this.#sorted = [...devices].sort((a, b) => this.#idOf(a) - this.#idOf(b));
      this.#byUuid = new Map(this.#sorted.map((device) => [uuidOf(device), device]));
      this.#version = deviceListVersion;
    }
    return this.#sorted;
  }

  /** Who is new gets a higher id than all before. */
  #number(devices: readonly Device[]): void {
    const added = devices.filter((device) => !this.#ids.has(device.id));
    for (const device of added.sort((a, b) => idByTime(a) - idByTime(b))) {
      this.#lastId = Math.max(this.#lastId + 1, idByTime(device));
      this.#ids.set(device.id, this.#lastId);
    }
  }

  #idOf(device: Device): number {
    return this.#ids.get(device.id) ?? 0;
  }
}

const isUnlisted = (name: string): boolean => UNLISTED.some((unlisted) => unlisted === name);

/** What the platform has not is missing. */
function only(fields: readonly string[], values: Readonly<Record<string, Json | undefined>>): JsonObject {
  const row: JsonObject = {};
  for (const name of fields) {
    const value = values[name];
    if (value !== undefined) row[name] = value;
  }
  return row;
}
