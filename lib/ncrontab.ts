// Schedules in NCRONTAB, as the Functions runtime reads them: second, minute, hour, day, month, day of week.
// https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions

import { Cron } from 'croner';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Part {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const PARTS: readonly Part[] = [
  { name: 'second', from: 0, to: 59 },
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: MONTHS },
  { name: 'day of the week', from: 0, to: 6, names: DAYS },
];

/** What is wrong with a schedule, in words; null where nothing is. */
export function scheduleProblem(schedule: string): string | null {
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== PARTS.length) return `must have six fields, seconds first; it has ${fields.length}`;
  const wrong = PARTS.filter((part, i) => !isField(part, fields[i] ?? ''));
  if (wrong.length > 0) return `the ${wrong.map((part) => part.name).join(' and the ')} cannot be read`;
  return cronOf(schedule).nextRun() === null ? 'names a day that never comes' : null;
}

function isField(part: Part, field: string): boolean {
  return field.split(',').every((item) => {
    const [, range = '', step] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(item) ?? [];
    if (step !== undefined && Number(step) < 1) return false;
    if (range === '*') return true;
    const ends = range.split('-').map((end) => numberOf(part, end));
    const [first, last = first] = ends;
    return ends.length <= 2 && first != null && last != null && first <= last;
  });
}

function numberOf(part: Part, text: string): number | null {
  const named = part.names?.indexOf(text.slice(0, 3).toLowerCase()) ?? -1;
  if (named >= 0) return named + part.from;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= part.from && number <= part.to ? number : null;
}

/** The first time of the schedule after an instant, in the process's time zone, as the runtime's timers tick. */
export function nextTime(schedule: string, after: Date): Date {
  return cronOf(schedule).nextRun(after) ?? new Date(after.getTime() + 86_400_000);
}

/** NCRONTAB wants day of month and day of week both to match; other cron dialects want either. */
const cronOf = (schedule: string): Cron => new Cron(schedule, { mode: '6-part', domAndDow: true, sloppyRanges: true });
