// A mapping as functions: made once for a source, run for each line. Fields that are not collected are not read.
import { Unreadable } from '../../map.ts';
import type { LineReader, LogFormat, Timed } from '../format.ts';
import { ignored, rejected } from '../formats/reading.ts';
import { namesOf } from '../names.ts';
import { settled, UTC, type Zone, zoneOf } from '../zones.ts';
import { type FieldConfig, isFixed, type MappingConfig, type Told, toldOf } from './config.ts';
import { instantReader } from './instants.ts';
import { numbersOf } from './numbers.ts';
import { type LogRecord, recordFormat } from './records.ts';
import { type Slot, type Target, WHEN } from './target.ts';
import { textOf, valueReader } from './values.ts';

export interface Mapped extends Timed {
  /** By the names of columns. */
  readonly row: Readonly<Record<string, unknown>>;
}

export interface Compiling {
  readonly target: Target;
  /** Of times that name none. */
  readonly zone: string;
  /** Of numbers that name none. */
  readonly country?: string | undefined;
  /** Whether a column of the row is collected; all where absent. */
  readonly isCollected?: (column: string) => boolean;
}

type Row = Record<string, unknown>;
type Put = (record: LogRecord, row: Row) => void;
type Find = (record: LogRecord) => unknown;

const NOT_WANTED = ignored('not-wanted');
const NO_TIME = rejected('time');
const NO_NAMES: readonly string[] = [];
const listOf = (from: Told['from']): readonly string[] => (typeof from === 'string' ? [from] : from);
const namesIn = (field: FieldConfig): readonly string[] => (isFixed(field) ? NO_NAMES : listOf(toldOf(field).from));

/** Of a mapping that its configuration has checked. */
export function mappingFormat(mapping: MappingConfig, of: Compiling): LogFormat<Mapped> {
  const entries = Object.entries(mapping.fields);
  const wanted = [...entries.map(([, field]) => namesIn(field)), ...mapping.where.map(({ from }) => listOf(from))];
  const format = recordFormat(
    mapping,
    wanted.filter((names) => names.length > 0),
  );
  const find = (from: Told['from']): Find => firstOf(listOf(from).map(format.find));
  const zone = zoneOf(of.zone) ?? UTC;
  const when = whenOf(mapping);
  const [findWhen, readWhen] = [find(when.from), instantReader(when.formats ?? ['iso'])];
  const puts = entries.flatMap(([name, field]) => putsOf(slotOf(of.target, name), field, { ...of, find, in: zone }));
  const holds = mapping.where.map((condition) => {
    const [findIn, listed] = [find(condition.from), new Set(condition.in ?? condition.notIn)];
    return (record: LogRecord): boolean => listed.has(textOf(findIn(record)) ?? '') === (condition.in !== undefined);
  });
  return {
    ...(format.goesOn ? { goesOn: format.goesOn } : {}),
    begin({ fields, writtenAt: receivedAt, readAt }): LineReader<Mapped> {
      const records = format.begin(fields);
      return {
        read(line) {
          const reading = records.read(line);
          if (reading.is !== 'record') return reading;
          const { record } = reading;
          if (!holds.every((condition) => condition(record))) return NOT_WANTED;
          const moment = readWhen(textOf(findWhen(record)) ?? '', zone);
          if (!moment) return NO_TIME;
          const { at, doubt } = settled(moment, { receivedAt, ...(readAt !== undefined && { readAt }) });
          const row: Row = { occurred_at: new Date(at) };
          for (const put of puts) put(record, row);
          return { is: 'event', event: { at, doubt, row } };
        },
        get fields() {
          return records.fields;
        },
        get missing() {
          return records.missing ?? [];
        },
      };
    },
  };
}

function whenOf({ fields: { occurredAt } }: MappingConfig): Told {
  if (occurredAt === undefined || isFixed(occurredAt)) throw new RangeError('a mapping without a time');
  return toldOf(occurredAt);
}

function slotOf(target: Target, name: string): Slot {
  const slot = target[name];
  if (!slot) throw new RangeError('a mapping to what is no field');
  return slot;
}

/** The first that has a value. */
function firstOf(finds: readonly Find[]): Find {
  const [only] = finds;
  if (finds.length === 1 && only) return only;
  return (record) => {
    for (const find of finds) {
      const value = find(record);
      if (textOf(value) !== null) return value;
    }
    return undefined;
  };
}

interface Putting extends Compiling {
  readonly find: (from: Told['from']) => Find;
  readonly in: Zone;
}

function putsOf(slot: Slot, field: FieldConfig, of: Putting): readonly Put[] {
  const { column } = slot;
  const { isCollected = () => true } = of;
  if (column === WHEN.column) return [];
  if (isFixed(field)) return isCollected(column) ? [(_, row) => Object.assign(row, { [column]: field.is })] : [];
  const told = toldOf(field);
  const find = of.find(told.from);
  const type = told.type ?? slot.type;
  if ((type === 'phone' || type === 'msisdn') && !told.values) {
    const readNumbers = (text: string) => numbersOf(text, of.country, type === 'msisdn');
    return [putNumber(column, find, told.separator ?? ',', isCollected, readNumbers)];
  }
  if (type === 'user') return [(record, row) => void Object.assign(row, namesOf(textOf(find(record)) ?? null))];
  if (!isCollected(column)) return [];
  const read = valueReader(told, slot, of.in);
  return [
    (record, row) => {
      const value = read(find(record));
      row[column] =
        value ??
        told.otherwise ??
        (value === undefined ? new Unreadable(told.values ? 'not in values' : `not ${type}`) : null);
    },
  ];
}

/** A number, or several: then who they are is not stored, but what they tell beyond that. */
function putNumber(
  column: string,
  find: Find,
  separator: string,
  isCollected: (column: string) => boolean,
  readNumbers: (text: string) => ReturnType<typeof numbersOf>,
): Put {
  const columns = {
    number: column,
    kind: `${column}_kind`,
    country: `${column}_country`,
    countries: `${column}_countries`,
  };
  const collected = Object.entries(columns).filter(([, name]) => isCollected(name));
  return (record, row) => {
    const raw = find(record);
    const parts = Array.isArray(raw) ? raw.map(textOf) : (textOf(raw) ?? '').split(separator);
    const read = parts.map((part) => readNumbers(part ?? ''));
    const unreadable = read.find((one) => one instanceof Unreadable);
    const numbers = read.flatMap((one) => (one instanceof Unreadable ? [] : one));
    const [first] = numbers;
    // Of several the number is null anyway; what the others tell stays.
    const [, refused] = (unreadable && collected.find(([name]) => name === 'number' || !first)) ?? [];
    if (refused !== undefined) row[refused] = unreadable;
    if (!first) return;
    const countries = [...new Set(numbers.flatMap((one) => one.country ?? []))].sort();
    const worst = DEAR.flatMap((kind) => numbers.find((one) => one.kind === kind) ?? [])[0] ?? first;
    const found: Readonly<Record<string, unknown>> = {
      number: numbers.length === 1 ? first.number : null,
      kind: worst.kind,
      country: numbers.length === 1 ? first.country : null,
      countries,
    };
    for (const [name, own] of collected) row[own] ??= found[name];
  };
}

/** Of several numbers the one that costs most says of which kind they are. */
const DEAR = ['premium', 'international', 'short'];
