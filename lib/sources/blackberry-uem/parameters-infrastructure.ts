// What keeps UEM itself running: servers and their services, licences, the push certificate, Apple's tokens.
// https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_21_rest/
import { attribute, entity, field, leave, state } from '../declare.ts';
import { isRecord, type WireRecord, wrongShape } from '../wire.ts';
import { listed, type PartRecord, recordsIn, recordsWithin, type UemPart } from './parts.ts';
import { earliestEnd, expiryDate, topicOfSubject } from './transforms.ts';

const API = '/{tenantGuid}/api/v1';

const server = entity({
  name: 'server',
  dataset: 'infrastructure',
  path: `${API}/servers`,
  parameters: [
    field('guid', 'string', 'external_id'),
    field('hostname', 'string', 'name'),
    field('version', 'string', 'version'),
    state('type'),
    attribute('serverGroupName', 'string', 'organisation', { tracked: true }),
  ],
});

const serverService = entity({
  name: 'serverService',
  dataset: 'infrastructure',
  path: `${API}/servers (services[])`,
  parameters: [
    field('name', 'string', 'name'),
    // Some have no name of their own.
    field('type', 'string', 'name'),
    field('status', 'string', 'state'),
    field('version', 'string', 'version'),
    state('type'),
    attribute('proxyClusterName', 'string', 'organisation', { tracked: true }),
    state('proxyClusterGuid'),
    state('connections[].type'),
    state('connections[].status'),
    attribute('connections[].activeConnections', 'integer', 'usage', { unit: 'count' }),
    state('connections[].maxConnections', 'integer', { unit: 'count' }),
    attribute('connections[].lastConnected', 'instant', 'technical'),
    state('directConnection.directConnect', 'boolean'),
    state('directConnection.proxyServerName'),
    state('directConnection.proxyHostName'),
    state('directConnection.webProxy', 'boolean'),
    state('directConnection.webProxyHostName'),
    state('directConnection.webProxyPort', 'integer'),
  ],
});

const organisation = { class: 'organisation' } as const;
const ofOrganisation = (wire: string, type: 'string' | 'boolean' | 'integer' | 'instant' = 'string') => ({
  ...state(wire, type),
  ...organisation,
});

const licensing = entity({
  name: 'licensing',
  dataset: 'infrastructure',
  path: `${API}/licensing`,
  parameters: [
    field('organizationStatus.overallComplianceStatus', 'string', 'state'),
    field('organizationStatus.licensingInfrastructureLastContact', 'instant', 'last_activity_at'),
    ofOrganisation('organizationStatus.orgId'),
    ofOrganisation('organizationStatus.connectedToLicensingInfrastructure', 'boolean'),
    ofOrganisation('organizationStatus.groupLicensing', 'boolean'),
    attribute('unlicensedUsage[].consumedTotal', 'integer', 'organisation', { unit: 'count' }),
    ofOrganisation('unlicensedUsage[].features[].id'),
    ofOrganisation('unlicensedUsage[].features[].name'),
    ofOrganisation('unlicensedUsage[].suggestedLicenses[].id'),
    ofOrganisation('unlicensedUsage[].suggestedLicenses[].name'),
  ],
});

const licensedService = entity({
  name: 'licensing.licensedServices',
  dataset: 'infrastructure',
  path: `${API}/licensing (licensedServices[])`,
  parameters: [
    field('id', 'string', 'external_id'),
    field('name', 'string', 'name'),
    field('complianceStateDescription', 'string', 'state'),
    ofOrganisation('description'),
    ofOrganisation('compliant', 'boolean'),
    ofOrganisation('inGracePeriod', 'boolean'),
    attribute('gracePeriodDaysRemaining', 'integer', 'organisation', { unit: 'days' }),
    { ...state('activatedFeatures', 'strings'), ...organisation },
    ofOrganisation('complianceStateDescriptionDetails'),
  ],
});

const licensedUsage = entity({
  name: 'licensing.licensedUsage',
  dataset: 'infrastructure',
  path: `${API}/licensing (licensedUsage[])`,
  parameters: [
    field('id', 'string', 'external_id'),
    field('name', 'string', 'name'),
    field('licenseInfo', 'json', 'expires_at', { transform: earliestEnd }),
    field('totalServerLicenses', 'integer', 'units_total', { unit: 'count' }),
    field('usedServerLicenses', 'integer', 'units_used', { unit: 'count' }),
    field('availableServerLicenses', 'integer', 'units_free', { unit: 'count' }),
    attribute('usedSimLicenses', 'integer', 'organisation', { unit: 'count' }),
    attribute('totalLicensesInUse', 'integer', 'organisation', { unit: 'count' }),
    ofOrganisation('trial', 'boolean'),
    attribute('trialDaysRemaining', 'integer', 'organisation', { unit: 'days' }),
    ofOrganisation('licenseInfo[].type'),
    ofOrganisation('licenseInfo[].expirationDate', 'instant'),
    ofOrganisation('licenseInfo[].aboutToExpire', 'boolean'),
    ofOrganisation('licenseInfo[].quantity', 'integer'),
    ofOrganisation('licenseInfo[].statusType'),
    attribute('licenseInfo[].statusDescription', 'string', 'organisation'),
    ofOrganisation('featureUsage[].id'),
    attribute('featureUsage[].consumed', 'integer', 'organisation', { unit: 'count' }),
  ],
});

