// What administrators set up: the catalogue of apps, groups, profiles, and devices that Apple announced for enrolment.
// https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_21_rest/
import { attribute, entity, field, state } from '../declare.ts';
import * as shared from '../transforms.ts';
import { listed, type UemPart } from './parts.ts';

const API = '/{tenantGuid}/api/v1';
const extended = { profile: 'extended' } as const;
/** Typed by administrators, about anything. */
const typed = { profile: 'sensitive' } as const;

const application = entity({
  name: 'application',
  dataset: 'configuration',
  path: `${API}/applications`,
  parameters: [
    // Binaries of BlackBerry Dynamics have no guid.
    field('guid', 'string', 'external_id'),
    field('packageId', 'string', 'external_id'),
    field('name', 'string', 'name'),
    field('appScanState', 'string', 'state'),
    field('version', 'string', 'version'),
    field('os', 'string', 'platform', { transform: shared.platform }),
    state('sourceName'),
    state('storeName'),
    attribute('vendorName', 'string', 'organisation', { tracked: true }),
    state('packageId'),
    state('packageIdWindows10'),
    state('packageName'),
    state('entitlementId'),
    state('entitlementVersions', 'strings'),
    state('restrictedVersions', 'strings'),
    state('securedType'),
    state('reviewMode'),
    state('categories', 'strings'),
    attribute('description', 'string', 'content', typed),
  ],
});

const group = entity({
  name: 'group',
  dataset: 'configuration',
  path: `${API}/groups`,
  parameters: [
    field('guid', 'string', 'external_id'),
    field('name', 'string', 'name'),
    state('directoryLinked', 'boolean'),
    attribute('description', 'string', 'content', typed),
  ],
});

const deviceGroup = entity({
  name: 'deviceGroup',
  dataset: 'configuration',
  path: `${API}/deviceGroups`,
  parameters: [field('guid', 'string', 'external_id'), field('name', 'string', 'name')],
});

const profile = entity({
  name: 'profile',
  dataset: 'configuration',
  path: `${API}/profiles`,
  parameters: [
    field('guid', 'string', 'external_id'),
    field('name', 'string', 'name'),
    state('categoryName'),
    state('default', 'boolean'),
    attribute('description', 'string', 'content', typed),
  ],
});

const depDevice = entity({
  name: 'depDevice',
  dataset: 'configuration',
  path: `${API}/depDevices`,
  parameters: [
    field('guid', 'string', 'external_id', extended),
    field('enrollmentConfigurationStatus', 'string', 'state', extended),
    attribute('serialNumber', 'string', 'identifier'),
    state('model'),
    state('color'),
    attribute('depAccountName', 'string', 'organisation', { tracked: true }),
    attribute('settingsAssignTime', 'instant', 'technical'),
    attribute('settingsApplyTime', 'instant', 'technical'),
    attribute('depRegisterTime', 'instant', 'technical'),
  ],
});

export const configurationParts: readonly UemPart[] = [
  {
    entity: application,
    kind: 'application',
    path: '/applications',
    type: 'applications',
    records: listed('applications'),
  },
  { entity: group, kind: 'group', path: '/groups', type: 'groups', records: listed('groups') },
  {
    entity: deviceGroup,
    kind: 'device-group',
    path: '/deviceGroups',
    type: 'devicegroups',
    pages: 'deviceGroups',
    records: listed('deviceGroups'),
    since: '12.13',
  },
  { entity: profile, kind: 'profile', path: '/profiles', type: 'profiles', records: listed('profiles') },
  {
    entity: depDevice,
    kind: 'enrolment-device',
    path: '/depDevices',
    type: 'depdevices',
    pages: 'depDevices',
    records: listed('depDevices'),
    since: '12.14',
  },
];
