// /api/v1/device: the list of a device space, and the apps of one device.
import type { Device } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange } from '../http/exchange.ts';
import { deviceIdOf, listed, NeuronsError, SPACES, type Space, spaceOf } from './answer.ts';
import { appRecords } from './apps.ts';
import { checkInOf, deviceRecord } from './device-record.ts';
import type { NeuronsSettings } from './settings.ts';

const MINUTE = 60_000;

export class Devices {
  readonly #estate: Estate;
  readonly #settings: NeuronsSettings;
  readonly #clock: () => number;
  #version = -1;
  #newestFirst: readonly Device[] = [];
  #byId: ReadonlyMap<string, Device> = new Map();
  #minute = { begun: 0, calls: 0 };

  constructor(estate: Estate, settings: NeuronsSettings, clock: () => number) {
    this.#estate = estate;
    this.#settings = settings;
    this.#clock = clock;
  }

  list(exchange: Exchange): Answer {
    this.#refresh();
    const id = Number(exchange.query.get('dmPartitionId') ?? Number.NaN);
    const space = SPACES.find((known) => known.id === id);
    if (!space) throw new NeuronsError(400, 'is required', 'dmPartitionId');
    const devices = this.#inOrder(exchange).filter((device) => this.#spaceOf(device) === space);
    return listed(exchange, devices, this.#settings.maxPage, (device) => deviceRecord(this.#estate, device, space));
  }

  apps(exchange: Exchange, id: string): Answer {
    this.#refresh();
    this.#countCall();
    const device = this.#byId.get(id);
    if (!device) throw new NeuronsError(404, 'Device not found');
    return listed(exchange, appRecords(device), 500, (app) => app);
  }

  #spaceOf(device: Device): Space {
    return spaceOf(device, this.#settings.fieldPercent);
  }

  /** By check-in where that is asked for; by id otherwise. */
  #inOrder({ query }: Exchange): readonly Device[] {
    const name = query.get('sortFields[0].name');
    if (name === null) return this.#newestFirst.toSorted((a, b) => deviceIdOf(a) - deviceIdOf(b));
    if (name !== 'lastCheckin') throw new NeuronsError(400, 'is unknown', 'sortFields[0].name');
    return query.get('sortFields[0].order') === 'DESC' ? this.#newestFirst : this.#newestFirst.toReversed();
  }

  #countCall(): void {
    const now = this.#clock();
    if (now - this.#minute.begun >= MINUTE) this.#minute = { begun: now, calls: 0 };
    if (++this.#minute.calls <= this.#settings.appCallsPerMinute) return;
    const seconds = Math.ceil((this.#minute.begun + MINUTE - now) / 1_000);
    throw new NeuronsError(429, 'Rate limit exceeded', null, { 'retry-after': String(seconds) });
  }

  /** Kept until a device changes. */
  #refresh(): void {
    if (this.#version === this.#estate.deviceVersion) return;
    this.#version = this.#estate.deviceVersion;
    const devices = this.#estate.devicesOf('ivanti-neurons');
    this.#newestFirst = devices.toSorted((a, b) => checkInOf(b) - checkInOf(a) || deviceIdOf(a) - deviceIdOf(b));
    this.#byId = new Map(devices.map((device) => [String(deviceIdOf(device)), device]));
  }
}
