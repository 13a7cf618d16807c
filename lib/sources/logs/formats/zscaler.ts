// Web logs of Zscaler Internet Access, as NSS and Cloud NSS write them: JSON with or without its wrapper, or CSV, whose
// columns the feed decides. Values are text; tokens of JSON are escaped in hexadecimal where the feed says so.
// https://help.zscaler.com/zia/nss-feed-output-format-web-logs
import Papa from 'papaparse';
import { isNoId, parseExactly } from '../../exact-json.ts';
import type { Moment } from '../zones.ts';
import { countOf } from './digits.ts';
import { percentDecoded } from './escapes.ts';
import { clientOf, nameTarget } from './host.ts';
import { ignored, isBlank, type LineState, misshapen, type Reading, type ReadLine, rejected } from './reading.ts';
import { isoMoment, strftimeReader } from './stamps.ts';
import { type WebRequest, webRequest } from './web-request.ts';

type NssRecord = Readonly<Record<string, unknown>>;

const WEB = 'zscalernss-web';
/** What stands for no value. */
const NONE: ReadonlySet<string> = new Set(['', 'none', 'n/a', 'na']);
/** `Mon Nov  2 06:12:44 2026` */
const inWords = strftimeReader('%a %b %e %H:%M:%S %Y', true);

/** `columns` are those of a CSV feed. */
export const zscalerReader =
  (columns: readonly string[] | null): ReadLine<WebRequest> =>
  (line, state) => {
    if (isBlank(line)) return ignored('empty');
    const begin = line.indexOf('{');
    const isJson = columns === null || (begin >= 0 && !line.slice(0, begin).includes(','));
    if (isJson) return ofJson(line, begin, state);
    const { data, errors } = Papa.parse<string[]>(line, { delimiter: ',', newline: '\n' });
    const [values] = data;
    if (errors.length > 0 || !values) return misshapen(line);
    if (values.length !== columns.length) return rejected('field-count');
    return ofRecord(Object.fromEntries(columns.map((name, i) => [name.toLowerCase(), values[i]])), state);
  };

const isRecord = (value: unknown): value is NssRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function ofJson(line: string, begin: number, state: LineState): Reading<WebRequest> {
  try {
    const told: unknown = begin < 0 ? null : parseExactly(line.slice(begin));
    if (!isRecord(told)) return misshapen(line);
    if (typeof told.sourcetype === 'string' && told.sourcetype.toLowerCase() !== WEB)
      return ignored('other-record-type');
    const event = isRecord(told.event) ? told.event : told;
    return ofRecord(
      Object.fromEntries(Object.entries(event).map(([name, value]) => [name.toLowerCase(), value])),
      state,
    );
  } catch {
    return misshapen(line);
  }
}

function ofRecord(record: NssRecord, state: LineState): Reading<WebRequest> {
  const text = (...names: readonly string[]): string | null => {
    const value = names.map((name) => record[name]).find((told) => told !== undefined);
    const told = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
    return NONE.has(told.toLowerCase()) ? null : told;
  };
  const count = (...names: readonly string[]): number | null => countOf(text(...names) ?? '');
  const moment = momentOf(text('datetime', 'time'), state);
  if (!moment) return rejected('time');
  const { host, port } = nameTarget(text('hostname', 'host') ?? hostOf(text('url')));
  if (host === null) return ignored('no-request');
  const [user, action, category] = [text('user', 'login'), text('action'), text('urlcategory', 'urlcat')];
  const id = text('event_id', 'recordid');
  return webRequest(
    {
      moment,
      client: clientOf(text('clientip', 'cip')),
      // Of traffic that nobody signed in for it is the name of the location.
      user: user === text('location') ? null : user,
      method: text('requestmethod', 'reqmethod'),
      host,
      port,
      status: count('status', 'respcode') ?? 0,
      bytes: count('responsesize', 'respsize', 'transactionsize', 'totalsize'),
      requestBytes: count('requestsize', 'reqsize'),
      action,
      categories: category === null ? [] : [percentDecoded(category)],
      denied: action !== null && /^(?:block|denied)/i.test(action),
      userAgent: percentDecoded(text('useragent', 'ua') ?? '') || null,
      recordId: id === null || isNoId(id) ? null : id,
    },
    state,
  );
}

const hostOf = (url: string | null): string | null => url?.split('/', 1)[0] ?? null;

const momentOf = (text: string | null, { zone }: LineState): Moment | undefined =>
  text === null ? undefined : (isoMoment(text, zone) ?? inWords?.(text, zone));
