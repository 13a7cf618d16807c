// Which path is answered by what, and which application permission it needs. Nothing else.
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import * as catalogue from './catalogue.ts';
import * as counters from './counters.ts';
import { DetectedApps } from './detected-apps.ts';
import type { ExportJobs } from './export-jobs.ts';
import * as infrastructure from './infrastructure.ts';
import type { ManagedDevices } from './managed-devices.ts';
import { contextOfPath, projector, selected } from './odata.ts';
import type { SignIns } from './sign-ins.ts';
import type { Users } from './users.ts';
import type { UsersDelta } from './users-delta.ts';

export type Permission =
  | 'AuditLog.Read.All'
  | 'DeviceManagementManagedDevices.Read.All'
  | 'DeviceManagementApps.Read.All'
  | 'DeviceManagementServiceConfig.Read.All'
  | 'LicenseAssignment.Read.All'
  | 'User.Read.All';

export const PERMISSIONS: readonly Permission[] = [
  'AuditLog.Read.All',
  'DeviceManagementManagedDevices.Read.All',
  'DeviceManagementApps.Read.All',
  'DeviceManagementServiceConfig.Read.All',
  'LicenseAssignment.Read.All',
  'User.Read.All',
];

export interface Route {
  method: 'GET' | 'POST';
  path: RegExp;
  permission: Permission;
  handle: (exchange: Exchange, id: string) => Answer;
}

const DEVICES = 'DeviceManagementManagedDevices.Read.All';
const APPS = 'DeviceManagementApps.Read.All';
const SERVICE = 'DeviceManagementServiceConfig.Read.All';
const LICENCES = 'LicenseAssignment.Read.All';
const DIRECTORY = 'User.Read.All';
const AUDIT = 'AuditLog.Read.All';

function entity(exchange: Exchange, record: JsonObject, type: string): Answer {
  const names = selected(exchange, new Set(Object.keys(record)), Object.keys(record), type);
  const row = Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
  return { status: 200, json: { '@odata.context': contextOfPath(exchange, '/$entity'), ...row } };
}

function list(exchange: Exchange, records: JsonObject[], type: string): Answer {
  const first = records[0];
  if (!first) return { status: 200, json: { '@odata.context': contextOfPath(exchange), value: [] } };
  const table = Object.fromEntries(
    Object.keys(first).map((name) => [name, (record: JsonObject) => record[name] ?? null]),
  );
  const names = selected(exchange, new Set(Object.keys(first)), Object.keys(first), type);
  return {
    status: 200,
    json: { '@odata.context': contextOfPath(exchange), value: records.map(projector(table, names)) },
  };
}

export interface GraphParts {
  estate: Estate;
  devices: ManagedDevices;
  users: Users;
  delta: UsersDelta;
  exportJobs: ExportJobs;
  signIns: SignIns;
}

