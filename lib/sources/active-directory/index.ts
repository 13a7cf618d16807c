// The connector for directories: Active Directory (Samba's too) and OpenLDAP, read-only, over TLS.
import type { ConnectorModule } from '../contract.ts';
import type { DirectoryConfig } from './config.ts';
import { describeDirectory, readDirectory } from './read.ts';

export const connector: ConnectorModule<DirectoryConfig> = {
  mappingVersion: 3,
  create: (config, collection) => ({
    poll: (context) => readDirectory(config, collection, context),
    describe: (context) => describeDirectory(config, collection, context),
  }),
};
