// Texts of the daily numbers.
import type { Metric } from '../counted.ts';

const metrics: Record<Metric, string> = {
  'devices.platform': 'Platforms',
  'devices.osVersion': 'Versions of operating systems',
  'devices.model': 'Models',
  'devices.ownership': 'Ownership',
  'devices.compliance': 'Compliance',
  'devices.product': 'Management systems',
  'devices.homeCountry': 'Countries of SIMs',
  'devices.currentCountry': 'Countries where devices are',
  'devices.roaming': 'Roaming',
};

const en = {
  title: 'Statistics',
  help: 'Different devices, once a day, without those that are gone. Groups of fewer than five people are together in “other”, and lead nowhere.',
  source: 'System',
  allSources: 'all together',
  metrics,
  total: (devices: string, systems: string, at: string) =>
    `${devices} devices, each counted once, of ${systems}; all numbers of devices below are of ${at}. Where its systems describe a device in different ways, it is in several groups.`,
  noTotal: (systems: string, at: string) =>
    `All numbers of devices below are of ${at}${systems === '' ? '' : `, of ${systems}`}. How many devices there are is not told: it would tell of fewer than five people.`,
  none: 'No system tells it, or nothing is counted yet: it is done once a day, after the first poll.',
  day: 'Day',
  group: 'Group',
  devices: 'Devices',
  overTime: (what: string) => `${what} over time`,
  on: (what: string, day: string) => `${what} on ${day}`,
  asOf: (at: string) => `Counted on ${at}; the lists are as of now, and may differ.`,
  unknown: 'unknown, or not told',
  other: 'other',
  andMore: (count: string) => `And ${count} smaller groups.`,
  atHome: 'at home',
  away: 'roaming',
  traffic: 'Web traffic by host',
  requests: 'Requests',
  noTraffic: 'No web traffic is collected.',
};

const kennzahlen: Record<Metric, string> = {
  'devices.platform': 'Plattformen',
  'devices.osVersion': 'Versionen der Betriebssysteme',
  'devices.model': 'Modelle',
  'devices.ownership': 'Eigentum',
  'devices.compliance': 'Regelkonformität',
  'devices.product': 'Verwaltungssysteme',
  'devices.homeCountry': 'Länder der SIM-Karten',
  'devices.currentCountry': 'Aufenthaltsländer der Geräte',
  'devices.roaming': 'Roaming',
};

const de: typeof en = {
  title: 'Statistik',
  help: 'Verschiedene Geräte, einmal am Tag gezählt, ohne solche, die nicht mehr vorhanden sind. Gruppen von weniger als fünf Personen stehen zusammen unter „andere“ und führen nirgendwohin.',
  source: 'System',
  allSources: 'alle zusammen',
  metrics: kennzahlen,
  total: (devices, systems, at) =>
    `${devices} Geräte, jedes einmal gezählt, aus ${systems}; alle Gerätezahlen hier sind vom ${at}. Beschreiben die Systeme ein Gerät verschieden, steht es in mehreren Gruppen.`,
  noTotal: (systems, at) =>
    `Alle Gerätezahlen hier sind vom ${at}${systems === '' ? '' : `, aus ${systems}`}. Wie viele Geräte es sind, wird nicht genannt: Das würde etwas über weniger als fünf Personen sagen.`,
  none: 'Kein System nennt es, oder noch ist nichts gezählt: Das geschieht einmal am Tag, nach der ersten Abfrage.',
  day: 'Tag',
  group: 'Gruppe',
  devices: 'Geräte',
  overTime: (what) => `${what} im Lauf der Zeit`,
  on: (what, day) => `${what} am ${day}`,
  asOf: (at) => `Gezählt am ${at}; die Listen sind von jetzt und können abweichen.`,
  unknown: 'unbekannt oder nicht genannt',
  other: 'andere',
  andMore: (count) => `Und ${count} kleinere Gruppen.`,
  atHome: 'im Heimatnetz',
  away: 'im Roaming',
  traffic: 'Webverkehr nach Host',
  requests: 'Anfragen',
  noTraffic: 'Es wird kein Webverkehr erhoben.',
};

export const statistics = { en, de };