/** The table of routes. Ids are taken from the path's first group. */
export function graphRoutes({ estate, devices, users, delta, exportJobs, signIns }: GraphParts): Route[] {
  const apps = new DetectedApps(estate);
  const get = (path: string, permission: Permission, handle: Route['handle']): Route => ({
    method: 'GET',
    path: new RegExp(`^${path}$`),
    permission,
    handle,
  });
  const v1 = '/v1\\.0';
  const both = '/(?:v1\\.0|beta)';
  const key = "(?:/|\\(')([^/()']+)(?:'\\))?";
  const management = `${both}/deviceManagement`;
  return [
    get(`${both}/auditLogs/signIns`, AUDIT, (exchange) => signIns.list(exchange)),
    get(`${both}/users`, DIRECTORY, (exchange) => users.list(exchange)),
    get(`${both}/users/\\$count`, DIRECTORY, (exchange) => users.count(exchange)),
    get(`${both}/users/delta(?:\\(\\))?`, DIRECTORY, (exchange) => delta.answer(exchange)),
    get(`${both}/users${key}`, DIRECTORY, (exchange, id) => users.single(exchange, id)),
    get(management, SERVICE, (exchange) => entity(exchange, infrastructure.tenant(estate), 'deviceManagement')),
    get(`${management}/managedDevices`, DEVICES, (exchange) => devices.list(exchange)),
    get(`${management}/managedDevices/\\$count`, DEVICES, () => devices.count()),
    get(`${management}/managedDevices${key}`, DEVICES, (exchange, id) => devices.single(exchange, id)),
    get(`${management}/managedDevices${key}/windowsProtectionState`, DEVICES, (exchange, id) =>
      devices.relation(exchange, id, 'windowsProtectionState'),
    ),
    get(`${management}/managedDevices${key}/deviceCompliancePolicyStates`, DEVICES, (exchange, id) =>
      devices.relation(exchange, id, 'compliance'),
    ),
    get(`${management}/managedDevices${key}/deviceConfigurationStates`, DEVICES, (exchange, id) =>
      devices.relation(exchange, id, 'configuration'),
    ),
    get(`/beta/deviceManagement/managedDevices${key}/detectedApps`, DEVICES, (exchange, id) =>
      apps.ofDevice(exchange, id),
    ),
    get(`${management}/managedDeviceOverview`, DEVICES, (exchange) =>
      entity(exchange, infrastructure.overview(estate), 'managedDeviceOverview'),
    ),
    get(`${management}/softwareUpdateStatusSummary`, SERVICE, (exchange) =>
      entity(exchange, counters.updateSummary(estate), 'softwareUpdateStatusSummary'),
    ),
    get(`${management}/deviceCompliancePolicyDeviceStateSummary`, SERVICE, (exchange) =>
      entity(exchange, counters.complianceSummary(estate), 'deviceCompliancePolicyDeviceStateSummary'),
    ),
    get(`${management}/deviceCompliancePolicySettingStateSummaries`, SERVICE, (exchange) =>
      list(exchange, counters.settingSummaries(estate), 'deviceCompliancePolicySettingStateSummary'),
    ),
    get(`${both}/subscribedSkus`, LICENCES, (exchange) =>
      list(exchange, counters.subscribedSkus(estate), 'subscribedSku'),
    ),
    get(`${both}/deviceAppManagement/mobileApps`, APPS, (exchange) =>
      list(exchange, catalogue.mobileApps(estate), 'mobileApp'),
    ),
    get(`${management}/windowsAutopilotDeviceIdentities`, SERVICE, (exchange) =>
      list(exchange, catalogue.autopilotIdentities(estate), 'windowsAutopilotDeviceIdentity'),
    ),
    get(`${management}/detectedApps`, DEVICES, (exchange) => apps.list(exchange)),
    get(`${management}/detectedApps${key}`, DEVICES, (exchange, id) => apps.single(exchange, id)),
    get(`${management}/detectedApps${key}/managedDevices`, DEVICES, (exchange, id) =>
      apps.devices(exchange, id, (some) => devices.rows(exchange, some)),
    ),
    get(`${management}/applePushNotificationCertificate`, SERVICE, (exchange) =>
      entity(exchange, infrastructure.pushCertificate(estate), 'applePushNotificationCertificate'),
    ),
    get(`${management}/exchangeConnectors`, SERVICE, (exchange) =>
      list(exchange, infrastructure.exchangeConnectors(estate), 'exchangeConnectors'),
    ),
    get(`${management}/mobileThreatDefenseConnectors`, SERVICE, (exchange) =>
      list(exchange, infrastructure.threatDefenseConnectors(estate), 'mobileThreatDefenseConnectors'),
    ),
    get(`${management}/complianceManagementPartners`, SERVICE, (exchange) =>
      list(exchange, infrastructure.compliancePartners(estate), 'complianceManagementPartners'),
    ),
    get('/beta/deviceManagement/depOnboardingSettings', SERVICE, (exchange) =>
      list(exchange, infrastructure.depSettings(estate), 'depOnboardingSettings'),
    ),
    get(`${both}/deviceAppManagement/vppTokens`, APPS, (exchange) =>
      list(exchange, infrastructure.vppTokens(estate), 'vppTokens'),
    ),
    {
      method: 'POST',
      path: new RegExp(`^${management}/reports/exportJobs$`),
      permission: DEVICES,
      handle: (exchange) => exportJobs.create(exchange),
    },
    get(`${v1}/deviceManagement/reports/exportJobs${key}`, DEVICES, (exchange, id) => exportJobs.get(exchange, id)),
  ];
}
