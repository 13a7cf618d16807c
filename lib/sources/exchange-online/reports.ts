// A report of Graph: asked for with the token, downloaded without it, read row by row.
// https://learn.microsoft.com/graph/api/reportroot-getemailactivityuserdetail#response
import type { Readable } from 'node:stream';
import { SourceError } from '../../errors.ts';
import type { SourceCode } from '../../source-codes.ts';
import type { PollContext } from '../contract.ts';
import { csvRows } from '../csv.ts';
import type { GraphClient } from '../graph/client.ts';
import { wrongShape } from '../wire.ts';

const MAX_BYTES = 4 * 1024 ** 3;
const DAY_MS = 86_400_000;
const PERSON = 'User Principal Name';

/** Cells by the names of their columns. */
export type ReportRow = Readonly<Record<string, string>>;
/** `field-count`: a row that is cut, or has more cells than columns. `concealed`: the tenant shows no names. */
export type ReportLine = ReportRow | 'field-count' | 'concealed';

export interface Reports {
  readonly graph: GraphClient;
  readonly context: Pick<PollContext, 'http' | 'signal' | 'clock'>;
}

/** `name` with its parameter. Throws SourceError. */
export async function* readReport({ graph, context }: Reports, name: string): AsyncGenerator<ReportLine, void, void> {
  const { status, headers } = await graph.request(`/v1.0/reports/${name}`, { accept: [302] });
  const { location } = headers;
  if (status !== 302 || location === undefined) throw wrongShape('Graph');
  // The address carries its own signature: the token must not go there.
  const { body } = await context.http.stream({ url: location, headers: { Accept: '*/*' }, maxBytes: MAX_BYTES });
  yield* linesOf(body, context.signal);
}

/** Lines of a report; throws SourceError for what is none. */
export async function* linesOf(body: Readable, signal: AbortSignal): AsyncGenerator<ReportLine, void, void> {
  let names: readonly string[] | null = null;
  for await (const cells of csvRows(body.setEncoding('utf8'), { signal, delimiter: ',', tooLarge, broken })) {
    if (names === null) {
      if (!cells.includes(PERSON) || !cells.includes('Report Refresh Date')) throw wrongShape('Graph');
      names = cells;
    } else yield cells.length === names.length ? told(names, cells) : 'field-count';
  }
}

function told(names: readonly string[], cells: readonly string[]): ReportLine {
  const row = Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  return isConcealed(row[PERSON] ?? '') ? 'concealed' : row;
}

/** 32 hexadecimal digits since 2022, `<PII:H105(..)>@domain` before, `(Unknown)` in some clouds. */
const isConcealed = (person: string): boolean =>
  /^[0-9A-F]{32}$/i.test(person) || person.startsWith('<PII:') || person === '(Unknown)';

/** A day of the calendar that has come, anywhere on earth: another is no measure of what is newer. */
export function hasCome(day: string, now: Date): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN;
  return at <= now.getTime() + DAY_MS;
}

/** Of which day a row is; throws SourceError for one that says none, or one before `last`. */
export function dayOf(row: ReportRow, last: string | null, now: Date): string {
  const day = row['Report Refresh Date'] ?? '';
  if (!hasCome(day, now)) throw failed('no-report-date', 'A report does not say of which day it is.');
  if (last !== null && hasCome(last, now) && day < last)
    throw failed('older-report', 'A report is older than the last one that was read: it is no newer state.');
  return day;
}

const tooLarge = (): SourceError => failed('too-large', 'A row of a report is longer than its bound.');
const broken = (): SourceError => failed('broken-report', 'A report ends in the middle of a row, or is no CSV.');
const failed = (code: SourceCode, message: string): SourceError =>
  new SourceError(message, { code, hint: 'Nothing was removed; the next poll asks for the report again.' });
