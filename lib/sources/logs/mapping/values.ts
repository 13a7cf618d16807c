// Readers of values: of what a line has to what a row stores. Undefined is what does not fit, null is none.
import { nameTarget, urlTarget } from '../formats/host.ts';
import { UTC, type Zone } from '../zones.ts';
import type { Told } from './config.ts';
import { instantReader } from './instants.ts';
import type { Slot, ValueType } from './target.ts';
import { bytesOf, msOf } from './units.ts';

export type ReadValue = (raw: unknown) => unknown;

const NOTHING = new Set(['', '-']);

/** Text of a line; null where it has none, undefined for lists and records. */
export function textOf(raw: unknown): string | null | undefined {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === 'object') return undefined;
  const text = String(raw).trim();
  return NOTHING.has(text) ? null : text;
}

const ofText =
  (read: (text: string) => unknown): ReadValue =>
  (raw) => {
    const text = textOf(raw);
    return typeof text === 'string' ? read(text) : text;
  };

const DIGITS = /^[+-]?\d{1,15}(\.\d{1,15})?$/;
const GROUPED = /^[+-]?\d{1,3}( \d{3})+(\.\d{1,15})?$/;

/** Grouped by the other sign, a blank or an apostrophe; 1,5 with a point for the decimals is no number. */
function numberIn(text: string, decimal: '.' | ','): number | undefined {
  const other = decimal === ',' ? /[.'’\s]/g : /[,'’\s]/g;
  const plain = text.replace(other, ' ').replace(decimal, '.');
  return DIGITS.test(plain) || GROUPED.test(plain) ? Number(plain.replaceAll(' ', '')) : undefined;
}

/** A number, and the unit that stands behind it. */
const MEASURE = /^([^a-zµ]{1,40}?)\s*([a-z]{1,4})?$/i;

function measure(text: string, decimal: '.' | ',', unit: string, factorOf: (unit: string) => number | undefined) {
  const [, digits = '', own] = MEASURE.exec(text) ?? [];
  const [number, factor] = [numberIn(digits, decimal), factorOf(own ?? unit)];
  return number === undefined || factor === undefined || number < 0 ? undefined : number * factor;
}

/** `h:mm:ss` or `m:ss`. */
const CLOCK = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{2})(?:\.\d{1,6})?$/;

function durationMs(text: string, decimal: '.' | ',', unit: string): number | undefined {
  const clock = CLOCK.exec(text);
  if (!clock) return measure(text, decimal, unit, msOf);
  const [, hours = '0', minutes = '0', seconds = '0'] = clock;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}

const TRUTH: ReadonlyMap<string, boolean> = new Map(
  Object.entries({
    true: true,
    yes: true,
    '1': true,
    false: false,
    no: false,
    '0': false,
  }),
);

const ISO = ['iso'] as const;
const DAY_TEXT = 10;

type Making = (of: Told, slot: Slot, zone: Zone) => ReadValue;

const MAKE: Readonly<Record<Exclude<ValueType, 'phone' | 'msisdn' | 'user'>, Making>> = {
  text: () => ofText((text) => text),
  number: ({ decimal = '.' }, { unit }) =>
    ofText((text) => (unit === 'count' ? summable(numberIn(text, decimal)) : numberIn(text, decimal))),
  boolean: () => ofText((text) => TRUTH.get(text.toLowerCase())),
  instant: ({ formats = ISO }, _, zone) => {
    const read = instantReader(formats);
    return ofText((text) => {
      const moment = read(text, zone);
      return moment && new Date(moment.at);
    });
  },
  // The day that is written, whatever zone it is of.
  day: ({ formats = ISO }) => {
    const read = instantReader(formats);
    return ofText((text) => {
      const moment = read(text, UTC);
      return moment && new Date(moment.at).toISOString().slice(0, DAY_TEXT);
    });
  },
  bytes: ({ decimal = '.', unit = 'B' }, slot) =>
    ofText((text) => {
      const bytes = rounded(measure(text, decimal, unit, bytesOf));
      return slot.unit === 'bytes' ? summable(bytes) : bytes;
    }),
  duration: ({ decimal = '.', unit = 's' }, slot) =>
    ofText((text) => {
      const ms = durationMs(text, decimal, unit);
      return rounded(ms === undefined || slot.unit === 'ms' ? ms : ms / 1_000);
    }),
  host: () => ofText((text) => (text.includes('://') ? urlTarget(text, 0, text.length) : nameTarget(text)).host),
  count:
    ({ separator = ',' }) =>
    (raw) => {
      if (Array.isArray(raw)) return raw.length;
      const text = textOf(raw);
      return typeof text === 'string' ? text.split(separator).filter((part) => part.trim() !== '').length : text;
    },
};

const rounded = (value: number | undefined): number | undefined => (value === undefined ? value : Math.round(value));

/** Of a line: one that is absurd would take the sum along. Those of a step stay within what is exact. */
const MOST = Number.MAX_SAFE_INTEGER / 50_000;
const summable = (value: number | undefined): number | undefined =>
  value !== undefined && value >= 0 && value <= MOST ? value : undefined;

/** What the table says of a text, whatever its case. */
function byTable(values: NonNullable<Told['values']>): ReadValue {
  const table = new Map(Object.entries(values).map(([text, value]) => [text.toLowerCase(), value]));
  return ofText((text) => table.get(text.toLowerCase()));
}

/** Of all but numbers of phones and names of people, which become more than one value. */
export function valueReader(told: Told, slot: Slot, zone: Zone): ReadValue {
  if (told.values) return byTable(told.values);
  const type = told.type ?? slot.type;
  if (type === 'phone' || type === 'msisdn' || type === 'user') throw new RangeError(`${type} is no single value`);
  return MAKE[type](told, slot, zone);
}
