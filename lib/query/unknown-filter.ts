// Devices that tell nothing of a field, as the numbers of each day count them under `unknown`: `unknown=compliance,model`.
import { type SqlBool, sql } from 'kysely';
import { DEVICE_METRICS } from '../catalog/events.ts';
import type { ApiParameter } from '../http/endpoint.ts';
import type { ParameterError } from '../http/problem.ts';
import { devices, type Resource } from './resource.ts';
import type { RawParameter } from './values.ts';

export const UNKNOWN = 'unknown';

/** Fields by which devices are counted, and that may be null. */
const FIELDS = DEVICE_METRICS.map((metric) => metric.slice('devices.'.length)).filter(
  (name) => devices.fields.get(name)?.field.nullable,
);
export const isByUnknown = (resource: Resource): boolean => resource === devices;

export const unknownParameter: ApiParameter = {
  name: UNKNOWN,
  in: 'query',
  description:
    'Fields of which nothing is told, as statistics count them: `unknown`, or null; without a filter by `source` null where no other row of the device tells it',
  style: 'form',
  explode: false,
  schema: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', enum: FIELDS } },
};

export interface Untold {
  readonly name: string;
  readonly column: string;
  /** One of the values, or null: in the row itself, or in all rows of the device. */
  readonly operator: 'untold' | 'untoldByAny';
  readonly values: readonly string[];
}

/** `ofSources`: rows of some sources are asked for, and what others tell does not matter. Empty on a mistake. */
export function parseUnknown(
  given: readonly RawParameter[],
  ofSources: boolean,
  errors: ParameterError[],
): readonly Untold[] {
  const names = given.flatMap(([, raw]) => (typeof raw === 'string' ? raw.split(',') : raw));
  const listed = FIELDS.filter((name) => names.includes(name)).flatMap((name) => devices.fields.get(name) ?? []);
  if (listed.length !== names.length) {
    errors.push({ parameter: UNKNOWN, detail: `Names, each once, separated by commas, of: ${FIELDS.join(', ')}.` });
    return [];
  }
  return listed.map(({ name, column, field }) => ({
    ...{ name, column, operator: ofSources ? 'untold' : 'untoldByAny' },
    // Some systems say so themselves.
    values: field.kind === 'text' ? [UNKNOWN] : [],
  }));
}

/** Of a `device`, or under that name: not told by another system's row of it. */
export const toldByNoOther = (column: string, device = 'device') =>
  sql<SqlBool>`not exists (select o.id from device o where o.hardware_id = ${sql.ref(`${device}.hardware_id`)} and o.absent_since is null and ${sql.ref(`o.${column}`)} is not null)`;
