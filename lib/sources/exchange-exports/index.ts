// The connector for exports of Exchange's cmdlets.
import type { ConnectorModule } from '../contract.ts';
import type { ExchangeExportsConfig } from './config.ts';
import { readExports } from './read.ts';

export const connector: ConnectorModule<ExchangeExportsConfig> = {
  mappingVersion: 1,
  create: (config, collection) => ({
    poll: (context) => readExports(config, collection, context),
    describe: async () => ({ product: 'Exchange (exports of cmdlets)', version: 'unknown' }),
  }),
};
