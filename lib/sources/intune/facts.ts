// What an operator must know before a tenant of Intune can be polled.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Microsoft Intune and Entra ID (Microsoft Graph)',
  reference: 'https://learn.microsoft.com/graph/api/resources/intune-graph-overview',
  connections: [
    'HTTPS 443 to graph.microsoft.com and login.microsoftonline.com (or those of the national cloud)',
    'HTTPS 443 to *.blob.core.windows.net, for reports',
  ],
  authentication: [
    'App registration with a client secret: `tenantId`, `clientId`, `clientSecret`',
    'or with a certificate: `certificateFile`',
  ],
  permissions: [
    ['DeviceManagementManagedDevices.Read.All', 'devices, detected apps and reports'],
    ['DeviceManagementApps.Read.All', 'VPP tokens and apps'],
    ['DeviceManagementServiceConfig.Read.All', 'certificates, tokens and connectors'],
    ['DeviceManagementConfiguration.Read.All', 'counters of policies, in the extended profile'],
    ['LicenseAssignment.Read.All', 'licences of the tenant; without it they are left as they were'],
    ['User.Read.All', 'users'],
  ],
  reading: [
    'Pages by @odata.nextLink, whose absence proves that all was read; @odata.count is checked where it counts all.',
    'Users by delta, read in full once a day; apps by an export job or by the relation of detected apps.',
    'In the extended profile hardware, protection and policies are asked for device by device, 20 in a batch.',
    'Single records must have the id that was asked for, answers the collection and the parent in @odata.context, those of a batch the ids of its requests. The report names the device in each row.',
    'Retry-After of 429 and 503 is obeyed.',
  ],
};
