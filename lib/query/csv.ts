// Items as CSV (RFC 4180, UTF-8): for people, who open it with a spreadsheet, and `raw` for machines. A cell that a
// spreadsheet would run as a formula begins with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection), and
// text that it would take for a number or a date, and change, is told to be text.
import papaparse from 'papaparse';
import type { Item } from './output.ts';

export const CSV = 'text/csv; charset=utf-8; header=present';

/** Behind blanks of any kind, and quotes; spreadsheets fold the full-width signs. */
const FORMULA = /^[\s\p{C}\p{Z}"']*[=+\-@＝＋－＠]/u;
/** A spreadsheet that takes them for the end of a cell, as its language has it, begins a new one behind them. */
const ENDS = /([;\t\r\n])/;

/** An IMEI, a version, a phone number, a date: of text alone, numbers are numbers. */
const LIKE_A_NUMBER = /^[+-]?\d[\d.,:/ eE+-]*$/;
/** Says that it is UTF-8, and what parts the cells, whatever the language of the spreadsheet. */
const HEAD = '\uFEFFsep=,\r\n';

/** One line of names, then one per item; objects stand as JSON, null as nothing. */
export function csvOf(fields: readonly string[], items: readonly Item[], raw: boolean): string {
  const write = raw ? textOf : cell;
  const rows = items.map((item) => fields.map((name) => write(item[name])));
  return `${raw ? '' : HEAD}${papaparse.unparse([[...fields], ...rows], { newline: '\r\n' })}\r\n`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function cell(value: unknown): string {
  const text = textOf(value);
  if (typeof value === 'number' || typeof value === 'boolean') return text;
  if (LIKE_A_NUMBER.test(text)) return `="${text}"`;
  return text
    .split(ENDS)
    .map((part) => (FORMULA.test(part) ? `'${part}` : part))
    .join('');
}
