// Pages that are larger, or lists that are longer, than any that is meant well.
import { gzipSync } from 'node:zlib';
import type { Json } from '../estate/device.ts';
import { isObject } from './exchange.ts';
import type { Fault, Occasion, Strike } from './fault.ts';
import { holding, linkTo, page, withNext } from './list-pages.ts';
import type { ListPage } from './list-shape.ts';

/** New rows of a page. */
const NEWCOMERS = 1_000;

/** A row of another key, of the same kind. */
function newcomer(row: Json | undefined, number: number, { key = 'id' }: Strike): Json {
  if (!isObject(row)) return null;
  const own = row[key];
  const digits = String(number);
  const other = isObject(own)
    ? { ...own, Value: 1_000_000 + number }
    : typeof own === 'number'
      ? 1_000_000 + number
      : `${String(own).slice(0, -digits.length)}${digits}`;
  return { [key]: other };
}

/** The page; behind the last row, newcomers. */
export function withNewcomers(shown: ListPage, occasion: Occasion): ListPage {
  const { memory, done, rule } = occasion;
  memory.rows ??= shown.rows;
  const own = memory.ended ? [] : shown.rows;
  const isShort = shown.rows.length < memory.rows.length || shown.rows.length === shown.total;
  memory.ended ||= shown.link === undefined && isShort;
  // Whole pages of any size, for products that count pages.
  const many = memory.ended ? NEWCOMERS - own.length : 0;
  const others = Array.from({ length: many }, (_, i) => newcomer(memory.rows?.[0], done * 2 * NEWCOMERS + i, rule));
  const counted = shown.total === undefined ? {} : { total: ENDLESS };
  const next = withNext((one) => linkTo(one, { again: String(done) }));
  return next({ ...holding(shown, [...own, ...others]), ...counted }, occasion);
}

/** As much as a client may take for a page. */
export const LARGE_ROWS = 20_000;
export const LARGE_CHARACTERS = 28_000_000;
export const COUNTLESS = 4_000_000;
export const MARK = 'countless';
/** Rows that a list without an end says to have. */
export const ENDLESS = 1_000_000;

/** Some kilobytes of gzip, of megabytes of text, of gigabytes of values: the page with `many` in the place of its rows. */
export const countless = (rowsOf: (mark: string) => readonly Json[], marked: string, many: () => string): Fault => {
  // Made once: a client that gave up meanwhile gets it at once when it asks again.
  const made = new Map<string, Buffer>();
  return async (occasion) => {
    const { json, ...answer } = await page((shown) => ({ ...shown, rows: rowsOf(MARK) }))(occasion);
    if (json === undefined) return answer;
    const text = JSON.stringify(json);
    const content = made.get(text) ?? gzipSync(text.replace(marked, many), { level: 1 });
    made.set(text, content);
    const type = { 'content-type': 'application/json', ...answer.headers, 'content-encoding': 'gzip' };
    return { ...answer, headers: type, content };
  };
};
