// The other rows of a device's hardware: what other systems, or the same one twice, know of it.

import { apiName } from '../catalog/index.ts';
import { CARRIERS_AT_MOST } from '../hardware/components.ts';
import {
  carriersOf,
  HARDWARE_COLUMNS,
  HARDWARE_FIELDS,
  type Identifiers,
  identifiersOf,
} from '../hardware/identifiers.ts';
import type { AccessRecord } from '../http/endpoint.ts';
import { choice, each, objectOf } from '../http/json-schema.ts';
import { subjectsOfRows } from '../mirror/subjects-of-rows.ts';
import type { Store } from '../store/database.ts';
import { itemOf } from './output.ts';
import type { DatabaseRow } from './page.ts';
import { devices } from './resource.ts';
import { fieldSchemas } from './schema.ts';

/** What is told of each; the device itself tells more, by its id. */
const FIELDS = ['id', 'source', 'deviceName', 'platform', 'lastSeenAt'] as const;

const schemas = fieldSchemas(devices);

export const LINKS_SCHEMA = each(
  {
    title: 'DeviceLink',
    ...objectOf({
      ...Object.fromEntries(FIELDS.map((name) => [name, schemas[name] ?? {}])),
      identifiers: each(
        choice(HARDWARE_FIELDS.map(apiName)),
        'What both have in common; nothing where a third one links them',
      ),
    }),
  },
  'The same hardware in other systems, or once more in the same one',
);

export interface DeviceLinks {
  readonly links: readonly Readonly<Record<string, unknown>>[];
  /** Device data, perhaps of other persons. */
  readonly access: readonly AccessRecord[];
}

export async function linksOf(store: Store, device: DatabaseRow): Promise<DeviceLinks> {
  if (typeof device.hardware_id !== 'number') return { links: [], access: [] };
  const rows = await store.rows
    .selectFrom('device')
    .selectAll()
    .where('hardware_id', '=', device.hardware_id)
    .where('id', '<>', device.id)
    .orderBy('id')
    .execute();
  const linking = await linkingIdentifiers(store, identifiersOf(device));
  const subjects = await subjectsOfRows(store, devices.dataset, rows);
  const fields = [...FIELDS, 'links'];
  return {
    links: rows.map((row) => ({ ...itemOf(devices, row, FIELDS), identifiers: commonOf(linking, identifiersOf(row)) })),
    access:
      rows.length === 0
        ? []
        : [{ dataset: 'device', fields, filters: ['hardwareId'], rowCount: rows.length, subjects }],
  };
}

/** Without those that too many rows carry. */
function linkingIdentifiers(store: Store, identifiers: Identifiers): Promise<Identifiers> {
  return Promise.all(
    identifiers.map(async (value, i) => {
      if (value === null) return null;
      const carriers = await carriersOf(store, HARDWARE_COLUMNS[i] ?? '', [value], CARRIERS_AT_MOST + 1);
      return carriers.size === 0 ? value : null;
    }),
  );
}

const commonOf = (linking: Identifiers, others: Identifiers): string[] =>
  HARDWARE_FIELDS.filter((_, i) => linking[i] != null && linking[i] === others[i]).map(apiName);
