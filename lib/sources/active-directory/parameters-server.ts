// What is stored about the directory server itself: from its root entry (MS-ADTS 3.1.1.3.2, RFC 4512 5.1), and the
// invocationId of its database, which changes when it is restored.
import { attribute, field, type Line, state } from '../declare.ts';
import { ofText } from '../transforms.ts';
import { guid } from './transforms.ts';

const synchronised = ofText((value) =>
  /^true$/i.test(value) ? 'synchronised' : /^false$/i.test(value) ? 'not synchronised' : undefined,
);

export const serverParameters: readonly Line[] = [
  field('invocationId', 'string', 'external_id', { transform: guid }),
  field('dnsHostName', 'string', 'name'),
  field('domainControllerFunctionality', 'string', 'version', {
    description: 'Functional level: 7 is Windows Server 2016 to 2022, 10 is 2025',
  }),
  field('vendorVersion', 'string', 'version', { description: 'OpenLDAP and others, where they tell' }),
  field('isSynchronized', 'string', 'state', { transform: synchronised }),
  attribute('vendorName', 'string', 'technical'),
  state('domainFunctionality', 'integer'),
  state('forestFunctionality', 'integer'),
  state('isGlobalCatalogReady', 'boolean'),
  attribute('dsServiceName', 'string', 'technical'),
  attribute('defaultNamingContext', 'string', 'organisation'),
  attribute('rootDomainNamingContext', 'string', 'organisation'),
  attribute('configurationNamingContext', 'string', 'technical'),
  attribute('schemaNamingContext', 'string', 'technical'),
];