const apnsCertificate = (utcOffset: string) =>
  entity({
    name: 'apnsCertificate',
    dataset: 'infrastructure',
    path: `${API}/apnscert`,
    parameters: [
      field('subject', 'string', 'name', { transform: topicOfSubject }),
      field('status', 'string', 'state'),
      field('expiryDate', 'instant', 'expires_at', { transform: expiryDate(utcOffset) }),
      state('serialNumber'),
      state('subject'),
    ],
  });

const vppAccount = (utcOffset: string) =>
  entity({
    name: 'vppAccount',
    dataset: 'infrastructure',
    path: `${API}/vppAccounts`,
    parameters: [
      field('guid', 'string', 'external_id'),
      field('name', 'string', 'name'),
      field('tokenExpiryDate', 'instant', 'expires_at', { transform: expiryDate(utcOffset) }),
      attribute('accountHolderInfo', 'string', 'organisation', { tracked: true }),
      state('autoUpdateNewAppVersions', 'boolean'),
    ],
  });

const depAccount = (utcOffset: string) =>
  entity({
    name: 'depAccount',
    dataset: 'infrastructure',
    path: `${API}/depAccounts`,
    parameters: [
      field('guid', 'string', 'external_id'),
      field('name', 'string', 'name'),
      field('tokenExpiryDate', 'instant', 'expires_at', { transform: expiryDate(utcOffset) }),
    ],
  });

/** Of each server; a server has one service of a type: their addresses are made of both. */
const servicesOf: UemPart['records'] = (answer) =>
  recordsIn(answer, 'servers').flatMap((owner) =>
    recordsWithin(owner, 'services').map((record) => ({
      record,
      id:
        typeof owner.guid === 'string' && typeof record.type === 'string' ? `${owner.guid}/${record.type}` : undefined,
    })),
  );

/** A tenant has one: renewed it has another serial number, and is the same. */
const sole: UemPart['records'] = (record, tenantId) => [{ record, id: tenantId }];

function statusOf(answer: WireRecord, tenantId: string): readonly PartRecord[] {
  if (!isRecord(answer.organizationStatus)) throw wrongShape('BlackBerry UEM');
  return sole(answer, tenantId);
}

const ofLicensing =
  (name: string): UemPart['records'] =>
  (answer) =>
    recordsWithin(answer, name).map((record) => ({ record }));

const servers = { path: '/servers', type: 'servers', since: '12.8' } as const;
const licences = { path: '/licensing', type: 'licensing', since: '12.8' } as const;

/** `utcOffset`: of the server's zone, for dates that are told without one. */
export const infrastructureParts = (utcOffset: string): readonly UemPart[] => [
  { ...servers, entity: server, kind: 'server', records: listed('servers') },
  { ...servers, entity: serverService, kind: 'service', records: servicesOf },
  { ...licences, entity: licensing, kind: 'tenant', records: statusOf },
  { ...licences, entity: licensedService, kind: 'licensed-service', records: ofLicensing('licensedServices') },
  { ...licences, entity: licensedUsage, kind: 'licence', records: ofLicensing('licensedUsage') },
  {
    entity: apnsCertificate(utcOffset),
    kind: 'apns-certificate',
    path: '/apnscert',
    type: 'apnscert',
    records: sole,
    since: '12.18',
  },
  {
    entity: vppAccount(utcOffset),
    kind: 'vpp-token',
    path: '/vppAccounts',
    type: 'vppaccounts',
    records: listed('vppAccounts'),
    since: '12.18',
  },
  {
    entity: depAccount(utcOffset),
    kind: 'dep-token',
    path: '/depAccounts',
    type: 'depaccounts',
    pages: 'depAccounts',
    records: listed('depAccounts'),
    since: '12.15',
  },
];

export const infrastructureLeftOut = [
  ...leave('vppAccount', 'A secret.', ['token']),
  ...leave('licensing', 'An advertisement of the vendor, in HTML.', ['messageOfTheDay']),
  ...leave('licensing', 'Its single properties are declared instead of the whole.', ['unlicensedUsage']),
];
