// What administrators set up: applications of the catalogue, organisation groups with their sample rates, user groups.

import { attribute, count, entity, field, leave, state, under } from '../declare.ts';
import * as ws1 from './transforms.ts';

export const application = entity({
  name: 'application',
  dataset: 'configuration',
  path: '/api/mam/apps/search',
  parameters: [
    field('Uuid', 'string', 'external_id', { transform: ws1.text }),
    field('Id.Value', 'integer', 'external_id', { transform: ws1.id }),
    field('ApplicationName', 'string', 'name'),
    field('Status', 'string', 'state'),
    field('AppVersion', 'string', 'version'),
    field('Platform', 'integer', 'platform', { transform: ws1.platformNumber }),
    attribute('BundleId', 'string', 'technical'),
    attribute('ActualFileVersion', 'string', 'technical', { tracked: true }),
    attribute('AppType', 'string', 'technical'),
    attribute('SupportedModels.Model[].ModelName', 'string', 'technical'),
    state('AssignmentStatus'),
    attribute('ApplicationSize', 'string', 'technical'),
    attribute('CategoryList.Category[].Name', 'string', 'organisation'),
    attribute('SmartGroups[].Name', 'string', 'organisation', { tracked: true }),
    attribute('Comments', 'string', 'content', { profile: 'sensitive' }),
    attribute('IsReimbursable', 'boolean', 'technical'),
    attribute('ApplicationUrl', 'string', 'technical'),
    attribute('ApplicationSource', 'integer', 'technical'),
    attribute('LocationGroupId', 'integer', 'organisation'),
    attribute('RootLocationGroupName', 'string', 'organisation'),
    attribute('OrganizationGroupUuid', 'string', 'organisation'),
    attribute('ExternalId', 'string', 'technical'),
    state('PushMode', 'integer'),
    attribute('AppRank', 'integer', 'technical'),
    count('AssignedDeviceCount'),
    count('InstalledDeviceCount'),
    count('NotInstalledDeviceCount'),
    attribute('Description', 'string', 'content', { profile: 'sensitive' }),
    attribute('SupportEmail', 'string', 'contact', { profile: 'sensitive', phone: false }),
    attribute('SupportPhone', 'string', 'contact', { profile: 'sensitive', phone: true }),
    attribute('Developer', 'string', 'organisation'),
    attribute('DeveloperEmail', 'string', 'contact', { profile: 'sensitive', phone: false }),
    attribute('DeveloperPhone', 'string', 'contact', { profile: 'sensitive', phone: true }),
    state('AutoUpdateVersion', 'boolean'),
    state('EnableProvisioning', 'boolean'),
    attribute('SupportedProcessorArchitecture', 'string', 'technical'),
    attribute('IsDependencyFile', 'boolean', 'technical'),
    attribute('ContentGatewayId', 'integer', 'technical'),
    attribute('IconFileName', 'string', 'organisation'),
    attribute('ApplicationFileName', 'string', 'organisation'),
    attribute('MetadataFileName', 'string', 'organisation'),
    attribute('VersionIdentifier', 'string', 'technical'),
  ],
});

export const organizationGroup = entity({
  name: 'organizationGroup',
  dataset: 'configuration',
  path: '/api/system/groups/search',
  parameters: [
    field('Id.Value', 'integer', 'external_id', { transform: ws1.id }),
    field('Name', 'string', 'name'),
    attribute('GroupId', 'string', 'organisation', { tracked: true }),
    attribute('LocationGroupType', 'string', 'organisation', { tracked: true }),
    attribute('Country', 'string', 'organisation', { tracked: true }),
    attribute('Locale', 'string', 'organisation'),
    attribute('ParentLocationGroup.Id.Value', 'integer', 'organisation', { transform: ws1.id, tracked: true }),
    attribute('ParentLocationGroup.Name', 'string', 'organisation'),
    attribute('AddDefaultLocation', 'string', 'organisation'),
    attribute('CreatedOn', 'string', 'organisation'),
    attribute('LgLevel', 'integer', 'organisation'),
    attribute('Users', 'string', 'organisation', { unit: 'count' }),
    attribute('Admins', 'string', 'organisation', { unit: 'count' }),
    attribute('Devices', 'string', 'organisation', { unit: 'count' }),
    attribute('Uuid', 'string', 'organisation'),
  ],
});

/** How often devices of a group report, in its row. */
export const deviceSampleRates = entity({
  name: 'deviceSampleRates',
  dataset: 'configuration',
  path: '/api/system/groups/{id}/samplerates',
  parameters: under(
    'sampleRates',
    [
      'PlatformID',
      'Platform',
      'HeartbeatInterval',
      'DataSampleInterval',
      'DataTransmitInterval',
      'ProfileRefreshInterval',
      'GPSSampleInterval',
      'AgentPollingInterval',
      'BeaconInterval',
      'DeviceInformationSample',
      'ApplicationListSample',
      'CertificateListSample',
      'ProfileListSample',
      'ProvisioningProfileListSample',
      'RestrictionListSample',
      'SecurityInformationSample',
      'ManagedAppListSample',
      'CheckInInterval',
    ].map((name) => state(name)),
  ),
});

/** The reference has two models of it: the one of the answer writes groupName, users, ... */
export const userGroup = entity({
  name: 'userGroup',
  dataset: 'configuration',
  path: '/api/system/usergroups/search',
  parameters: [
    field('UserGroupId', 'integer', 'external_id', { transform: ws1.id }),
    field('id', 'integer', 'external_id', { transform: ws1.id }),
    field('UserGroupName', 'string', 'name'),
    field('groupName', 'string', 'name'),
    field('syncStatus', 'string', 'state'),
    attribute('OrganizationGroup', 'string', 'organisation'),
    attribute('rootLocationGroupName', 'string', 'organisation'),
    attribute('UserCount', 'integer', 'organisation', { unit: 'count' }),
    attribute('users', 'integer', 'organisation', { unit: 'count' }),
  ],
});

export const configurationLeftOut = leave(
  'appRemovalLog',
  'Asked for one application at a time, by its identifier.',
  'CreatedOn ModifiedOn Identifier Source ThresholdStatus ThresholdId',
);
