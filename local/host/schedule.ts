// When a timer is due: NCRONTAB (6 fields, or 5 without seconds) or a TimeSpan, in the process's time zone.
// Accepts what NCrontab and .NET accept and nothing that only other cron dialects know; day of month AND day of week must match.
// https://github.com/atifaziz/NCrontab, CronSchedule.cs and ConstantSchedule.cs of azure-webjobs-sdk-extensions
import { Cron } from 'croner';

export type Schedule = {
  /** The next instant after `from`, or undefined when there is none (30 February). */
  next(from: Date): Date | undefined;
  adjustForDst: boolean;
};

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
type Field = { name: string; min: number; max: number; names?: string[] };
const FIELDS: Field[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 6, names: DAYS },
];

/** Reads a schedule expression; an Error says what is wrong with it. */
export function parseSchedule(expression: string): Schedule {
  const fields = expression.trim().split(/\s+/);
  if (fields.length === 1) return constantSchedule(parseTimeSpan(expression));
  if (fields.length === 5) return cronSchedule(['0', ...fields]);
  if (fields.length === 6) return cronSchedule(fields);
  throw new Error(`The schedule '${expression}' is neither an NCRONTAB expression of 5 or 6 fields nor a TimeSpan.`);
}

/** True if two runs may be less than a minute apart; the runtime never monitors such a timer (TimerSchedule.Create). */
export function isSubMinute(schedule: Schedule, now: Date): boolean {
  const first = schedule.next(now);
  const second = first && schedule.next(first);
  return second !== undefined && first !== undefined && second.getTime() - first.getTime() < 60_000;
}

function constantSchedule(milliseconds: number): Schedule {
  if (milliseconds <= 0) throw new Error('The interval of a timer must be longer than zero.');
  return { next: (from) => new Date(from.getTime() + milliseconds), adjustForDst: false };
}

function cronSchedule(fields: string[]): Schedule {
  const lists = FIELDS.map((field, index) => expandField(field, fields[index] ?? ''));
  // Where clocks go back an interval runs on through the repeated hour, a point in time runs once (CronSchedule.cs).
  const interval = fields.slice(0, 3).some((field) => /[*/-]/.test(field));
  const cron = new Cron(lists.join(' '), {
    paused: true,
    mode: '6-part',
    domAndDow: true,
    fixedTimeRule: interval ? 'single-value' : 'no-wildcard',
  });
  return { next: (from) => cron.nextRun(from) ?? undefined, adjustForDst: true };
}

/** One field as the list of its values, or `*`. As CrontabFieldImpl.cs: reversed ranges are swapped, `a/n` runs to the end. */
function expandField(field: Field, text: string): string {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const match = /^(\*|[^*/-]+)(?:-([^*/-]+))?(?:\/(\d+))?$/.exec(item);
    if (!match?.[1] || (match[1] === '*' && match[2])) throw new Error(`'${text}' is not a valid ${field.name} field.`);
    const [, start, end, step] = match;
    const first = start === '*' ? field.min : fieldValue(field, start);
    const last = end ? fieldValue(field, end) : start === '*' || step ? field.max : first;
    for (let v = Math.min(first, last); v <= Math.max(first, last); v += Math.max(1, Number(step ?? 1))) values.add(v);
  }
  if (values.size === field.max - field.min + 1) return '*';
  return [...values].sort((a, b) => a - b).join(',');
}

function fieldValue(field: Field, text: string): number {
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    if (value >= field.min && value <= field.max) return value;
    throw new Error(`${text} is not between ${field.min} and ${field.max}, the bounds of the ${field.name} field.`);
  }
  const index = (field.names ?? []).findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  if (index >= 0) return index + field.min;
  throw new Error(`'${text}' is not a known value of the ${field.name} field.`);
}

/** Milliseconds of a .NET TimeSpan: `[-][d.]hh:mm[:ss[.fffffff]]`, or a number of days. */
export function parseTimeSpan(text: string): number {
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 86_400_000;
  const match = /^\s*(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(\.\d{1,7})?)?\s*$/.exec(text);
  if (!match) throw new Error(`'${text}' is not a TimeSpan such as 00:30:00 or 1.00:00:00.`);
  const [days, hours, minutes, seconds] = [match[2], match[3], match[4], match[5]].map((part) => Number(part ?? 0));
  if (
    hours === undefined ||
    minutes === undefined ||
    seconds === undefined ||
    hours > 23 ||
    minutes > 59 ||
    seconds > 59
  ) {
    // .NET reads 24:00:00 as 24 days: nobody means that.
    throw new Error(`'${text}' is not a TimeSpan: hours go to 23, one day is 1.00:00:00.`);
  }
  const milliseconds = ((((days ?? 0) * 24 + hours) * 60 + minutes) * 60 + seconds + Number(match[6] ?? 0)) * 1000;
  return match[1] ? -milliseconds : milliseconds;
}
