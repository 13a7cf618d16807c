// Web traffic of a log that has none of the formats: what a mapping may name of a request. Of a URL it reads the host alone.
import type { LogFormat } from '../logs/format.ts';
import { clientOf } from '../logs/formats/host.ts';
import type { Reading } from '../logs/formats/reading.ts';
import { type WebFound, type WebRequest, webRequest } from '../logs/formats/web-request.ts';
import { type Mapped, mappingFormat } from '../logs/mapping/compile.ts';
import type { MappingConfig } from '../logs/mapping/config.ts';
import { UTC } from '../logs/zones.ts';
import { WEB_TARGET } from './target.ts';

/** `finish` says what becomes of a request. */
export function webMapping<Event>(
  mapping: MappingConfig,
  zone: string,
  finish: (reading: Reading<WebRequest>) => Reading<Event>,
): LogFormat<Event> {
  const { begin, ...format } = mappingFormat(mapping, { target: WEB_TARGET, zone });
  return {
    ...format,
    begin(of) {
      const reader = begin(of);
      const state = { zone: UTC, receivedAt: of.writtenAt, readAt: of.readAt ?? of.writtenAt, columns: null };
      return {
        read(line) {
          const reading = reader.read(line);
          return reading.is === 'event' ? finish(webRequest(requestOf(reading.event), state)) : reading;
        },
        get fields() {
          return reader.fields;
        },
        get missing() {
          return reader.missing ?? [];
        },
      };
    },
  };
}

function requestOf({ at, doubt = null, row }: Mapped): WebFound {
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
  const number = (name: string): number | null => {
    const value = row[name];
    return Number.isSafeInteger(value) ? Number(value) : null;
  };
  return {
    moment: { at, doubt },
    host: text('host'),
    user: text('user'),
    client: clientOf(text('client')),
    method: text('method'),
    status: number('status') ?? 0,
    action: text('action'),
    categories: (text('categories') ?? '').split(/[,;|]/).flatMap((part) => part.trim() || []),
    bytes: number('bytes'),
    ms: number('durationMs'),
    denied: row.blocked === true,
  };
}
