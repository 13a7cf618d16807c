// The connector for IIS logs of Exchange ActiveSync.
import type { ConnectorModule } from '../contract.ts';
import type { LogFormat } from '../logs/format.ts';
import { type ActiveSyncRequest, countedAs } from '../logs/formats/active-sync.ts';
import { readEas } from '../logs/formats/eas.ts';
import { ignored } from '../logs/formats/reading.ts';
import { behindSyslog } from '../logs/formats/syslog.ts';
import { formatOf } from '../logs/line-format.ts';
import { logReader } from '../logs/source.ts';
import type { ExchangeActiveSyncConfig } from './config.ts';
import { gathering } from './gather.ts';

const mappingVersion = 1;

/** Whoever pushes lines by syslog may leave its prefix. */
const read = behindSyslog(readEas);

/** Of two hops that logged the same request one counts: what the front end refuses, and all else of the back end. */
export function formatFor({
  zone,
  frontEnd,
}: Pick<ExchangeActiveSyncConfig, 'zone' | 'frontEnd'>): LogFormat<ActiveSyncRequest> {
  return formatOf((line, state) => {
    const reading = read(line, state);
    if (reading.is !== 'event' || countedAs(reading.event, frontEnd) !== null) return reading;
    return ignored(reading.event.http === 401 ? 'auth-challenge' : 'other-hop');
  }, zone);
}

export const connector: ConnectorModule<ExchangeActiveSyncConfig> = {
  mappingVersion,
  create: (config) => {
    const { hours, requests } = config;
    const lines = { format: formatFor(config), gather: () => gathering({ hours, requests }) };
    return logReader(lines, config, { product: 'Exchange ActiveSync', mappingVersion });
  },
};
