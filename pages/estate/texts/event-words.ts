// Words that the API has for what happened: one that the catalogue gets wants its text here. What people and systems wrote
// stays as it is.
import type { ACCESS_KINDS, ACCESS_RESULTS } from '../../../lib/catalog/access.ts';
import type { CALL_DIRECTIONS, NUMBER_KINDS } from '../../../lib/catalog/calls.ts';
import type { COMPLIANCE_STATES } from '../../../lib/catalog/devices.ts';
import type { CHANGE_KINDS } from '../../../lib/catalog/events.ts';
import type { PIM_ACTIVITIES, PIM_CLASSES } from '../../../lib/catalog/mail.ts';
import type { SEVERITIES } from '../../../lib/catalog/rules.ts';

type Word =
  | (typeof ACCESS_KINDS | typeof ACCESS_RESULTS | typeof CALL_DIRECTIONS | typeof NUMBER_KINDS)[number]
  | (typeof COMPLIANCE_STATES | typeof CHANGE_KINDS | typeof PIM_ACTIVITIES | typeof PIM_CLASSES)[number]
  | (typeof SEVERITIES)[number];

const en: Record<Word, string> = {
  ...{ appeared: 'appeared', changed: 'changed', removed: 'went' },
  ...{ compliant: 'compliant', noncompliant: 'not compliant', unknown: 'unknown', other: 'other' },
  ...{ incoming: 'incoming', outgoing: 'outgoing', missed: 'missed' },
  ...{ mobile: 'mobile', fixed: 'fixed network', 'toll-free': 'free of charge', 'shared-cost': 'shared cost' },
  ...{ premium: 'premium rate', international: 'international', short: 'short number' },
  ...{ success: 'succeeded', failure: 'failed', blocked: 'blocked', interrupted: 'asked for more' },
  ...{
    'sign-in': 'sign-in',
    token: 'renewal without a sign-in',
    tunnel: 'tunnel',
    low: 'low',
    medium: 'medium',
    high: 'high',
  },
  ...{
    mail: 'mail',
    calendar: 'calendar',
    contacts: 'contacts',
    tasks: 'tasks',
    notes: 'notes',
    none: 'no data in particular',
  },
  ...{ sync: 'synchronised', ping: 'waited for news', 'folder-sync': 'synchronised folders', provision: 'took rules' },
  ...{ settings: 'settings', send: 'sent', receive: 'received', read: 'read', fetch: 'fetched', search: 'searched' },
  ...{ meeting: 'meeting', 'meeting-response': 'answered a meeting', move: 'moved', resolve: 'looked up an address' },
};

const de: Record<Word, string> = {
  ...{ appeared: 'erschienen', changed: 'geändert', removed: 'verschwunden' },
  ...{ compliant: 'regelkonform', noncompliant: 'nicht regelkonform', unknown: 'unbekannt', other: 'anderes' },
  ...{ incoming: 'eingehend', outgoing: 'ausgehend', missed: 'verpasst' },
  ...{ mobile: 'Mobilfunk', fixed: 'Festnetz', 'toll-free': 'gebührenfrei', 'shared-cost': 'geteilte Kosten' },
  ...{ premium: 'Mehrwertdienst', international: 'international', short: 'Kurznummer' },
  ...{ success: 'gelungen', failure: 'fehlgeschlagen', blocked: 'blockiert', interrupted: 'mehr verlangt' },
  ...{
    'sign-in': 'Anmeldung',
    token: 'Erneuerung ohne Anmeldung',
    tunnel: 'Tunnel',
    low: 'gering',
    medium: 'mittel',
    high: 'hoch',
  },
  ...{
    mail: 'Mail',
    calendar: 'Kalender',
    contacts: 'Kontakte',
    tasks: 'Aufgaben',
    notes: 'Notizen',
    none: 'keine bestimmten Daten',
  },
  ...{ sync: 'synchronisiert', ping: 'auf Neues gewartet', 'folder-sync': 'Ordner synchronisiert' },
  ...{
    provision: 'Regeln übernommen',
    settings: 'Einstellungen',
    send: 'gesendet',
    receive: 'empfangen',
    read: 'gelesen',
  },
  ...{
    fetch: 'abgerufen',
    search: 'gesucht',
    meeting: 'Besprechung',
    'meeting-response': 'auf Besprechung geantwortet',
  },
  ...{ move: 'verschoben', resolve: 'Adresse nachgeschlagen' },
};

export const words: Readonly<Record<'en' | 'de', Readonly<Record<string, string>>>> = { en, de };
