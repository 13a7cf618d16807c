// A source in memory: devices in pages of 1,000, then their apps in batches of 100 parents, as an EMM's paging gives
// them. The rows are the same with every reading.
import { Collection } from '../lib/sources/collection.ts';
import { baseConfig } from '../lib/sources/config.ts';
import type { Connector, PollStep, SourceRow } from '../lib/sources/contract.ts';
import type { Entity } from '../lib/sources/parameters.ts';

export interface FleetSize {
  readonly devices: number;
  readonly appsPerDevice: number;
  /** Number of the first device (default 0): another source may have devices of other numbers, or some of the same. */
  readonly first?: number;
}

const DEVICES_A_PAGE = 1_000;
const PARENTS_A_BATCH = 100;

export const config = { ...baseConfig.parse({ name: 'bench' }), type: 'bench' };

/**
 * Makes all rows at once, so that a poll of it takes none of the source's own time. `afterStep` runs when a step is
 * applied and committed.
 */
export function fleetSource(size: FleetSize, afterStep?: (step: PollStep) => Promise<void>): Connector {
  return connectorOf([...stepsOf(size)], afterStep);
}

/** Makes each page when it is asked for, and keeps none. */
export const pagedFleetSource = (size: FleetSize): Connector => connectorOf(stepsOf(size));

export function connectorOf(steps: Iterable<PollStep>, afterStep?: (step: PollStep) => Promise<void>): Connector {
  return {
    mappingVersion: 1,
    collection: new Collection(ENTITIES, config),
    async *poll() {
      for (const step of steps) {
        yield step;
        await afterStep?.(step);
      }
    },
    describe: async () => ({ product: 'Bench', version: '1.0' }),
  };
}

/** Rows of one device in so many are those of this edition: other editions differ in them. */
export interface Edition {
  readonly of: number;
  readonly every: number;
}

const FIRST_EDITION: Edition = { of: 0, every: 1 };

/** Devices that changed, by themselves, as a delta tells them. */
export function* changedSteps(devices: number, edition: number): Generator<PollStep> {
  const rows = range(0, devices).map((device) => ({ ...deviceRow(device), model: `told ${edition}` }));
  yield { dataset: 'device', rows: fromWire(rows), checkpoint: { told: edition } };
}

export function* stepsOf(size: FleetSize, { of, every } = FIRST_EDITION): Generator<PollStep> {
  const { devices, appsPerDevice, first = 0 } = size;
  const end = first + devices;
  const edition = (device: number): number => (device % every === 0 ? of : 0);
  yield { dataset: 'device', pass: 'start' };
  for (let from = first; from < end; from += DEVICES_A_PAGE)
    yield {
      dataset: 'device',
      rows: fromWire(range(from, Math.min(end, from + DEVICES_A_PAGE)).map((d) => deviceRow(d, edition(d)))),
    };
  yield { dataset: 'device', complete: { marker: 'bench', rows: devices } };
  yield { dataset: 'device_app', pass: 'start' };
  for (let from = first; from < end; from += PARENTS_A_BATCH) {
    const parents = range(from, Math.min(end, from + PARENTS_A_BATCH));
    yield {
      dataset: 'device_app',
      rows: fromWire(
        parents.flatMap((device) => range(0, appsPerDevice).map((app) => appRow(device, app, edition(device)))),
      ),
      scope: parents.map((device) => [deviceId(device)]),
      checkpoint: { device: from + PARENTS_A_BATCH },
    };
  }
  yield { dataset: 'device_app', complete: { marker: 'bench', rows: devices * appsPerDevice } };
}

/** As a body of JSON gives them: texts put together here would be joined in memory only when they are first used. */
function fromWire(rows: readonly SourceRow[]): SourceRow[] {
  return JSON.parse(JSON.stringify(rows), (name, value) => (name === 'last_seen_at' ? new Date(value) : value));
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const deviceId = (d: number): string => `6f1c2b7e-9d40-4c3a-8a55-${String(d).padStart(12, '0')}`;

const deviceRow = (d: number, edition = 0): SourceRow => ({
  external_id: deviceId(d),
  device_name: `LENS-${String(d).padStart(6, '0')}`,
  serial_number: `C02${String(d * 7919).padStart(9, '0')}`,
  os_version: `17.${d % 7}.${edition}`,
  model: `model ${d % 40}`,
  ownership: 'company',
  last_seen_at: new Date(Date.UTC(2026, 10, 1) + d * 1000),
});

const appRow = (d: number, a: number, edition = 0): SourceRow => ({
  device_external_id: deviceId(d),
  app_id: `com.example.vendor${a % 9}.product${(d + a * 37) % 2000}.a${a}`,
  title: `Product ${(d + a * 37) % 2000} for work`,
  version: `${a}.${d % 12}.${((d * a) % 40) + edition}`,
  publisher: `Vendor ${a % 9} Limited`,
  platform: 'ios',
  size_bytes: 1_000_000 + ((d * 31 + a) % 5000) * 4096,
  managed: a % 3 === 0,
});

const entity = (name: string, dataset: Entity['dataset'], fields: readonly string[]): Entity => ({
  name,
  dataset,
  path: `/${name}`,
  parameters: fields.map((field) => ({ wire: field, type: 'string', class: 'technical', profile: 'core', field })),
});

const ENTITIES: readonly Entity[] = [
  entity('device', 'device', Object.keys(deviceRow(0))),
  entity('app', 'device_app', Object.keys(appRow(0, 0))),
];
