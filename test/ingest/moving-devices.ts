// A scripted EMM that tells where devices are, in which network, how much data they use, and whether they comply.
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import type { Entity, Parameter } from '../../lib/sources/parameters.ts';
import type { Store } from '../../lib/store/index.ts';
import { ENTITIES, parameter, ScriptedSource } from './scripted.ts';

const many = (fields: readonly string[], more: Partial<Parameter> = {}) => fields.map((f) => parameter(f, more));
const place = { class: 'location', switch: 'location' } as const;
const roaming = { class: 'location', switch: 'roaming' } as const;

export const MOVING: readonly Entity[] = [
  ...ENTITIES.filter((entity) => entity.dataset !== 'device'),
  {
    name: 'device',
    dataset: 'device',
    path: '/devices',
    parameters: [
      ...many(['external_id', 'user_external_id', 'device_name', 'ownership', 'phone_number', 'iccid', 'imsi']),
      ...many(['compliance', 'compliance_state', 'compliance_reasons', 'home_network', 'home_country']),
      ...many(['roaming', 'current_network', 'current_operator', 'current_country'], roaming),
    ],
  },
  {
    name: 'position',
    dataset: 'location',
    path: '/positions',
    parameters: [
      parameter('device_external_id', { class: 'identifier' }),
      ...many(['fixed_at', 'latitude', 'longitude', 'accuracy_metres', 'speed', 'method'], place),
    ],
  },
  {
    name: 'usage',
    dataset: 'data_usage',
    path: '/usage',
    parameters: [
      parameter('device_external_id', { class: 'identifier' }),
      ...many(['day', 'home_bytes', 'roaming_bytes'], { class: 'metadata' }),
    ],
  },
];

/** One that says all of it, unless `config` says otherwise. */
export function movingSource(store: Store, config: Record<string, unknown> = {}): ScriptedSource {
  const source = new ScriptedSource(store, { location: true, roaming: true, ...config });
  source.entities = MOVING;
  return source;
}

export const HOUR = 3_600_000;

/** A position of a device, hours before the source's clock. */
export const position = (
  source: ScriptedSource,
  device: string,
  hoursAgo: number,
  more: Partial<SourceRow> = {},
): SourceRow => ({
  device_external_id: device,
  occurred_at: new Date(source.clock.last.getTime() - hoursAgo * HOUR),
  latitude: 47.376887,
  longitude: 8.541694,
  accuracy_metres: 12.5,
  ...more,
});

export const positions = (...events: readonly SourceRow[]): PollStep => ({ dataset: 'location', events });

/** Dataset, field, reason and count of what the last poll rejected. */
export async function rejectedBy(source: ScriptedSource): Promise<readonly unknown[]> {
  const last = (await source.rows('poll_run')).at(-1);
  const all: { dataset: string; field: string; reason: string; count: number }[] = JSON.parse(String(last?.rejected));
  return all.map(({ dataset, field, reason, count }) => [dataset, field, reason, count]);
}
