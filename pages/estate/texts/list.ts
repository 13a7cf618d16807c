// Texts of lists, their filters, and their orders.
import type { FilterName, Mistake, Sort } from '../filters.ts';

const filters: Record<FilterName, string> = {
  platform: 'Platform',
  ownership: 'Ownership',
  compliance: 'Compliance',
  source: 'System',
  below: 'Version below',
  version: 'Version',
  model: 'Model',
  homeCountry: 'Country of the SIM',
  currentCountry: 'Country where it is',
  roaming: 'Roaming',
  unseen: 'Not seen for',
  appBelow: 'Version of the app below',
};
const sorts: Record<Sort, string> = {
  deviceName: 'Name',
  '-lastSeenAt': 'Last seen first',
  lastSeenAt: 'Not seen for longest first',
  osVersion: 'Version',
  model: 'Model',
};

const mistakes: Record<Mistake, string> = {
  version: 'A version is numbers with dots between them: 17.4.',
  platform: 'Choose a platform, too, for versions: version 14 of Android is not below version 17 of iOS.',
  app: 'Type the app, too: its title, bundle id or package name. It stands in no address, and is forgotten with the key.',
};

const en = {
  devices: 'Devices',
  people: 'People',
  filters: 'Filters',
  reset: 'Reset all',
  all: 'all',
  gone: 'Also devices that are gone at their source',
  ages: { '7d': '7 days', '14d': '14 days', '30d': '30 days', '90d': '90 days' },
  filter: filters,
  sort: 'Order',
  sorts,
  unsorted: 'as stored',
  notTold: 'unknown, or not told',
  count: (devices: string) => `Devices: ${devices}.`,
  moreThan: (count: string) => `More than ${count}.`,
  atLeast: (devices: string) => `Devices: more than ${devices}.`,
  entries: (entries: string) => `Systems have ${entries} entries of them; the file has a line for each.`,
  none: 'No device matches.',
  countPeople: (count: string) => `People: ${count}.`,
  withApp: (app: string | undefined) => (app === undefined ? 'Devices with an app' : `Devices with ${app}`),
  show: 'List the devices',
  remove: 'take this filter away',
  ofLink: (value: string) => `“${value}” (from the link)`,
  noSuchChoice: 'This is none of what can be chosen.',
  noSuchFilter: 'The link has a filter that is not known here: what is listed is not filtered by it.',
  twofold: 'The link has a filter twice, with different values: the first of them counts.',
  app: 'App',
  nobody: 'Nobody is known.',
  mistakes,
  columns: {
    ...{ device: 'Device', what: 'Platform, version', model: 'Model', ownership: 'Ownership' },
    ...{ compliance: 'Compliance', systems: 'Systems', user: 'User', seen: 'Last seen by the system' },
    ...{ person: 'Person', upn: 'UPN', mail: 'Mail address', department: 'Department', enabled: 'Account' },
    ...{ sources: 'Systems', appVersion: 'Version of the app' },
  },
  enabled: 'enabled',
  disabled: 'disabled',
};

const filtern: Record<FilterName, string> = {
  platform: 'Plattform',
  ownership: 'Eigentum',
  compliance: 'Regelkonformität',
  source: 'System',
  below: 'Version unter',
  version: 'Version',
  model: 'Modell',
  homeCountry: 'Land der SIM',
  currentCountry: 'Aufenthaltsland',
  roaming: 'Roaming',
  unseen: 'Nicht gesehen seit',
  appBelow: 'Version der App unter',
};
const reihenfolgen: Record<Sort, string> = {
  deviceName: 'Name',
  '-lastSeenAt': 'Zuletzt gesehene zuerst',
  lastSeenAt: 'Am längsten nicht gesehene zuerst',
  osVersion: 'Version',
  model: 'Modell',
};

const fehler: Record<Mistake, string> = {
  version: 'Eine Version besteht aus Zahlen mit Punkten dazwischen: 17.4.',
  platform:
    'Wählen Sie für Versionen auch eine Plattform: Version 14 von Android ist nicht älter als Version 17 von iOS.',
  app: 'Geben Sie auch die App ein: Titel, Bundle-ID oder Paketname. Sie steht in keiner Adresse und wird mit dem Schlüssel vergessen.',
};

const de: typeof en = {
  devices: 'Geräte',
  people: 'Personen',
  filters: 'Filter',
  reset: 'Alle zurücksetzen',
  all: 'alle',
  gone: 'Auch Geräte, die in der Quelle nicht mehr vorhanden sind',
  ages: { '7d': '7 Tagen', '14d': '14 Tagen', '30d': '30 Tagen', '90d': '90 Tagen' },
  filter: filtern,
  sort: 'Reihenfolge',
  sorts: reihenfolgen,
  unsorted: 'wie gespeichert',
  notTold: 'unbekannt oder nicht genannt',
  count: (devices) => `Geräte: ${devices}.`,
  moreThan: (count) => `Mehr als ${count}.`,
  atLeast: (devices) => `Geräte: mehr als ${devices}.`,
  entries: (entries) => `Die Systeme haben dazu ${entries} Einträge; die Datei hat eine Zeile für jeden.`,
  none: 'Kein Gerät passt.',
  countPeople: (count) => `Personen: ${count}.`,
  withApp: (app) => (app === undefined ? 'Geräte mit einer App' : `Geräte mit ${app}`),
  show: 'Geräte auflisten',
  remove: 'diesen Filter wegnehmen',
  ofLink: (value) => `„${value}“ (aus dem Link)`,
  noSuchChoice: 'Das steht nicht zur Auswahl.',
  noSuchFilter: 'Der Link hat einen Filter, den es hier nicht gibt: Was aufgelistet ist, ist nicht danach gefiltert.',
  twofold: 'Der Link hat einen Filter zweimal, mit verschiedenen Werten: Der erste gilt.',
  app: 'App',
  nobody: 'Niemand ist bekannt.',
  mistakes: fehler,
  columns: {
    ...{ device: 'Gerät', what: 'Plattform, Version', model: 'Modell', ownership: 'Eigentum' },
    ...{ compliance: 'Regelkonformität', systems: 'Systeme', user: 'Benutzer', seen: 'Zuletzt vom System gesehen' },
    ...{ person: 'Person', upn: 'UPN', mail: 'Mailadresse', department: 'Abteilung', enabled: 'Konto' },
    ...{ sources: 'Systeme', appVersion: 'Version der App' },
  },
  enabled: 'aktiv',
  disabled: 'deaktiviert',
};

export const list = { en, de };
