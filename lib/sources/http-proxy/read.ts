// Lines of a log of web traffic, whatever its format: columns hold until others are named, and a host is needed.
import type { LogFormat } from '../logs/format.ts';
import { readCombined, readLighttpd } from '../logs/formats/combined.ts';
import { haproxyReader } from '../logs/formats/haproxy.ts';
import { logformatReader } from '../logs/formats/logformat.ts';
import { ignored, type Reading, type ReadLine, rejected } from '../logs/formats/reading.ts';
import { readSquid, readSquidBytes } from '../logs/formats/squid.ts';
import { behindSyslog } from '../logs/formats/syslog.ts';
import { readW3c } from '../logs/formats/w3c.ts';
import type { WebRequest } from '../logs/formats/web-request.ts';
import { zscalerReader } from '../logs/formats/zscaler.ts';
import { formatOf } from '../logs/line-format.ts';
import type { HttpProxyConfig } from './config.ts';
import { webMapping } from './mapping.ts';

/** A request with its host, blocked as the source says it. */
export type HostRequest = WebRequest & { readonly host: string };

export function httpProxyFormat(config: HttpProxyConfig): LogFormat<HostRequest> {
  const isBlocked = blockedBy(config.blocked);
  const ofSource = (reading: Reading<WebRequest>): Reading<HostRequest> => {
    if (reading.is !== 'event') return reading;
    const { event } = reading;
    if (event.bytes !== null && event.bytes > MOST_BYTES) return ABSURD;
    const isBlockedToo = !event.blocked && isBlocked(event);
    const isClaimed = event.user !== null && isRefused(event);
    if (hasHost(reading) && !isBlockedToo && !isClaimed) return reading;
    const host = event.host ?? config.host;
    if (host === undefined) return NO_HOST;
    const user = isClaimed ? null : event.user;
    return { is: 'event', event: { ...event, user, host, blocked: event.blocked || isBlockedToo } };
  };
  if (config.mapping) return webMapping(config.mapping, config.zone, ofSource);
  const read = behindSyslog(readerOf(config));
  return formatOf(
    (line, state) => ofSource(read(line, state)),
    config.zone,
    config.format === 'squid'
      ? (bytes, from, to, state) => {
          const reading = readSquidBytes(bytes, from, to, state);
          return reading && ofSource(reading);
        }
      : undefined,
  );
}

/** By a web server, which does not know the name; a proxy says what it did, and the server behind it refused. */
const isRefused = ({ status, action }: WebRequest): boolean => status === 401 && action === null;

const hasHost = (reading: Reading<WebRequest>): reading is Reading<HostRequest> =>
  reading.is === 'event' && reading.event.host !== null;

/** 180 GB: of 50,000 lines, as many as a step has, the sum is exact. What is more is no number of bytes. */
const MOST_BYTES = Number.MAX_SAFE_INTEGER / 50_000;
const ABSURD = rejected('format');
/** Of a web server that is not named in the source. */
const NO_HOST = ignored('no-host');

export function readerOf({
  format = '',
  hostCapture,
  host,
  columns,
}: Pick<HttpProxyConfig, 'format' | 'hostCapture' | 'host' | 'columns'>): ReadLine<WebRequest> {
  switch (format) {
    case 'squid':
      return readSquid;
    case 'common':
    case 'combined':
      return readCombined;
    case 'lighttpd':
      // What a client says is its host, the operator knows better.
      return host === undefined ? readLighttpd : readCombined;
    case 'w3c':
      return readW3c;
    case 'haproxy':
      return haproxyReader(hostCapture);
    case 'zscaler-nss':
      return zscalerReader(columns ?? null);
    default: {
      const reader = logformatReader(format);
      if ('problem' in reader) throw new RangeError(reader.problem);
      return reader.read;
    }
  }
}

/** Beyond what the format says. */
function blockedBy({ statuses, actions, categories }: HttpProxyConfig['blocked']): (request: WebRequest) => boolean {
  if (statuses.length + actions.length + categories.length === 0) return () => false;
  const [byStatus, byCategory] = [new Set(statuses), new Set(categories)];
  return ({ status, action, categories: own }) =>
    byStatus.has(status) ||
    (action !== null && actions.some((text) => action.includes(text))) ||
    own.some((category) => byCategory.has(category));
}
