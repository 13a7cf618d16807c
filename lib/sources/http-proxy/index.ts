// Reads logs of proxies and web servers.
import type { ConnectorModule, ToldId } from '../contract.ts';
import type { LogLines } from '../logs/format.ts';
import { logReader } from '../logs/source.ts';
import type { HttpProxyConfig } from './config.ts';
import { domains } from './domain.ts';
import { Traffic } from './gather.ts';
import { type HostRequest, httpProxyFormat } from './read.ts';

const mappingVersion = 1;

/** How lines of the source are read, and what a step of them tells. */
export function linesOf(config: HttpProxyConfig): LogLines<HostRequest> {
  const { hosts, detail, requests, countClients } = config;
  const hostOf = hosts === 'full' ? (host: string) => host : domains();
  const wanted = { hostOf, perPerson: detail === 'person', requests, countClients };
  return { format: httpProxyFormat(config), gather: () => new Traffic(wanted), idOf };
}

const idOf = ({ recordId, saidAt }: HostRequest): ToldId | null =>
  recordId === null ? null : { id: recordId, at: new Date(saidAt) };

export const connector: ConnectorModule<HttpProxyConfig> = {
  mappingVersion,
  create: (config) => logReader(linesOf(config), config, { product: 'Web traffic', mappingVersion }),
};
