// Rows of devices and people as the API answers them, for tests of the estate.
import type { DeviceRow, FoundMailbox, Position } from '../../pages/estate/api.ts';

export const device = (of: Partial<DeviceRow> = {}): DeviceRow => ({
  id: '1',
  source: 'intune',
  hardwareId: null,
  deviceName: 'A phone',
  platform: 'ios',
  osVersion: '18.5',
  manufacturer: 'Apple',
  model: 'iPhone 14',
  ownership: 'company',
  compliance: 'compliant',
  lastSeenAt: '2026-11-30T08:00:00.000Z',
  absentSince: null,
  userId: null,
  ...of,
});

/** What sources collect: the last one has no devices. */
export const collectors = [
  { name: 'intune', datasets: [{ dataset: 'device' }, { dataset: 'location' }] },
  { name: 'ivanti-epmm', datasets: [{ dataset: 'emm_user' }, { dataset: 'device' }] },
  {
    name: 'directory',
    datasets: [{ dataset: 'directory_user' }, { dataset: 'app_access' }, { dataset: 'pim_activity' }],
  },
  { name: 'exchange', datasets: [{ dataset: 'mailbox' }, { dataset: 'mail_device' }] },
];

export const position = (of: Partial<Position>): Position => ({
  ...{ id: '1', source: 'intune', fixedAt: '2026-11-30T08:00:00.000Z', latitude: 48.1, longitude: 11.5 },
  ...{ accuracyMetres: 400, method: 'gps', ...of },
});

export const user = {
  ...{ id: '224', displayName: 'Amélie Andersson', userPrincipalName: 'amelie@contoso.example' },
  ...{ mail: 'amelie@contoso.example', department: 'Procurement', enabled: true },
};

/** As a search finds one: who has it is found beside it, or not. */
export const mailbox = (of: Partial<FoundMailbox> = {}): FoundMailbox => ({
  ...{ id: '31', source: 'exchange', displayName: 'Info', mail: 'info@contoso.example', type: 'SharedMailbox' },
  ...{ absentSince: null, userId: null, ...of },
});

const view = { displayName: 'Amélie Andersson', mail: 'amelie@contoso.example', attributes: { employeeID: 'E100228' } };

export const person = (devices: readonly DeviceRow[]) => ({
  ...user,
  views: {
    directory: [
      {
        ...{
          ...view,
          id: '1',
          source: 'directory',
          link: 'strong',
          accountName: 'amelie',
          phoneNumber: '+49 171 3920080',
        },
        ...{ enabled: true, locked: false, createdAt: '2021-10-05T00:00:00.000Z', manager: 'Bjørn', managerId: '28' },
      },
    ],
    emm: [
      { ...view, id: '2', source: 'intune', link: 'strong', country: 'DE' },
      { ...view, id: '3', source: 'ivanti-epmm', link: 'weak' },
    ],
  },
  devices,
});

const OF_AMELIE = {
  ...{ source: 'exchange', userId: '224', userPrincipalName: 'amelie@contoso.example' },
  ...{ mail: 'amelie@contoso.example', absentSince: null },
};

/** What the mail system knows the mailbox by: it names somebody. */
export const MAILBOX_ID = 'amelie-andersson-42';
const READ_AT = '2026-11-30T08:00:00.000Z';

export const mailboxes = [
  {
    ...{ ...OF_AMELIE, id: '1', externalId: MAILBOX_ID, displayName: 'Amélie', type: 'UserMailbox' },
    ...{ sizeBytes: 6_445_717_744, itemCount: 32_668, quotaState: 'IssueWarning', lastLogonAt: READ_AT },
    ...{ lastActivityAt: null, reportedAt: READ_AT, clients: ['Outlook For Mobile'], hasArchive: true },
    ...{ warningQuotaBytes: 6_000_000_000, attributes: { RecipientTypeDetails: 'UserMailbox' } },
  },
];
export const mailDevices = [
  {
    ...{ ...OF_AMELIE, id: '1', mailboxId: MAILBOX_ID, deviceId: '1', unmanaged: false, deviceName: 'iPhone' },
    ...{ deviceType: 'iPhone', model: 'iPhone14C7', os: 'iOS 18.5', accessState: 'Allowed' },
    ...{ lastSyncAt: READ_AT, accessReason: 'Global', folders: 12, attributes: {} },
  },
  {
    ...{ ...OF_AMELIE, id: '2', mailboxId: MAILBOX_ID, deviceId: null, unmanaged: true, deviceName: null },
    ...{ deviceType: 'Tablet', model: null, os: null, accessState: 'Quarantined', lastSyncAt: null },
    accessReason: null,
  },
];

/** Whatever of it is searched. */
export const foundNothing = {
  ...{ users: [], devices: [], cut: { users: false, devices: false }, items: [], nextCursor: null },
};

/** What `POST /search` answers: a search, or the rows of hardware that is asked for. */
export function found(body: unknown, devices: readonly DeviceRow[], rows: readonly DeviceRow[]) {
  const { dataset, q } = Object(body);
  if (dataset === 'mailboxes') return { items: q === undefined ? mailboxes : [], nextCursor: null };
  if (dataset === 'mail-devices') return { items: mailDevices, nextCursor: null };
  if (dataset !== undefined) return { items: rows, nextCursor: null };
  const matched = [
    { field: 'imei', rank: 'exact' },
    { field: 'attributes.deviceIMEI', rank: 'word' },
  ];
  return {
    users: [],
    devices: devices.map((one) => ({ ...one, externalId: one.id, matched })),
    ...{ cut: { users: false, devices: false }, nextCursor: null },
  };
}

/** Two days of a metric. */
export function counted(metric: string) {
  const groups: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
    'devices.platform': [
      ['ios', 436],
      ['android', 465],
      ['other', 7],
    ],
    'devices.osVersion': [
      ['ios 18.5', 40],
      ['android 14', 141],
      ['windows unknown', 6],
    ],
    'devices.compliance': [
      ['compliant', 1_243],
      ['noncompliant', 231],
      ['unknown', 27],
    ],
    'devices.homeCountry': [
      ['DE', 224],
      ['unknown', 905],
    ],
    'devices.roaming': [
      ['home', 912],
      ['roaming', 98],
    ],
  };
  return ['2026-11-29', '2026-11-30'].flatMap((day, index) =>
    (groups[metric] ?? []).map(([dimension, value]) => ({
      day,
      dimension,
      value: Math.max(1, value - 10 * (1 - index)),
    })),
  );
}
