// What the tenant is made of: groups, profiles, announced devices; servers, licences, certificates and tokens. Dates
// follow the fleet's own clock.
import type { Device } from '../estate/device.ts';
import { serialOf } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { GROUPS } from '../estate/groups.ts';
import type { JsonObject } from '../http/exchange.ts';
import { chance, guid, hash, hex, letters, saltOf } from '../random.ts';
import { instant, recordOf, serverDate } from './answers.ts';

const DAY = 86_400_000;

export const groups = (): JsonObject[] =>
  GROUPS.map(({ name, description, rid }) => ({
    guid: guid(saltOf(name), 420),
    name,
    description,
    directoryLinked: rid >= 2000,
  }));

export const deviceGroups = (): JsonObject[] =>
  ['Company phones', 'Out of contact', 'Supervised iPads'].map((name) => ({ guid: guid(saltOf(name), 421), name }));

const PROFILES: readonly (readonly [name: string, category: string, description: string])[] = [
  ['Default', 'ACTIVATION', 'Made by the installation.'],
  ['Company phones', 'ACTIVATION', 'One device per person; ask the service desk for more.'],
  ['Default', 'COMPLIANCE', 'Made by the installation.'],
  ['Strict', 'COMPLIANCE', 'For board members.'],
  ['Corporate', 'IT_CONFIG', 'Corporate profile.'],
  ['Office Wi-Fi', 'WIFI', 'All sites.'],
];

export const profiles = (): JsonObject[] =>
  PROFILES.map(([name, categoryName, description], i) => ({
    guid: guid(430, i),
    name,
    description,
    categoryName,
    default: name === 'Default',
  }));

/** Devices that Apple announced: those that are enrolled, and three in their boxes. */
export function depDevices(estate: Estate): readonly (Device | number)[] {
  const enrolled = estate
    .devicesOf('blackberry-uem')
    .filter(({ model, ownership }) => model.manufacturer === 'Apple' && ownership === 'company');
  return [...enrolled, 1, 2, 3];
}

export function depDevice(of: Device | number): JsonObject {
  const [seed, device] = typeof of === 'number' ? [hash(440, of), undefined] : [of.seed, of];
  const registered = (device?.enrolledAt ?? 1_750_000_000_000) - 9 * DAY;
  return recordOf({
    guid: guid(seed, 441),
    enrollmentConfigurationStatus: device ? 'Assigned' : 'Unassigned',
    serialNumber: device ? serialOf(device) : letters(10, seed, 442),
    model: device?.model.model ?? 'iPhone 16',
    color: chance(50, seed, 443) ? 'BLACK' : 'SPACE GRAY',
    depAccountName: 'Apple Business Manager',
    settingsAssignTime: device ? instant(registered + DAY) : undefined,
    settingsApplyTime: device ? instant(device.enrolledAt) : undefined,
    depRegisterTime: instant(registered),
  });
}

/** `version` is that of the UEM core. */
export function servers({ options, now }: Estate, version: string): JsonObject[] {
  const { seed } = options;
  const cluster = { proxyClusterGuid: guid(seed, 450), proxyClusterName: 'First' };
  return [
    {
      guid: guid(seed, 451),
      hostname: 'uem01.corp.contoso.example',
      type: 'UEM',
      version,
      serverGroupName: 'Munich',
      services: [
        {
          name: 'BlackBerry UEM - UEM Core',
          type: 'CORE',
          status: 'RUNNING',
          version: '5.38.37',
          connections: [{ type: 'DB', status: 'CONNECTED' }],
        },
        { name: 'BlackBerry UEM - Management console', type: 'UI', status: 'RUNNING', version: '5.38.37' },
        {
          type: 'PROXY',
          status: 'RUNNING',
          version: '5.38.37',
          connections: [
            { type: 'DYNAMICS_APP_CONNECTIVITY', status: 'CONNECTED', activeConnections: 7, maxConnections: 15_000 },
            { type: 'DYNAMICS_NOC_CONNECTIVITY', status: 'CONNECTED', lastConnected: instant(now - 60_000) },
          ],
          ...cluster,
          directConnection: {
            directConnect: true,
            proxyServerName: 'uem01',
            proxyHostName: 'proxy.corp.contoso.example',
            webProxy: true,
            webProxyHostName: 'web.corp.contoso.example',
            webProxyPort: 9888,
          },
        },
      ],
    },
    {
      guid: guid(seed, 452),
      hostname: 'bcn01.corp.contoso.example',
      type: 'BCN',
      version: '2.16.1',
      serverGroupName: 'Berlin',
      services: [{ name: 'BlackBerry Cloud Connector', type: 'BCC', status: 'STANDBY', version: '2.16.1' }],
    },
  ];
}

