// Web traffic in the W3C extended log format: ProxySG (Edge SWG), TMG, and web servers.
// https://techdocs.broadcom.com/us/en/symantec-security-software/web-and-network-security/edge-swg/7-3.html
import type { Columns } from './column-names.ts';
import { headerOf, momentOf, type Values, valuesOf } from './columns.ts';
import { countOf } from './digits.ts';
import { bytesUnescaped } from './escapes.ts';
import { clientOf, nameTarget, type Target, urlTarget } from './host.ts';
import { ignored, type LineState, misshapen, type Reading, rejected } from './reading.ts';
import { isMethod, type WebRequest, webRequest } from './web-request.ts';

export function readW3c(line: string, state: LineState): Reading<WebRequest> {
  const header = headerOf(line);
  if (header !== null) return header;
  const { columns } = state;
  if (columns === null || !columns.names.includes('status')) return rejected('fields');
  const values = valuesOf(line, columns, false);
  if (values === null) return rejected('field-count');
  const moment = momentOf(values, state);
  if ('is' in moment) return moment;
  const status = values.status === undefined ? 0 : countOf(values.status);
  if (status === null || status > 999) return misshapen(line);
  const method = values.method ?? null;
  if (method !== null && !isMethod(method)) return misshapen(line);
  const { host, port } = targetOf(values, columns);
  if (host === null && (method === null || columns.names.includes('host'))) return ignored('no-request');
  return webRequest(
    {
      moment,
      ms: countOf(values.taken ?? ''),
      client: clientOf(values.client ?? null),
      user: values.user === undefined ? null : bytesUnescaped(values.user),
      method,
      host,
      port,
      status,
      bytes: countOf(values.sent ?? ''),
      requestBytes: countOf(values.received ?? ''),
      action: values.action ?? null,
      categories: categoriesOf(values.categories),
      denied: values.filter === 'DENIED',
      mime: values.mime ?? null,
      userAgent: values.agent ?? null,
    },
    state,
  );
}

/** A host has a column of its own, or stands in a whole URL. */
function targetOf({ host, port, url = '', stem = '' }: Values, columns: Columns): Target {
  if (columns.names.includes('host')) {
    const named = nameTarget(host ?? null);
    const told = countOf(port ?? '');
    return told === null || told === 0 ? named : { host: named.host, port: told };
  }
  const text = url === '' ? stem : url;
  return urlTarget(text, 0, text.length);
}

/** `none` says that it has none. */
const categoriesOf = (text: string | undefined): readonly string[] =>
  text === undefined || text.toLowerCase() === 'none' ? [] : text.split(';').filter((category) => category !== '');
