// What a mapping may fill: the fields of an event dataset, each read as the catalogue declares it. A dataset that is added
// there can be filled by a mapping without a line here.
import {
  apiName,
  type EventDataset,
  events,
  type Field,
  type Fields,
  isDatasetName,
  isOfNumber,
  lookupsOf,
  type ToldEventName,
} from '../../../catalog/index.ts';

export const VALUE_TYPES = [
  'text',
  'number',
  'boolean',
  'instant',
  'day',
  'bytes',
  'duration',
  'phone',
  'msisdn',
  'host',
  'count',
  'user',
] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** A name that a mapping may give a value. */
export interface Slot {
  /** As a row calls it. */
  readonly column: string;
  readonly type: ValueType;
  /** Of numbers, in the row. */
  readonly unit: string | null;
  readonly required: boolean;
  /** What the value may be, where the list is closed. */
  readonly values: readonly string[] | null;
}
export type Target = Readonly<Record<string, Slot>>;

/** Whom a line names, whatever the name is like: it becomes one or two of the names that a directory may have. */
const USER: Slot = { column: 'user', type: 'user', unit: null, required: false, values: null };
export const WHEN: Slot = { column: 'occurred_at', type: 'instant', unit: null, required: true, values: null };

const isOfCounter = (name: string, { counter }: EventDataset): boolean =>
  name === counter?.first || name === counter?.last;

const fieldsOf = (dataset: EventDataset): Fields => ({ ...lookupsOf(dataset), ...dataset.fields });
/** Hashes are made by ingest of what they are beside. */
const isRead = (name: string): boolean => !name.endsWith('_hash');

/** By the names of the API. */
export function targetOf(dataset: EventDataset): Target {
  const fields = fieldsOf(dataset);
  const named = Object.entries(fields).flatMap(([name, field]) =>
    !isRead(name) || name === LINE || isOfNumber(name, fields) || isOfCounter(name, dataset)
      ? []
      : [[apiName(name), slotOf(name, field, dataset)] as const],
  );
  return { occurredAt: WHEN, ...(dataset.person ? { user: USER } : {}), ...Object.fromEntries(named) };
}

const LINE = 'log_line';
/** Of what a counter counts a line is one, where it says no other number. */
export const COUNT = 'requests';

/** Columns of rows that a mapping of these fields fills; all that one can fill where none are named. */
export function columnsFilled(dataset: EventDataset, mapped?: readonly string[]): readonly string[] {
  const fields = fieldsOf(dataset);
  const all = Object.keys(fields).filter((name) => isRead(name) && !isOfCounter(name, dataset));
  if (!mapped) return all;
  const names = new Set(mapped);
  const numbers = Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(apiName(name))));
  const people: readonly string[] = names.has(USER.column) ? (dataset.person?.by ?? []) : [];
  // The key of a source's own device is made of what else names it.
  const own = dataset.device && 'field' in dataset.device ? dataset.device.field : undefined;
  return all.filter(
    (name) =>
      name === LINE ||
      name === own ||
      name === COUNT ||
      name === dataset.counter?.singly?.at ||
      names.has(apiName(name)) ||
      people.includes(name) ||
      isOfNumber(name, numbers),
  );
}

const slotOf = (name: string, field: Field, { device }: EventDataset): Slot => ({
  column: name,
  type: typeOf(name, field),
  unit: field.unit ?? null,
  required: !field.nullable && !(device && 'field' in device && device.field === name),
  values: field.values ?? null,
});

function typeOf(name: string, { kind, unit, minimise }: Field): ValueType {
  if (minimise === 'phone') return 'phone';
  if (kind === 'boolean' || kind === 'instant') return kind;
  if (kind === 'text' || kind === 'json') return name === 'day' ? 'day' : name === 'host' ? 'host' : 'text';
  return unit === 'bytes' ? 'bytes' : unit === 's' || unit === 'ms' ? 'duration' : 'number';
}

/**
 * Events that lines tell and no product's connector alone: of devices of the same source a log knows none, what has a switch
 * has it in its own type of source, and what counts distinct people, or names of them, wants more than a line has.
 */
const isMappable = ({ toldBy, device, counter, switch: own }: EventDataset): boolean =>
  toldBy === 'source' &&
  own === undefined &&
  (device === undefined || 'by' in device) &&
  counter?.distinct === undefined &&
  counter?.most === undefined;

export const mappable = (): readonly EventDataset[] => events().filter(isMappable);

export const isTargetName = (name: string): name is ToldEventName =>
  isDatasetName(name) && mappable().some((dataset) => dataset.name === name);
