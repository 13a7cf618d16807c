// Words of devices and people that the API has its own for.
import type { Compliance, LinkKind, Ownership, Platform, Rank } from '../api.ts';
import { fields } from './fields.ts';

const platforms: Record<Platform, string> = {
  ...{ ios: 'iOS', ipados: 'iPadOS', android: 'Android', windows: 'Windows', macos: 'macOS', linux: 'Linux' },
  ...{ chromeos: 'ChromeOS', other: 'other' },
};
const ownerships: Record<Ownership, string> = { company: 'company', personal: 'personal', unknown: 'unknown' };
const compliances: Record<Compliance, string> = {
  ...{ compliant: 'compliant', noncompliant: 'not compliant', unknown: 'unknown' },
};
const ranks: Record<Rank, string> = { exact: 'exactly', beginning: 'at its beginning', word: 'in part' };
const links: Record<LinkKind, string> = {
  strong: 'linked by an id that does not change',
  weak: 'linked by UPN or mail address, which nobody else has',
  own: 'linked with no other system',
};

const en = {
  ...{ platforms, ownerships, compliances, ranks, links, fields: fields.en },
  unnamedDevice: 'Device without a name',
  unnamed: 'no name',
  unnamedPerson: 'Person without a name',
  nobody: 'nobody known',
  gone: 'gone at its source since',
  disabled: 'account disabled',
};

const plattformen: Record<Platform, string> = { ...platforms, other: 'andere' };
const eigentum: Record<Ownership, string> = { company: 'Unternehmen', personal: 'privat', unknown: 'unbekannt' };
const konformitaet: Record<Compliance, string> = {
  ...{ compliant: 'regelkonform', noncompliant: 'nicht regelkonform', unknown: 'unbekannt' },
};
const raenge: Record<Rank, string> = { exact: 'genau', beginning: 'am Anfang', word: 'zum Teil' };
const verknuepfungen: Record<LinkKind, string> = {
  strong: 'verknüpft über eine Kennung, die sich nicht ändert',
  weak: 'verknüpft über UPN oder Mailadresse, die sonst niemand hat',
  own: 'mit keinem anderen System verknüpft',
};

const de: typeof en = {
  ...{ platforms: plattformen, ownerships: eigentum, compliances: konformitaet, ranks: raenge },
  ...{ links: verknuepfungen, fields: fields.de },
  unnamedDevice: 'Gerät ohne Namen',
  unnamed: 'ohne Namen',
  unnamedPerson: 'Person ohne Namen',
  nobody: 'niemand bekannt',
  gone: 'in der Quelle nicht mehr vorhanden seit',
  disabled: 'Konto deaktiviert',
};

export const words = { en, de };
