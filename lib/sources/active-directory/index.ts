// The connector for directories: Active Directory (Samba's too) and OpenLDAP, read-only, over TLS.
import { Collection } from '../collection.ts';
import type { Connector, ConnectorModule } from '../contract.ts';
import type { DirectoryConfig } from './config.ts';
import { facts } from './facts.ts';
import { inetOrgPerson, leftOut, phoneNumbersLeftOut, server, user } from './parameters.ts';
import { describeDirectory, readDirectory } from './read.ts';

export { config, type DirectoryConfig } from './config.ts';

/** What each flavour reads; both, where the root entry decides. */
const ENTITIES = {
  auto: [user, inetOrgPerson, server],
  'active-directory': [user, server],
  openldap: [inetOrgPerson, server],
} as const;

export const activeDirectory: ConnectorModule<DirectoryConfig> = {
  facts,
  entities: ENTITIES.auto,
  leftOut,
  create(config: DirectoryConfig): Connector {
    const exclude = [...config.exclude, ...phoneNumbersLeftOut(config.phoneNumbers)];
    const collection = new Collection(ENTITIES[config.flavour], { ...config, exclude });
    return {
      mappingVersion: 1,
      collection,
      poll: (context) => readDirectory(config, collection, context),
      describe: (context) => describeDirectory(config, collection, context),
    };
  },
};
