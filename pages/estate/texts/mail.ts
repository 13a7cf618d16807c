// Texts of mailboxes, and of what synchronises them.
import type { MailboxSort, MailDeviceSort, MailFilter } from '../mail/filters.ts';

const filters: Record<MailFilter, string> = {
  source: 'System',
  quota: 'Against its quota',
  logon: 'No logon for',
  unused: 'Not used for',
  access: 'Access',
  unmanaged: 'Known to management',
  unseen: 'No synchronisation for',
};
const mailboxSorts: Record<MailboxSort, string> = {
  displayName: 'Name',
  '-sizeBytes': 'Largest first',
  lastLogonAt: 'Logon longest ago first',
  lastActivityAt: 'Use longest ago first',
};
const mailDeviceSorts: Record<MailDeviceSort, string> = {
  '-lastSyncAt': 'Synchronised last first',
  lastSyncAt: 'Synchronised longest ago first',
};

const mailboxFields = {
  person: 'Person',
  mail: 'Mail address',
  displayName: 'Display name',
  type: 'Kind',
  quotaState: 'Against its quota',
  sizeBytes: 'Size',
  itemCount: 'Items',
  deletedSizeBytes: 'Size of deleted items that can be recovered',
  deletedItemCount: 'Deleted items that can be recovered',
  warningQuotaBytes: 'Warned from',
  sendQuotaBytes: 'Sends nothing from',
  sendReceiveQuotaBytes: 'Receives nothing from',
  lastLogonAt: 'Last logon of anybody',
  lastActivityAt: 'Last used',
  clients: 'Mail programs',
  hasArchive: 'Has an archive',
  isArchive: 'Is an archive',
  databaseName: 'Database',
  createdAt: 'Created',
  deletedAt: 'Deleted',
  reportedAt: 'State of',
  source: 'System',
};
export type MailboxField = keyof typeof mailboxFields;

const mailDeviceFields = {
  mailbox: 'Mailbox',
  person: 'Person',
  hardware: 'Managed as',
  accessState: 'Access',
  accessReason: 'Decided by',
  status: 'State in the mail system',
  policy: 'Policy',
  policyState: 'Policy is applied',
  lastSyncAt: 'Last synchronisation',
  lastAttemptAt: 'Last try',
  firstSyncAt: 'First synchronisation',
  deviceType: 'Type',
  model: 'Model',
  os: 'Operating system',
  clientType: 'How it synchronises',
  protocolVersion: 'Version of ActiveSync',
  folders: 'Folders',
  easDeviceId: 'ActiveSync id',
  unmanagedId: 'ActiveSync id of a device that no system knows',
  source: 'System',
};
export type MailDeviceField = keyof typeof mailDeviceFields;

const en = {
  mailbox: 'Mailbox',
  mailboxes: 'Mailboxes',
  mailDevice: 'Device at a mailbox',
  mailDevices: 'Devices at mailboxes',
  unnamedMailbox: 'Mailbox without a name',
  noSuch: 'There is none with this id, or not any more.',
  countMailboxes: (count: string) => `Mailboxes: ${count}.`,
  countMailDevices: (count: string) => `Devices at mailboxes: ${count}.`,
  goneMailboxes: 'Also mailboxes that are gone at their source',
  goneMailDevices: 'Also devices that are gone at their source',
  noMailbox: 'No mailbox matches.',
  noMailDevice: 'No device matches.',
  unmanaged: 'known to no management system',
  managed: { false: 'yes', true: 'no' },
  ofPerson: {
    noMailboxes: 'No mailbox is known.',
    mailDevices: 'Devices that synchronise',
    noMailDevices: 'Nothing is known to synchronise.',
  },
  ofDevice: {
    mailDevices: 'Mailboxes that it synchronises',
    noMailDevices: 'It is not known to synchronise one.',
  },
  quotaStates: {
    ...{ BelowLimit: 'below its quota', IssueWarning: 'warned', ProhibitSend: 'cannot send' },
    MailboxDisabled: 'cannot send or receive',
  },
  accessStates: {
    ...{ Allowed: 'allowed', Blocked: 'blocked', Quarantined: 'in quarantine', DeviceDiscovery: 'being recognised' },
  },
  accessReasons: {
    ...{ Global: 'the rule for all devices', Individual: 'a decision about this device' },
    ...{ DeviceRule: 'a rule for devices of its kind', Policy: 'a policy' },
  },
  filter: filters,
  ...{ mailboxSorts, mailDeviceSorts, mailboxFields, mailDeviceFields },
  mailboxColumns: {
    ...{ mailbox: 'Mailbox', person: 'Person', type: 'Kind', size: 'Size', items: 'Items' },
    ...{ quota: 'Against its quota', logon: 'Last logon', used: 'Last used', source: 'System', as: 'As of' },
  },
  mailDeviceColumns: {
    ...{ device: 'Device', person: 'Person', hardware: 'Managed as', model: 'Model' },
    ...{ os: 'Operating system', access: 'Access', sync: 'Last synchronisation', source: 'System' },
  },
};

