// ActiveSync in IIS logs of Exchange 2010 to Subscription Edition (W3C format, UTC).
import { settled } from '../zones.ts';
import type { ActiveSyncRequest, Hop, ServerLog } from './active-sync.ts';
import { headerOf, momentOf, type Values, valuesOf } from './columns.ts';
import { countOf } from './digits.ts';
import { NO_LOG, readServerLog } from './eas-log.ts';
import { type EasQuery, readEasQuery } from './eas-query.ts';
import { clientOf } from './host.ts';
import { ignored, type LineState, misshapen, type Reading, rejected } from './reading.ts';

const STEM = '/microsoft-server-activesync';
const BACK_END = `${STEM}/proxy`;
const SENDING: ReadonlySet<string | null> = new Set(['SendMail', 'SmartReply', 'SmartForward']);

export function readEas(line: string, state: LineState): Reading<ActiveSyncRequest> {
  const header = headerOf(line);
  if (header !== null) return header;
  const { columns } = state;
  // HTTPERR and FTP logs lie in folders beside, and have columns of their own.
  if (columns === null || !columns.names.includes('stem') || !columns.names.includes('status'))
    return rejected('fields');
  const values = valuesOf(line, columns, true);
  if (values === null) return rejected('field-count');
  const moment = momentOf(values, state);
  if ('is' in moment) return moment;
  const http = countOf(values.status ?? '');
  if (http === null || http > 999) return misshapen(line);
  const stem = (values.stem ?? '').slice(0, BACK_END.length + 1).toLowerCase();
  if (stem !== STEM && !stem.startsWith(`${STEM}/`)) return ignored('not-activesync');
  const query = readEasQuery(values.query ?? '');
  const user = userOf(values.user, http);
  if (isProbe(values, query)) return ignored('health-probe');
  const log = query.log === null ? NO_LOG : readServerLog(query.log);
  const hop = hopOf(stem, query, log);
  return { is: 'event', event: requestOf({ values, query, log, hop, http, user }, settled(moment, state)) };
}

interface Parts {
  readonly values: Values;
  readonly query: EasQuery;
  readonly log: ServerLog;
  readonly hop: Hop;
  readonly http: number;
  readonly user: string | null;
}

function requestOf(
  { values, query, log, hop, http, user }: Parts,
  { at, doubt }: Pick<ActiveSyncRequest, 'at' | 'doubt'>,
): ActiveSyncRequest {
  const ms = countOf(values.taken ?? '');
  const { isProxied: _, ...told } = log;
  const isDone = http === 200 && (told.easStatus ?? 1) === 1 && told.error === null;
  return {
    kind: 'active-sync',
    ...told,
    protocol: told.protocol ?? query.protocol,
    hop,
    at,
    doubt,
    ms,
    startedAt: ms === null ? null : at - ms,
    method: values.method ?? null,
    command: query.command,
    user,
    device: query.device,
    deviceType: query.deviceType,
    client: clientOf(values.forwarded ?? (hop === 'backend' ? null : (values.client ?? null))),
    userAgent: values.agent ?? null,
    http,
    failedSignIn: http === NOT_SIGNED_IN && values.user !== undefined,
    mailsSent: isDone && SENDING.has(query.command) ? 1 : 0,
    bytesSent: countOf(values.sent ?? ''),
    bytesReceived: countOf(values.received ?? ''),
  };
}

/** Before Exchange 2013 one hop did it all, or handed it to another server, whose log tells what was done. */
function hopOf(stem: string, { log }: EasQuery, { isProxied }: ServerLog): Hop {
  if (stem === BACK_END || stem.startsWith(`${BACK_END}/`)) return 'backend';
  return log === null || isProxied ? 'frontend' : 'direct';
}

/**
 * Who signed in: the name that the device sends is what anybody may claim, and so is that of a sign-in that was refused. IIS
 * writes blanks as plus signs.
 */
function userOf(signedIn: string | undefined, http: number): string | null {
  if (signedIn === undefined || http === NOT_SIGNED_IN) return null;
  return signedIn.includes('\\') && !signedIn.includes('@') ? signedIn.replaceAll('+', ' ') : signedIn;
}

const NOT_SIGNED_IN = 401;
const PROBING = /(?:^|\\)HealthMailbox[0-9a-f]{7,32}(?:@|$)/i;

/** Exchange asks itself, several times a minute. */
function isProbe({ agent, user }: Values, { user: sent, deviceType }: EasQuery): boolean {
  const isHealthMailbox = (name: string | null = null): boolean => name !== null && PROBING.test(name.slice(0, 256));
  return (
    isHealthMailbox(user) ||
    isHealthMailbox(sent) ||
    agent?.startsWith('AMProbe/') === true ||
    deviceType === 'EASProbeDeviceType'
  );
}
