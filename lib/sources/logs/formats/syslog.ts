// What syslog leaves in front of a line: RFC 3164 (no year, no zone), RFC 5424, an ISO stamp, an octet count before each.
import { type Moment, momentIn, momentOfYear, settled } from '../zones.ts';
import { behindDigits, clockAt, dayOf, digits, fractionAt, monthAt } from './digits.ts';
import type { LineState, ReadLine } from './reading.ts';
import { isoMoment } from './stamps.ts';

export interface SyslogLine extends Moment {
  /** Of the prefix, or of the receipt where it has none. */
  readonly timeFrom: 'prefix' | 'receipt';
  readonly host: string | null;
  readonly program: string | null;
  readonly message: string;
}

/** A line behind a prefix is read as if it had none: what time it has in itself counts more. */
export const behindSyslog =
  <Event>(read: ReadLine<Event>): ReadLine<Event> =>
  (line, state) =>
    read(mayHavePrefix(line) ? readSyslog(line, state).message.trimStart() : line, state);

/** Without a prefix the whole line is the message, and its time that of receipt. */
export function readSyslog(line: string, state: LineState): SyslogLine {
  const start = behindPriority(line);
  if (start > 0 && line.startsWith('1 ', start)) return of5424(line, start + 2, state) ?? atReceipt(line, state);
  const stamp = monthAt(line, start) >= 0 ? stamp3164(line, start, state) : stampIso(line, start, state);
  if (stamp === undefined) return unstamped(line, start, state);
  return { ...settled(stamp.moment, state), timeFrom: 'prefix', ...originOf(line, stamp.end) };
}

/** Behind a priority alone a tag may stand; without one all is message. */
function unstamped(line: string, start: number, state: LineState): SyslogLine {
  const tagEnd = start > 0 ? line.indexOf(' ', start) : -1;
  const program = programOf(line, start, tagEnd);
  return { ...atReceipt(line.slice(program === null ? start : tagEnd + 1), state), program };
}

function mayHavePrefix(line: string): boolean {
  const first = line.charCodeAt(0);
  if (first === 60) return true;
  if (first >= 65 && first <= 90) return line.charCodeAt(3) === 32 && monthAt(line, 0) >= 0;
  if (!(first >= 48 && first <= 57)) return false;
  return (line.charAt(10) === 'T' && line.charAt(4) === '-') || octetCount(line) > 0;
}

const atReceipt = (message: string, { receivedAt }: LineState): SyslogLine => ({
  at: receivedAt,
  doubt: null,
  timeFrom: 'receipt',
  host: null,
  program: null,
  message,
});

/** The place behind `42 `, where a priority follows: in a file of lines the count says nothing. */
function octetCount(line: string): number {
  const end = behindDigits(line, 0, 8);
  return end > 0 && line.startsWith(' <', end) ? end + 1 : 0;
}

/** The place behind `<134>`, whatever number it is. */
function behindPriority(line: string): number {
  const start = octetCount(line);
  if (line.charAt(start) !== '<') return start;
  const end = behindDigits(line, start + 1, start + 8);
  return end > start + 1 && line.charAt(end) === '>' ? end + 1 : start;
}

interface Stamp {
  readonly moment: Moment;
  readonly end: number;
}

/** `Nov  2 06:12:44`, with the year before the clock where some write it. */
function stamp3164(line: string, from: number, { zone, receivedAt }: LineState): Stamp | undefined {
  const dayAt = line.charAt(from + 4) === ' ' ? from + 5 : from + 4;
  const dayEnd = behindDigits(line, dayAt, dayAt + 3);
  const [month, day] = [monthAt(line, from), digits(line, dayAt, dayEnd)];
  const year = line.charAt(dayEnd + 5) === ' ' ? digits(line, dayEnd + 1, dayEnd + 5) : -1;
  const clockStart = year < 0 ? dayEnd + 1 : dayEnd + 6;
  const clock = clockAt(line, clockStart);
  if (day < 1 || clock < 0 || line.charAt(dayEnd) !== ' ' || line.charAt(from + 3) !== ' ') return undefined;
  const end = line.charAt(clockStart + 8) === '.' ? behindDigits(line, clockStart + 9) : clockStart + 8;
  const localIn = (of: number): number | undefined => {
    const midnight = dayOf(of, month, day);
    return midnight === undefined ? undefined : midnight + clock + fractionAt(line, clockStart + 8);
  };
  const local = year < 0 ? undefined : localIn(year);
  const moment =
    year < 0 ? momentOfYear(localIn, zone, receivedAt) : local === undefined ? undefined : momentIn(zone, local);
  return moment === undefined || line.charAt(end) !== ' ' ? undefined : { moment, end: end + 1 };
}

function stampIso(line: string, from: number, { zone }: LineState): Stamp | undefined {
  if (line.charAt(from + 10) !== 'T') return undefined;
  const end = line.slice(from, from + 48).indexOf(' ');
  const moment = end < 0 ? undefined : isoMoment(line.slice(from, from + end), zone);
  return moment === undefined ? undefined : { moment, end: from + end + 1 };
}

/** Host and tag (`squid[99]:`) before a message; ProxySG writes no tag, a local socket no host. */
function originOf(line: string, from: number): Pick<SyslogLine, 'host' | 'program' | 'message'> {
  const hostEnd = line.indexOf(' ', from);
  const first = programOf(line, from, hostEnd);
  if (hostEnd < 0 || first !== null)
    return { host: null, program: first, message: line.slice(first ? hostEnd + 1 : from) };
  const host = line.slice(from, hostEnd);
  const tagEnd = line.indexOf(' ', hostEnd + 1);
  const program = programOf(line, hostEnd + 1, tagEnd);
  return { host, program, message: line.slice(program === null ? hostEnd + 1 : tagEnd + 1) };
}

const TAG = /^([\w.()/-]{1,64})(?:\[\d{1,10}\])?:$/;

function programOf(line: string, from: number, to: number): string | null {
  return to > from && to - from <= 80 ? (TAG.exec(line.slice(from, to))?.[1] ?? null) : null;
}

/** `TIMESTAMP HOST APP PROCID MSGID STRUCTURED-DATA MESSAGE`. https://www.rfc-editor.org/rfc/rfc5424#section-6 */
function of5424(line: string, from: number, state: LineState): SyslogLine | undefined {
  const parts: string[] = [];
  let at = from;
  while (parts.length < 5) {
    const end = line.indexOf(' ', at);
    if (end < 0) return undefined;
    parts.push(line.slice(at, end));
    at = end + 1;
  }
  const dataEnd = behindData(line, at);
  if (dataEnd === undefined) return undefined;
  const [stamp = '-', host = '-', program = '-'] = parts;
  const message = line.slice(dataEnd + 1).replace(/^\uFEFF/, '');
  const moment = stamp === '-' ? undefined : isoMoment(stamp, state.zone);
  const named = { host: host === '-' ? null : host, program: program === '-' ? null : program, message };
  if (moment === undefined) return { ...atReceipt(message, state), ...named };
  return { ...settled(moment, state), timeFrom: 'prefix', ...named };
}

/** The end of `-` or of `[id name="value"]..`, whose values escape quotes and brackets. */
function behindData(line: string, from: number): number | undefined {
  if (line.charAt(from) === '-') return from + 1;
  let at = from;
  let quoted = false;
  for (let open = false; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ']') open = false;
    else if (!quoted && char === '[') open = true;
    else if (!quoted && !open) break;
  }
  return at > from ? at : undefined;
}