const filtern: Record<MailFilter, string> = {
  source: 'System',
  quota: 'Kontingent',
  logon: 'Keine Anmeldung seit',
  unused: 'Nicht benutzt seit',
  access: 'Zugang',
  unmanaged: 'Der Verwaltung bekannt',
  unseen: 'Keine Synchronisierung seit',
};
const folgenDerPostfaecher: Record<MailboxSort, string> = {
  displayName: 'Name',
  '-sizeBytes': 'Größte zuerst',
  lastLogonAt: 'Am längsten ohne Anmeldung zuerst',
  lastActivityAt: 'Am längsten unbenutzte zuerst',
};
const folgenDerGeraete: Record<MailDeviceSort, string> = {
  '-lastSyncAt': 'Zuletzt synchronisierte zuerst',
  lastSyncAt: 'Am längsten nicht synchronisierte zuerst',
};

const felderDesPostfachs: typeof mailboxFields = {
  person: 'Person',
  mail: 'Mailadresse',
  displayName: 'Anzeigename',
  type: 'Art',
  quotaState: 'Kontingent',
  sizeBytes: 'Größe',
  itemCount: 'Elemente',
  deletedSizeBytes: 'Größe gelöschter, wiederherstellbarer Elemente',
  deletedItemCount: 'Gelöschte, wiederherstellbare Elemente',
  warningQuotaBytes: 'Warnung ab',
  sendQuotaBytes: 'Kein Senden ab',
  sendReceiveQuotaBytes: 'Kein Empfang ab',
  lastLogonAt: 'Letzte Anmeldung (von irgendwem)',
  lastActivityAt: 'Zuletzt benutzt',
  clients: 'Mailprogramme',
  hasArchive: 'Hat ein Archiv',
  isArchive: 'Ist ein Archiv',
  databaseName: 'Datenbank',
  createdAt: 'Angelegt',
  deletedAt: 'Gelöscht',
  reportedAt: 'Stand',
  source: 'System',
};

const felderDesGeraets: typeof mailDeviceFields = {
  mailbox: 'Postfach',
  person: 'Person',
  hardware: 'Verwaltet als',
  accessState: 'Zugang',
  accessReason: 'Entschieden durch',
  status: 'Stand im Mailsystem',
  policy: 'Richtlinie',
  policyState: 'Richtlinie ist angewendet',
  lastSyncAt: 'Letzte Synchronisierung',
  lastAttemptAt: 'Letzter Versuch',
  firstSyncAt: 'Erste Synchronisierung',
  deviceType: 'Typ',
  model: 'Modell',
  os: 'Betriebssystem',
  clientType: 'Art der Synchronisierung',
  protocolVersion: 'ActiveSync-Version',
  folders: 'Ordner',
  easDeviceId: 'ActiveSync-Kennung',
  unmanagedId: 'ActiveSync-Kennung eines Geräts, das kein System kennt',
  source: 'System',
};

const de: typeof en = {
  mailbox: 'Postfach',
  mailboxes: 'Postfächer',
  mailDevice: 'Gerät an einem Postfach',
  mailDevices: 'Geräte an Postfächern',
  unnamedMailbox: 'Postfach ohne Namen',
  noSuch: 'Unter dieser Kennung gibt es nichts, oder nicht mehr.',
  countMailboxes: (count) => `Postfächer: ${count}.`,
  countMailDevices: (count) => `Geräte an Postfächern: ${count}.`,
  goneMailboxes: 'Auch Postfächer, die in der Quelle nicht mehr vorhanden sind',
  goneMailDevices: 'Auch Geräte, die in der Quelle nicht mehr vorhanden sind',
  noMailbox: 'Kein Postfach passt.',
  noMailDevice: 'Kein Gerät passt.',
  unmanaged: 'keinem Verwaltungssystem bekannt',
  managed: { false: 'ja', true: 'nein' },
  ofPerson: {
    noMailboxes: 'Kein Postfach bekannt.',
    mailDevices: 'Geräte, die synchronisieren',
    noMailDevices: 'Es ist nichts bekannt, was synchronisiert.',
  },
  ofDevice: {
    mailDevices: 'Postfächer, die es synchronisiert',
    noMailDevices: 'Es ist nicht bekannt, dass es eines synchronisiert.',
  },
  quotaStates: {
    ...{ BelowLimit: 'unter der Grenze', IssueWarning: 'gewarnt', ProhibitSend: 'kann nicht senden' },
    MailboxDisabled: 'kann nicht senden oder empfangen',
  },
  accessStates: {
    ...{ Allowed: 'zugelassen', Blocked: 'gesperrt', Quarantined: 'in Quarantäne', DeviceDiscovery: 'wird erkannt' },
  },
  accessReasons: {
    ...{ Global: 'die Regel für alle Geräte', Individual: 'Entscheidung über dieses Gerät' },
    ...{ DeviceRule: 'eine Regel für Geräte seiner Art', Policy: 'eine Richtlinie' },
  },
  filter: filtern,
  ...{ mailboxSorts: folgenDerPostfaecher, mailDeviceSorts: folgenDerGeraete },
  ...{ mailboxFields: felderDesPostfachs, mailDeviceFields: felderDesGeraets },
  mailboxColumns: {
    ...{ mailbox: 'Postfach', person: 'Person', type: 'Art', size: 'Größe', items: 'Elemente' },
    ...{ quota: 'Kontingent', logon: 'Letzte Anmeldung', used: 'Zuletzt benutzt', source: 'System', as: 'Stand' },
  },
  mailDeviceColumns: {
    ...{ device: 'Gerät', person: 'Person', hardware: 'Verwaltet als', model: 'Modell' },
    ...{ os: 'Betriebssystem', access: 'Zugang', sync: 'Letzte Synchronisierung', source: 'System' },
  },
};

export const mail = { en, de };
