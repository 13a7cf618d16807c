// The mailboxes of the last report, with the kinds of programs that were used.
import type { Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { mapRecord, Unreadable } from '../map.ts';
import type { Progress } from '../progress.ts';
import { quotaStateOf } from '../quota-state.ts';
import { Seen } from '../seen.ts';
import type { Place } from './checkpoint.ts';
import { namesConcealed } from './concealed.ts';
import { CLIENTS, emailAppUsageUserDetail, mailboxUsageDetail } from './parameters.ts';
import { dayOf, type ReportRow, type Reports, readReport } from './reports.ts';

const ROWS_AT_ONCE = 1_000;
const upnOf = (row: ReportRow): string => row['User Principal Name'] ?? '';

/** Gives the day of which the report is; null where it has no row. Throws SourceError. */
export async function* readMailboxes(
  reports: Reports,
  collection: Collection,
  progress: Progress<Place>,
): AsyncGenerator<PollStep, string | null, void> {
  const dataset = 'mailbox';
  const { parameters } = collection.entity(mailboxUsageDetail.name);
  const clients = await clientsOf(reports, collection);
  const different = new Seen();
  let [count, distinct, concealed, isCut] = [0, 0, 0, false];
  let day: string | null = null;
  let batch: SourceRow[] = [];
  let isBegun = false;
  for await (const line of readReport(reports, "getMailboxUsageDetail(period='D7')")) {
    if (typeof line !== 'string') day = dayOf(line, progress.now.reported, reports.context.clock.now());
    if (!isBegun) yield { dataset, pass: 'start' };
    isBegun = true;
    if (typeof line === 'string') {
      if (line === 'concealed') concealed += 1;
      isCut ||= line === 'field-count';
      batch.push({ external_id: new Unreadable(line === 'concealed' ? 'name concealed' : line) });
    } else {
      const row = rowOf(mapRecord(parameters, line), line, clients);
      count += 1;
      if (different.add(String(row.external_id))) distinct += 1;
      batch.push(row);
    }
    if (batch.length < ROWS_AT_ONCE) continue;
    yield { dataset, rows: batch };
    batch = [];
  }
  if (!isBegun) yield { dataset, pass: 'start' };
  yield { dataset, rows: batch };
  if (concealed > 0) {
    yield { dataset, unproven: 'names-concealed' };
    throw namesConcealed();
  }
  const checkpoint = progress.with({ reported: day ?? progress.now.reported });
  if (isCut) yield { dataset, unproven: 'not-answered', checkpoint };
  // A row that came twice may stand in the place of another.
  else if (distinct !== count) yield { dataset, unproven: 'list-moved', checkpoint };
  else yield { dataset, complete: { marker: 'report-end', rows: count }, checkpoint };
  return day;
}

function rowOf(row: Record<string, unknown>, line: ReportRow, clients: ReadonlyMap<string, number>): SourceRow {
  const upn = upnOf(line).toLowerCase();
  const deleted = line['Deleted Date'] || line['Is Deleted']?.toLowerCase() === 'true';
  row.external_id = deleted ? `${upn} (deleted ${line['Deleted Date']})` : upn;
  // Its name may be somebody else's by now.
  if (deleted) row.user_principal_name = null;
  if (Object.hasOwn(row, 'quota_state')) row.quota_state = quotaStateOf(row);
  const used = clients.get(upn) ?? 0;
  if (used > 0) row.clients = CLIENTS.filter((_, i) => used & (1 << i));
  return row;
}

/** Which columns of the report of programs say so, as bits: a tenant has hundreds of thousands of people. */
async function clientsOf(reports: Reports, collection: Collection): Promise<ReadonlyMap<string, number>> {
  const used = new Map<string, number>();
  const collected = CLIENTS.map((name) => collection.has(emailAppUsageUserDetail.name, name));
  if (!collected.includes(true)) return used;
  for await (const line of readReport(reports, "getEmailAppUsageUserDetail(period='D7')")) {
    if (typeof line === 'string') continue;
    const bits = CLIENTS.reduce((all, name, i) => (collected[i] && isUsed(line[name]) ? all | (1 << i) : all), 0);
    if (bits > 0) used.set(upnOf(line).toLowerCase(), bits);
  }
  return used;
}

/** The versions of a program that were used, or a word. */
const isUsed = (cell = ''): boolean => !/^(no|false|)$/i.test(cell.trim());
