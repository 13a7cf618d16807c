// Switches, classes and profiles in words: one that is declared has to be named here, or nothing compiles.
import type { PersonalDataClass, Switch } from '../../lib/catalog/index.ts';
import type { PhonePolicy } from '../../lib/numbers/policy.ts';
import type { Profile } from '../../lib/sources/parameters.ts';
import { own } from '../parts/own.ts';

interface Words {
  readonly switches: Readonly<Record<Switch, string>>;
  /** Settings by which rows are finer. */
  readonly finer: Readonly<Record<string, string>>;
  readonly classes: Readonly<Record<PersonalDataClass, string>>;
  readonly profiles: Readonly<Record<Profile, string>>;
  readonly phoneNumbers: Readonly<Record<PhonePolicy, string>>;
}

const en: Words = {
  switches: {
    location: 'positions of devices',
    roaming: 'network and country that a device is in',
    requests: 'single requests, beside the sums of hours',
    telephony: 'counts of calls and messages a day',
    unmanagedIds: 'ids, in clear, of devices that no system knows',
    content: 'content of messages',
  },
  finer: { hosts: 'hosts by their full names', hours: 'use by the hour, in place of the day' },
  classes: {
    technical: 'technical',
    identifier: 'identifiers',
    contact: 'names and addresses',
    location: 'whereabouts',
    content: 'content',
    metadata: 'metadata of communication',
    usage: 'use',
    organisation: 'organisation',
  },
  profiles: { core: 'core (the least)', extended: 'extended', sensitive: 'sensitive (the most)' },
  phoneNumbers: { off: 'not stored', masked: 'country and prefix alone', full: 'stored in full' },
};

const de: Words = {
  switches: {
    location: 'Standorte von Geräten',
    roaming: 'Netz und Land, in dem ein Gerät ist',
    requests: 'einzelne Anfragen neben den Summen der Stunden',
    telephony: 'Anzahl der Anrufe und Nachrichten am Tag',
    unmanagedIds: 'Kennungen im Klartext von Geräten, die kein System kennt',
    content: 'Inhalte von Nachrichten',
  },
  finer: { hosts: 'vollständige Namen der Hosts', hours: 'Nutzung je Stunde statt je Tag' },
  classes: {
    technical: 'technisch',
    identifier: 'Kennungen',
    contact: 'Namen und Adressen',
    location: 'Aufenthalt',
    content: 'Inhalte',
    metadata: 'Umstände der Kommunikation',
    usage: 'Nutzung',
    organisation: 'Organisation',
  },
  profiles: { core: 'core (am wenigsten)', extended: 'extended', sensitive: 'sensitive (am meisten)' },
  phoneNumbers: { off: 'nicht gespeichert', masked: 'nur Land und Vorwahl', full: 'vollständig gespeichert' },
};

export const words = { en, de };

const inWords = (known: Readonly<Record<string, string>>, name: string): string => own(known, name) ?? name;

export const switchIn = ({ switches, finer }: Words, name: string): string => inWords({ ...switches, ...finer }, name);
export const classIn = ({ classes }: Words, name: string): string => inWords(classes, name);
