// What people did with mail and calendar, day by day: the report of a day has its whole counts. Graph restates reports, so
// the last days are read again, and take the place of what was told of them.
import type { PimActivity, PimClass } from '../../catalog/index.ts';
import type { Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import type { Progress } from '../progress.ts';
import { Seen } from '../seen.ts';
import type { Place } from './checkpoint.ts';
import { namesConcealed } from './concealed.ts';
import { emailActivityUserDetail } from './parameters.ts';
import { hasCome, type ReportRow, type Reports, readReport } from './reports.ts';

const DAY_MS = 86_400_000;
/** At first: the names of later ones wait for whose they are. Graph has 30. */
const DAYS_AT_FIRST = 5;
const DAYS_AT_MOST = 28;
/** Days that were read before, and are read again. */
const RESTATED_DAYS = 2;
const ROWS_AT_ONCE = 2_000;

interface Told {
  readonly column: string;
  readonly activity: PimActivity;
  readonly class: PimClass;
  readonly counts: readonly ('requests' | 'items_in' | 'items_out')[];
}

const COLUMNS: readonly Told[] = [
  { column: 'Send Count', activity: 'send', class: 'mail', counts: ['requests', 'items_in'] },
  { column: 'Receive Count', activity: 'receive', class: 'mail', counts: ['items_out'] },
  { column: 'Read Count', activity: 'read', class: 'mail', counts: ['requests'] },
  { column: 'Meeting Created Count', activity: 'meeting', class: 'calendar', counts: ['requests', 'items_in'] },
  { column: 'Meeting Interacted Count', activity: 'meeting-response', class: 'calendar', counts: ['requests'] },
];

/** Up to `last`, the day of the newest report. Throws SourceError. */
export async function* readActivity(
  reports: Reports,
  collection: Collection,
  progress: Progress<Place>,
  last: string,
): AsyncGenerator<PollStep, void, void> {
  const columns = COLUMNS.filter(({ column }) => collection.has(emailActivityUserDetail.name, column));
  const { through: reached } = progress.now;
  // One ahead of the clock, since that was once wrong, is no measure.
  const through = reached === null || hasCome(reached, reports.context.clock.now()) ? reached : last;
  for (const day of daysUntil(last, through)) {
    const isRead = through !== null && day <= through;
    const people = new Seen();
    let batch: SourceRow[] = [];
    for await (const line of readReport(reports, `getEmailActivityUserDetail(date=${day})`)) {
      if (line === 'concealed') throw namesConcealed();
      if (line === 'field-count') continue;
      // A row that is told again is the same one: counts of one person are added up.
      if (!line['Deleted Date'] && !people.add(line['User Principal Name']?.toLowerCase() ?? '')) continue;
      for (const told of columns) {
        const row = rowOf(line, told, day);
        // Of a day that was read, a count may have become none.
        if (row && (isRead || row.count > 0)) batch.push(row.event);
      }
      if (batch.length < ROWS_AT_ONCE) continue;
      yield { dataset: 'pim_activity', events: batch, whole: true };
      batch = [];
    }
    const checkpoint = progress.with({ through: isRead ? through : day });
    yield { dataset: 'pim_activity', events: batch, whole: true, checkpoint };
  }
}

function daysUntil(last: string, through: string | null): readonly string[] {
  const end = Date.parse(last);
  const first = through === null ? end - (DAYS_AT_FIRST - 1) * DAY_MS : Date.parse(through) - RESTATED_DAYS * DAY_MS;
  const from = Math.max(first, end - (DAYS_AT_MOST - 1) * DAY_MS);
  const count = Math.max(0, Math.floor((end - from) / DAY_MS) + 1);
  return Array.from({ length: count }, (_, i) => new Date(from + i * DAY_MS).toISOString().slice(0, 10));
}

/** Null of a mailbox that was deleted, whose name another may have, and of what is no count. */
function rowOf(
  line: ReportRow,
  { column, activity, class: of, counts }: Told,
  day: string,
): { readonly event: SourceRow; readonly count: number } | null {
  const text = line[column] || '0';
  const count = Number(text);
  if (line['Deleted Date'] || !/^\d{1,15}$/.test(text)) return null;
  const told = Object.fromEntries(counts.map((name) => [name, count]));
  const user_principal_name = line['User Principal Name'];
  const occurred_at = new Date(`${day}T00:00:00Z`);
  return { count, event: { occurred_at, user_principal_name, activity, class: of, ...told } };
}
