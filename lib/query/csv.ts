// Items as CSV (RFC 4180, UTF-8) for spreadsheets: a cell that a spreadsheet would run as a formula begins with an
// apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
import papaparse from 'papaparse';
import type { Item } from './output.ts';

export const CSV = 'text/csv; charset=utf-8; header=present';

/** Behind blanks of any kind, and quotes; spreadsheets fold the full-width signs. */
const FORMULA = /^[\s\p{C}\p{Z}"']*[=+\-@＝＋－＠]/u;
/** A spreadsheet that takes them for the end of a cell, as its language has it, begins a new one behind them. */
const ENDS = /([;\t\r\n])/;

/** One line of names, then one per item; objects stand as JSON, null as nothing. */
export function csvOf(fields: readonly string[], items: readonly Item[]): string {
  const rows = items.map((item) => fields.map((name) => cell(item[name])));
  return `${papaparse.unparse([[...fields], ...rows], { newline: '\r\n' })}\r\n`;
}

function cell(value: unknown): string | number | boolean {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text
    .split(ENDS)
    .map((part) => (FORMULA.test(part) ? `'${part}` : part))
    .join('');
}
