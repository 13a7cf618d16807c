// Lines of a `logformat` of the customer's own, JSON among them: values between the literals of the format. A user name may
// hold what ends it: its end is where the rest of the line fits. A record that Squid cut is read as far as it goes.
import { countOf } from './digits.ts';
import { percentDecoded, quoteFrom, unescaped } from './escapes.ts';
import { authorityTarget, clientOf, nameTarget, type Target, urlTarget } from './host.ts';
import type { Role } from './logformat-codes.ts';
import { compileLogformat, type Field, type Logformat, type LogformatProblem } from './logformat-compile.ts';
import {
  given,
  ignored,
  isBlank,
  type LineState,
  mayBeCut,
  misshapen,
  type Reading,
  type ReadLine,
  rejected,
} from './reading.ts';
import { isAction, isNoRequest, type WebRequest, webRequest } from './web-request.ts';

/** A reader of lines in that format, or what is wrong with it. */
export function logformatReader(format: string): { readonly read: ReadLine<WebRequest> } | LogformatProblem {
  const compiled = compileLogformat(format);
  return 'problem' in compiled ? compiled : { read: (line, state) => readIn(compiled, line, state) };
}

type Found = Partial<Record<Role, string>>;
type Fit = 'whole' | 'cut' | 'none';

function readIn(format: Logformat, line: string, state: LineState): Reading<WebRequest> {
  if (isBlank(line)) return ignored('empty');
  if (!line.startsWith(format.before)) return misshapen(line);
  const trial: Trial = { ends: [], left: MOST_ENDS };
  const fit = fitFrom(format.fields, 0, line, format.before.length, trial);
  if (fit === 'none' || (fit === 'cut' && !mayBeCut(line))) return misshapen(line);
  return requestOf(format, foundIn(format.fields, line, trial.ends), fit === 'cut', state, line);
}

/** The first of two for one thing that has a value. */
function foundIn(fields: readonly Field[], line: string, ends: readonly Span[]): Found {
  const found: Found = {};
  for (const [i, { from, to }] of ends.entries()) {
    const { role = null, quoting } = fields[i] ?? {};
    if (role === null || found[role] !== undefined) continue;
    const raw = line.slice(from, to).trimEnd();
    const value = quoting === 'quoted' ? unescaped(raw) : role === 'user' ? percentDecoded(raw) : raw;
    if (given(value) !== null) found[role] = value;
  }
  return found;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** How often ends of free values are tried in a line. */
const MOST_ENDS = 32;

interface Trial {
  /** Where the values of the fields are, as far as they fit. */
  ends: Span[];
  left: number;
}

/** Whether the fields from one on are what the line holds from a place on; where they are is put into `ends`. */
function fitFrom(fields: readonly Field[], first: number, line: string, from: number, trial: Trial): Fit {
  let at = from;
  for (let i = first; i < fields.length; i += 1) {
    const field = fields[i];
    if (field === undefined) break;
    if (field.padded) while (line.charCodeAt(at) === 32) at += 1;
    if (field.free) return fitFree(fields, i, field, line, at, trial);
    const end = endOf(field, line, at);
    if (end < 0) return 'cut';
    if (!isValue(field, line, at, end)) return 'none';
    trial.ends[i] = { from: at, to: end };
    at = end + field.after.length;
  }
  return at === line.length ? 'whole' : 'none';
}

/** The first end behind which the rest of the line fits; else the first behind which it fits up to where it was cut. */
function fitFree(fields: readonly Field[], i: number, field: Field, line: string, at: number, trial: Trial): Fit {
  let cut: Span[] | null = null;
  let end = endOf(field, line, at);
  if (end < 0) return 'cut';
  for (; end >= 0 && trial.left > 0; end = field.after === '' ? -1 : line.indexOf(field.after, end + 1)) {
    trial.left -= 1;
    trial.ends = [...trial.ends.slice(0, i), { from: at, to: end }];
    const fit = fitFrom(fields, i + 1, line, end + field.after.length, trial);
    if (fit === 'whole') return fit;
    if (fit === 'cut') cut ??= trial.ends;
  }
  if (cut !== null) trial.ends = cut;
  return cut === null ? 'none' : 'cut';
}

/** Where a value ends, or -1 where the line ends before. */
function endOf({ quoting, after }: Field, line: string, at: number): number {
  if (after === '') return line.length;
  if (quoting !== 'quoted' || !after.startsWith('"')) return line.indexOf(after, at);
  const end = quoteFrom(line, at);
  return end < 0 || line.startsWith(after, end) ? end : -1;
}

const NUMBERS: ReadonlySet<Role | null> = new Set(['seconds', 'millis', 'status', 'bytes', 'requestBytes', 'port']);

/** Values that are no text are told by their form, all others but free ones by having no blanks. */
function isValue({ role, quoting }: Field, line: string, from: number, to: number): boolean {
  if (role === 'action') return isAction(line, from, to);
  if (NUMBERS.has(role)) return line.charAt(from) === '-' || countOf(line.slice(from, to)) !== null;
  return quoting === 'quoted' || !line.slice(from, to).includes(' ');
}

function requestOf(format: Logformat, found: Found, cut: boolean, state: LineState, line: string): Reading<WebRequest> {
  const seconds = countOf(found.seconds ?? '');
  const moment =
    seconds === null
      ? format.timeOf(found.time ?? '', state.zone)
      : { at: seconds * 1_000 + (countOf(found.millis ?? '') ?? 0), doubt: null };
  const status = countOf(found.status ?? '');
  if (cut && (moment === undefined || status === null)) return misshapen(line);
  if (moment === undefined) return rejected('time');
  if (status === null) return misshapen(line);
  const { host, port } = targetOf(found);
  if (host === null) return cut ? misshapen(line) : ignored('no-request');
  return webRequest(
    {
      moment,
      ms: countOf(found.ms ?? ''),
      client: clientOf(found.client ?? null),
      user: found.user ?? null,
      method: found.method ?? null,
      host,
      port: countOf(found.port ?? '') ?? port,
      status,
      bytes: countOf(found.bytes ?? ''),
      requestBytes: countOf(found.requestBytes ?? ''),
      action: found.action ?? null,
      mime: found.mime ?? null,
      userAgent: found.agent ?? null,
      truncated: cut,
    },
    state,
  );
}

function targetOf({ url, host, method }: Found): Target {
  const named = nameTarget(host ?? null);
  if (named.host !== null || url === undefined || isNoRequest(url, 0)) return named;
  return (method === 'CONNECT' ? authorityTarget : urlTarget)(url, 0, url.length);
}
