// Reads logs of proxies and web servers.
import type { ConnectorModule } from '../contract.ts';
import { logReader } from '../logs/source.ts';
import type { HttpProxyConfig } from './config.ts';
import { domains } from './domain.ts';
import { Traffic } from './gather.ts';
import { httpProxyFormat } from './read.ts';

const mappingVersion = 1;

export const connector: ConnectorModule<HttpProxyConfig> = {
  mappingVersion,
  create(config) {
    const wanted = {
      hostOf: config.hosts === 'full' ? (host: string) => host : domains(),
      perPerson: config.detail === 'person',
      requests: config.requests,
      countClients: config.countClients,
    };
    const lines = { format: httpProxyFormat(config), gather: () => new Traffic(wanted) };
    return logReader(lines, config, { product: 'Web traffic', mappingVersion });
  },
};
