// Maps one record of the wire to a row, by the parameters table alone. What does not fit its type is passed on as
// `unreadable`, so that the poll counts it (field and reason) and stores null.
import type { SourceRow } from './contract.ts';
import { instantOf } from './instant.ts';
import { isNoValue, nameOf, type Parameter, wireValue } from './parameters.ts';
import type { UnreadableReason } from './rejected.ts';

/** Stands for a value that could not be read; ingest counts it and stores null. It holds no value. */
export class Unreadable {
  readonly reason: UnreadableReason;
  constructor(reason: UnreadableReason) {
    this.reason = reason;
  }
}

export interface MappedRow {
  [field: string]: unknown;
  attributes: Record<string, unknown>;
  unanswered?: string[];
}

/**
 * Fields and attributes of one record; absent values are null for fields and left out of attributes. With `row` they
 * are added to what other records of the same thing gave.
 */
export function mapRecord(
  parameters: readonly Parameter[],
  record: Readonly<Record<string, unknown>>,
  row: MappedRow = { attributes: {} },
): MappedRow {
  for (const parameter of parameters) mapValue(row, parameter, wireValue(record, parameter.wire));
  return row;
}

/** Adds what one parameter makes of its raw value; of a field's parameters the first with a value counts. */
export function mapValue(row: MappedRow, parameter: Parameter, raw: unknown): void {
  const value = readParameter(parameter, raw);
  if (parameter.field !== undefined) row[parameter.field] ??= value;
  else if (value !== null) row.attributes[nameOf(parameter)] = value;
}

function readParameter(parameter: Parameter, raw: unknown): unknown {
  if (raw === undefined || raw === null) return null;
  if (!parameter.wire.includes('[]')) return readValue(parameter, raw);
  if (!Array.isArray(raw)) return new Unreadable('no list');
  const values = raw.map((item) => readParameterOfItem(parameter, item));
  // One that does not fit makes the others unreliable: which is whose would be a guess.
  return values.find((value) => value instanceof Unreadable) ?? (values.every((v) => v === null) ? null : values);
}

/** A list within a list is read value by value as well. */
function readParameterOfItem(parameter: Parameter, item: unknown): unknown {
  if (!Array.isArray(item) || parameter.type === 'strings') return readValue(parameter, item);
  const values = item.map((inner) => readValue(parameter, inner));
  return values.find((value) => value instanceof Unreadable) ?? values;
}

function readValue(parameter: Parameter, raw: unknown): unknown {
  if (raw === undefined || raw === null) return null;
  if (parameter.transform) {
    const value = parameter.transform(raw);
    return value === undefined ? new Unreadable(`not ${parameter.type}`) : value;
  }
  if (isNoValue(raw)) return null;
  const value = read[parameter.type](raw);
  return value === undefined ? new Unreadable(`not ${parameter.type}`) : value;
}

const read: Record<Parameter['type'], (raw: unknown) => unknown> = {
  string: (raw) => (typeof raw === 'string' ? raw : undefined),
  integer: (raw) => {
    const n = typeof raw === 'string' && /^-?\d+$/.test(raw) ? Number(raw) : raw;
    return typeof n === 'number' && Number.isSafeInteger(n) ? n : undefined;
  },
  decimal: (raw) => {
    const n = typeof raw === 'string' && /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw;
    return typeof n === 'number' && Number.isFinite(n) ? n : undefined;
  },
  boolean: (raw) => {
    if (typeof raw === 'boolean') return raw;
    if (typeof raw !== 'string') return undefined;
    return /^true$/i.test(raw) ? true : /^false$/i.test(raw) ? false : undefined;
  },
  instant: (raw) => (typeof raw === 'string' && raw[10]?.toUpperCase() === 'T' ? instantOf(raw) : undefined),
  strings: (raw) => {
    if (!Array.isArray(raw)) return undefined;
    return raw.length === 0 ? null : raw.every((v) => typeof v === 'string') ? raw : undefined;
  },
  json: (raw) => (typeof raw === 'object' ? (Array.isArray(raw) && raw.length === 0 ? null : raw) : undefined),
};

/** Products call an iPad's system iOS, too. */
export function tellIpad(row: MappedRow, model: unknown = row.model): void {
  if (row.platform === 'ios' && typeof model === 'string' && /^ipad/i.test(model)) row.platform = 'ipados';
}

/** A position as an event; none without a place, or without a time, by which it is told from the last one. */
export function positionsOf({ attributes: _, ...row }: MappedRow): readonly SourceRow[] {
  const { latitude, longitude, fixed_at } = row;
  if (latitude === null || longitude === null || fixed_at === null) return [];
  return [{ ...row, occurred_at: fixed_at }];
}
