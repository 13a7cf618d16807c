// The audit log of a standalone Ivanti Sentry: JSON lines, one for the request of a device and one for its response, with
// the same `useCaseID`. What stands in responses beyond their ids is not documented: it is read where it is there.
// https://help.ivanti.com/mi/help/en_us/SNTRY/9.x/gdsa/Content/SentryGuide/Log_representation_format.htm
import { digestOf } from '../../../digest.ts';
import { isNoId, parseExactly } from '../../exact-json.ts';
import { type Moment, settled, type TimeDoubt } from '../zones.ts';
import { readEasQuery } from './eas-query.ts';
import { clientOf, nameTarget } from './host.ts';
import { ignored, isBlank, type LineState, misshapen, type Reading, rejected } from './reading.ts';
import { isoMoment } from './stamps.ts';

export interface SentryRequest {
  readonly kind: 'request';
  readonly at: number;
  readonly doubt: TimeDoubt | null;
  /** By the line alone, which may lie ahead. */
  readonly saidAt: number;
  readonly useCase: string;
  readonly result: 'allowed' | 'blocked' | 'none';
  readonly app: string | null;
  readonly user: string | null;
  readonly device: string | null;
  readonly easDevice: string | null;
  readonly deviceType: string | null;
  readonly serviceType: string | null;
  readonly host: string | null;
  readonly client: string | null;
}

export interface SentryResponse {
  readonly kind: 'response';
  readonly at: number;
  readonly useCase: string;
  readonly status: number | null;
  readonly ms: number | null;
}

export type SentryEntry = SentryRequest | SentryResponse;

/** An id as it is: those of Sentry have 36. Of a longer one a hash stands for it. */
const LONGEST_ID = 64;
/** No field that is stored is as long: what is longer is none, and may not take the place of others while it waits. */
const LONGEST_TEXT = 512;

const RESULTS: Readonly<Record<string, SentryRequest['result']>> = { allow: 'allowed', block: 'blocked' };

export function readSentry(line: string, state: LineState): Reading<SentryEntry> {
  if (isBlank(line)) return ignored('empty');
  const record = recordIn(line);
  if (record === null) return misshapen(line);
  const text = (name: string): string | null => {
    const value = record[name];
    const told = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
    return told === '' || told === '-' ? null : told;
  };
  const short = (name: string): string | null => text(name)?.slice(0, LONGEST_TEXT) ?? null;
  const number = (name: string): number | null => {
    const told = text(name);
    return told !== null && /^\d{1,9}$/.test(told) ? Number(told) : null;
  };
  const [id, moment] = [text('useCaseID'), timeOf(text('publishTime'), state)];
  if (id === null || isNoId(id)) return rejected('key');
  if (moment === null) return rejected('time');
  const { at, doubt } = settled(moment, state);
  const useCase = id.length > LONGEST_ID ? digestOf(id).toString('hex') : id;
  if (text('entryType')?.toUpperCase() === 'RESPONSE') {
    const status = number('responseCode') ?? number('statusCode');
    return { is: 'event', event: { kind: 'response', at, useCase, status, ms: number('responseTime') } };
  }
  const event: SentryRequest = {
    kind: 'request',
    at,
    doubt,
    saidAt: moment.at,
    useCase,
    result: RESULTS[text('action')?.toLowerCase() ?? ''] ?? 'none',
    app: short('applicationId'),
    user: short('userID'),
    device: short('deviceID'),
    easDevice: easDeviceOf(text('requestUrl')),
    deviceType: short('deviceType'),
    serviceType: short('serviceType'),
    host: nameTarget(short('serverHost')).host,
    client: clientOf(text('forwardedFor') ?? text('clientHost')),
  };
  return { is: 'event', event };
}

/** Behind a prefix of syslog or none. */
function recordIn(line: string): Readonly<Record<string, unknown>> | null {
  const begin = line.indexOf('{');
  try {
    const told: unknown = begin < 0 ? null : parseExactly(line.slice(begin));
    return typeof told === 'object' && told !== null ? { ...told } : null;
  } catch {
    return null;
  }
}

/** In which notation is not documented: ISO 8601 is what was seen, milliseconds since 1970 are read too. */
function timeOf(text: string | null, { zone }: LineState): Moment | null {
  if (text === null) return null;
  return /^\d{12,14}$/.test(text) ? { at: Number(text), doubt: null } : (isoMoment(text, zone) ?? null);
}

/** Of the query no more than that is read. */
function easDeviceOf(url: string | null): string | null {
  const query = url?.indexOf('?') ?? -1;
  if (url === null || query < 0 || !/\/microsoft-server-activesync/i.test(url.slice(0, query))) return null;
  return readEasQuery(url.slice(query + 1)).device?.slice(0, LONGEST_TEXT) ?? null;
}