export function licensing(estate: Estate): JsonObject {
  const used = estate.devicesOf('blackberry-uem').length;
  const total = Math.ceil((estate.options.devices * 1.2) / 10) * 10;
  const { epoch } = estate.options;
  return {
    organizationStatus: {
      orgId: '999000000',
      overallComplianceStatus: 'VALID',
      connectedToLicensingInfrastructure: true,
      groupLicensing: false,
      licensingInfrastructureLastContact: instant(estate.now - 1_800_000),
    },
    messageOfTheDay: { contentType: 'text/html', message: Buffer.from('<h2>New offering</h2>').toString('base64') },
    licensedServices: [
      {
        id: 'watchdox.blackberry.com',
        name: 'BlackBerry Workspaces',
        description: 'BlackBerry Workspaces',
        inGracePeriod: true,
        gracePeriodDaysRemaining: 15,
        compliant: true,
        activatedFeatures: ['MDM_CONTROLS', 'enterprise.watchdox.blackberry.com'],
        complianceStateDescription: 'In compliance',
        complianceStateDescriptionDetails: 'This service is in compliance.',
      },
    ],
    licensedUsage: [
      {
        id: 'gsc.license.blackberry.com',
        name: 'BlackBerry Enterprise Mobility Suite - Content Edition',
        totalServerLicenses: total,
        availableServerLicenses: Math.max(0, total - used),
        usedServerLicenses: used,
        usedSimLicenses: 2,
        totalLicensesInUse: used + 2,
        trial: true,
        trialDaysRemaining: 15,
        licenseInfo: [
          {
            type: 'TRIAL',
            expirationDate: instant(epoch + 15 * DAY),
            aboutToExpire: true,
            quantity: 10,
            statusType: 'WARNING',
            statusDescription: '10 trial licenses expire soon',
          },
          { type: 'SUBSCRIPTION', aboutToExpire: false, quantity: total },
        ],
        featureUsage: [{ id: 'MDM_CONTROLS', consumed: used }],
      },
    ],
    unlicensedUsage: [
      {
        consumedTotal: 1,
        features: [{ id: 'enterprise.watchdox.blackberry.com', name: 'WatchDox Enterprise Edition' }],
        suggestedLicenses: [{ id: 'gsc.license.blackberry.com', name: 'Content Edition' }],
      },
    ],
  };
}

export const apnsCertificate = ({ options: { epoch, seed } }: Estate): JsonObject => ({
  status: 'VALID',
  expiryDate: serverDate(epoch + 107 * DAY + 46_800_000),
  serialNumber: hex(16, seed, 460),
  subject: `C=CA,CN=APSP:${guid(seed, 461)},UID=com.apple.mgmt.External.${guid(seed, 461)}`,
});

/** Two forms of date, and a secret in each: UEM tells the token of an account to whoever may view it. */
export function vppAccounts({ options: { epoch, seed } }: Estate, token: string): JsonObject[] {
  const account = (index: number, tokenExpiryDate: string): JsonObject => ({
    guid: guid(seed, 470 + index),
    name: `Volume purchase ${index}`,
    accountHolderInfo: 'Contoso Ltd., Munich',
    tokenExpiryDate,
    autoUpdateNewAppVersions: index === 1,
    token,
  });
  return [account(1, instant(epoch + 150 * DAY)), account(2, serverDate(epoch + 20 * DAY))];
}

export const depAccounts = ({ options: { epoch, seed } }: Estate): JsonObject[] => [
  { guid: guid(seed, 480), name: 'Apple Business Manager', tokenExpiryDate: instant(epoch + 120 * DAY) },
];
