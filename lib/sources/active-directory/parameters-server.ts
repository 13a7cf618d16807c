// What is stored about the directory server itself: from its root entry (MS-ADTS 3.1.1.3.2, RFC 4512 5.1), and the
// invocationId of its database, which changes when it is restored.
import type { Parameter } from '../parameters.ts';
import { boolean, fromText, guid, integer, text } from './attribute.ts';

const state = fromText((value) =>
  /^true$/i.test(value) ? 'synchronised' : /^false$/i.test(value) ? 'not synchronised' : undefined,
);

export const serverParameters: readonly Parameter[] = [
  guid('invocationId', 'technical', 'core', { field: 'external_id' }),
  text('dnsHostName', 'technical', 'core', { field: 'name' }),
  text('domainControllerFunctionality', 'technical', 'core', {
    field: 'version',
    description: 'Functional level: 7 is Windows Server 2016 to 2022, 10 is 2025',
  }),
  text('vendorVersion', 'technical', 'core', { field: 'version', description: 'OpenLDAP and others, where they tell' }),
  text('isSynchronized', 'technical', 'core', { field: 'state', transform: state }),
  text('vendorName', 'technical', 'extended'),
  integer('domainFunctionality', 'technical', 'extended', { tracked: true }),
  integer('forestFunctionality', 'technical', 'extended', { tracked: true }),
  boolean('isGlobalCatalogReady', 'technical', 'extended', { tracked: true }),
  text('dsServiceName', 'technical', 'extended'),
  text('defaultNamingContext', 'organisation', 'extended'),
  text('rootDomainNamingContext', 'organisation', 'extended'),
  text('configurationNamingContext', 'technical', 'extended'),
  text('schemaNamingContext', 'technical', 'extended'),
];
