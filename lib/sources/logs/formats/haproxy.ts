// HAProxy's `option httplog`: `client:port [accepted] frontend backend/server timers status bytes .. {captures} "request"`.
// Its time is local and names no zone. https://docs.haproxy.org/2.6/configuration.html#8.2.3

import { requestOf } from './combined.ts';
import { countOf, digits } from './digits.ts';
import { clientOf, nameTarget } from './host.ts';
import { given, ignored, isBlank, misshapen, type ReadLine, rejected } from './reading.ts';
import { apacheMoment } from './stamps.ts';
import { type WebRequest, webRequest } from './web-request.ts';

/** Between the date and the captures: frontend, backend/server, timers, status, bytes, two cookies, flags, two counts. */
const VALUES = 10;
const BAD_REQUEST = '"<BADREQ>"';

/** `hostCapture`: which of the captured headers of a request is its Host, from 1; without it hosts of paths are unknown. */
export function haproxyReader(hostCapture?: number): ReadLine<WebRequest> {
  return (line, state) => {
    const open = line.indexOf(' [');
    const close = line.indexOf('] ', open);
    const values = open < 0 || close < 0 ? null : valuesOf(line, close + 2);
    if (values === null) return isBlank(line) ? ignored('empty') : misshapen(line);
    const accepted = apacheMoment(line.slice(open + 2, close), state.zone);
    if (accepted === undefined) return rejected('time');
    const [, , timers = '', statusText = '', bytes = '', , , flags = ''] = values.list;
    const status = statusText === '-1' ? 0 : digits(statusText, 0, statusText.length);
    if (status < 0 || !timers.includes('/')) return misshapen(line);
    const quote = line.indexOf('"', values.end);
    if (quote < 0) return misshapen(line);
    if (line.startsWith(BAD_REQUEST, quote)) return ignored('no-request');
    const isWhole = line.length > quote + 1 && line.endsWith('"');
    const request = requestOf(line, quote + 1, isWhole ? line.length - 1 : line.length);
    if (request === null && isWhole) return ignored('no-request');
    const captured = hostCapture === undefined ? null : captureOf(line.slice(values.end, quote), hostCapture);
    const { host, port } = request?.host ? request : nameTarget(captured);
    const ms = countOf(timers.slice(timers.lastIndexOf('/') + 1).replace('+', ''));
    return webRequest(
      {
        moment: { at: accepted.at + (ms ?? 0), doubt: accepted.doubt },
        ms,
        client: clientOf(line.slice(0, line.lastIndexOf(':', open))),
        method: request?.method ?? null,
        host,
        port,
        status,
        bytes: countOf(bytes.replace('+', '')),
        // Refused by a rule of the proxy itself. https://docs.haproxy.org/2.6/configuration.html#8.5
        denied: flags.startsWith('PR') && status === 403,
        truncated: !isWhole,
      },
      state,
    );
  };
}

interface Values {
  readonly list: readonly string[];
  readonly end: number;
}

function valuesOf(line: string, from: number): Values | null {
  const list: string[] = [];
  let at = from;
  while (list.length < VALUES) {
    const end = line.indexOf(' ', at);
    if (end < 0) return null;
    list.push(line.slice(at, end));
    at = end + 1;
  }
  return { list, end: at };
}

/** Of `{curl/7.88.1|www.example.org}`: HAProxy escapes braces and bars within, and cuts values at the length it was told. */
function captureOf(text: string, place: number): string | null {
  const [open, close] = [text.indexOf('{'), text.indexOf('}')];
  return open < 0 || close < open ? null : given(text.slice(open + 1, close).split('|')[place - 1] ?? '');
}
