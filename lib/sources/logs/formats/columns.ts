// Lines whose columns `#Fields` names (W3C extended log format): IIS, ProxySG, TMG. It may change in mid-file, and demands
// the exact count of values: a longer line would match shifted. https://www.w3.org/TR/WD-logfile.html
import type { Moment } from '../zones.ts';
import { COLUMNS, type ColumnName, type Columns } from './column-names.ts';
import { clockAt, countOf, fractionAt, isoDayAt } from './digits.ts';
import { ignored, isBlank, type LineState, type NoEvent, rejected } from './reading.ts';
import { apacheMoment } from './stamps.ts';

export type Values = Readonly<Partial<Record<ColumnName, string>>>;

const nameFor = new Map<string, ColumnName>(
  (Object.keys(COLUMNS) as ColumnName[]).flatMap((name) => COLUMNS[name].map((column) => [column, name] as const)),
);

/** No log has so many columns: such a line names none. */
const MOST_COLUMNS = 256;
const LONGEST_TEXT = 8_192;

/** Of the text behind `#Fields:`. */
export function columnsOf(fields: string): Columns {
  const text = fields.length > LONGEST_TEXT ? '' : fields.trim();
  const separator = text.includes('\t') ? '\t' : ' ';
  const all = text.split(separator).filter((column) => column !== '');
  const columns = all.length > MOST_COLUMNS ? [] : all;
  const names: (ColumnName | null)[] = columns.map((column) => nameFor.get(column.toLowerCase()) ?? null);
  // The first of two columns for one thing.
  return { text, names: names.map((name, i) => (names.indexOf(name) === i ? name : null)), separator };
}

const FIELDS = '#fields:';

/** Of a line that is none of an event; null for others. */
export function headerOf(line: string): NoEvent | null {
  if (line.charCodeAt(0) !== 35) return isBlank(line) ? ignored('empty') : null;
  if (line.slice(0, FIELDS.length).toLowerCase() !== FIELDS) return { is: 'header' };
  return { is: 'header', columns: columnsOf(line.slice(FIELDS.length)) };
}

/**
 * The values of a line by name, or null where there are not as many as columns. Values with blanks are quoted; runs of
 * blanks are one separator, but where every blank must count to have the right number. `plain` logs quote nothing.
 */
export function valuesOf(line: string, columns: Columns, plain: boolean): Values | null {
  if (plain || columns.separator === '\t') return split(line, columns, { quotes: '', merges: false });
  return (
    split(line, columns, { quotes: '"', merges: true }) ??
    split(line, columns, { quotes: '"', merges: false }) ??
    split(line, columns, { quotes: `"'`, merges: true })
  );
}

interface Splitting {
  readonly quotes: string;
  /** Whether runs of separators are one. */
  readonly merges: boolean;
}

/** All names from the start: objects of one shape are read quickly. */
const NO_VALUES: Values = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, undefined]));

function split(line: string, { names, separator }: Columns, { quotes, merges }: Splitting): Values | null {
  const values: { -readonly [K in keyof Values]: Values[K] } = { ...NO_VALUES };
  const blank = separator.charCodeAt(0);
  let at = 0;
  for (const name of names) {
    if (merges) while (line.charCodeAt(at) === blank) at += 1;
    if (at > line.length || (merges && at === line.length)) return null;
    const quoted = quotedEnd(line, at, quotes, blank);
    const bracket = name === 'stamp' && line.charAt(at) === '[' ? line.indexOf(']', at) : -1;
    const next = quoted >= 0 ? quoted + 1 : line.indexOf(separator, bracket < 0 ? at : bracket);
    const end = next < 0 ? line.length : next;
    if (name === null || end === at || (end === at + 1 && line.charCodeAt(at) === HYPHEN)) at = end + 1;
    else {
      values[name] = quoted < 0 ? line.slice(at, end) : unquoted(line, at, quoted);
      at = end + 1;
    }
  }
  if (merges) while (line.charCodeAt(at) === blank) at += 1;
  return at > line.length || (merges && at === line.length) ? values : null;
}

const HYPHEN = 45;

/** Where the quoted value at a place ends: a quote with a blank or nothing behind it; -1 where none begins or ends. */
function quotedEnd(line: string, from: number, quotes: string, blank: number): number {
  const quote = line.charCodeAt(from);
  if ((quote !== 34 && quote !== 39) || !quotes.includes(line.charAt(from))) return -1;
  for (let at = from + 1; at < line.length; at += 1) {
    if (line.charCodeAt(at) !== quote) continue;
    if (at + 1 === line.length || line.charCodeAt(at + 1) === blank) return at;
    // One that is doubled is a quote of the value.
    if (line.charCodeAt(at + 1) === quote) at += 1;
  }
  return -1;
}

function unquoted(line: string, from: number, to: number): string | undefined {
  const [quote, text] = [line.charAt(from), line.slice(from + 1, to)];
  return text === '' || text === '-' ? undefined : text.replaceAll(quote + quote, quote);
}

/** Date and time are UTC by the format; columns of other times name their zone, or are the source's. */
export function momentOf(values: Values, state: LineState): Moment | NoEvent {
  const { date = '', time = '', stamp, epoch } = values;
  if (stamp !== undefined) return apacheMoment(stamp.replace(/^\[|\]$/g, ''), state.zone) ?? rejected('time');
  const seconds = epoch === undefined ? null : countOf(epoch.split('.', 1)[0] ?? '');
  if (seconds !== null) return { at: seconds * 1_000, doubt: null };
  const [day, clock] = [isoDayAt(date, 0), clockAt(time, 0)];
  if (day === undefined || clock < 0) return rejected('time');
  return { at: day + clock + fractionAt(time, 8), doubt: null };
}
