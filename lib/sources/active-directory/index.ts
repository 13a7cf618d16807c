// The connector for directories: Active Directory (Samba's too) and OpenLDAP, read-only, over TLS.
import type { ConnectorModule } from '../contract.ts';
import { perPoll } from '../per-poll.ts';
import type { DirectoryConfig } from './config.ts';
import { describeDirectory, type Found, readDirectory } from './read.ts';

export const connector: ConnectorModule<DirectoryConfig> = {
  mappingVersion: 3,
  create: (config, collection) => {
    const found = perPoll((): Found => ({ server: null }));
    return {
      poll: (context) => readDirectory(config, collection, context, found(context)),
      describe: (context) => describeDirectory(config, collection, context, found(context)),
    };
  },
};
