// Texts of what happened, and of the purpose of reading it.

/** By the route that lists it. */
const kinds = {
  changes: 'changes',
  violations: 'compliance over time',
  'rule-hits': 'breaches of own rules',
  roaming: 'roaming',
  'data-usage': 'mobile data',
  activities: 'use of mail and calendar',
  'app-access': 'sign-ins to apps',
  calls: 'calls',
  messages: 'messages',
  'mail-requests': 'single requests to the mail server',
  traffic: 'web hosts',
  'traffic-categories': 'web categories',
  'traffic-requests': 'single web requests',
};
export type EventKind = keyof typeof kinds;

const en = {
  events: {
    title: 'What happened',
    kind: 'Show',
    show: 'Show',
    none: 'Nothing is stored: nothing happened within the time that it is kept, or no source collects it.',
    kinds,
    at: 'When',
  },
  purpose: {
    help: 'Reading it is logged with the purpose, your key and the person.',
  },
};

const arten: typeof kinds = {
  changes: 'Änderungen',
  violations: 'Regelkonformität im Lauf der Zeit',
  'rule-hits': 'Verstöße gegen eigene Regeln',
  roaming: 'Roaming',
  'data-usage': 'mobile Daten',
  activities: 'Nutzung von Mail und Kalender',
  'app-access': 'Anmeldungen an Apps',
  calls: 'Anrufe',
  messages: 'Nachrichten',
  'mail-requests': 'einzelne Anfragen an den Mailserver',
  traffic: 'Webhosts',
  'traffic-categories': 'Webkategorien',
  'traffic-requests': 'einzelne Webanfragen',
};

const de: typeof en = {
  events: {
    title: 'Was geschah',
    kind: 'Anzeigen',
    show: 'Anzeigen',
    none: 'Nichts ist gespeichert: In der Zeit, für die es aufbewahrt wird, geschah nichts, oder keine Quelle erhebt es.',
    kinds: arten,
    at: 'Wann',
  },
  purpose: {
    help: 'Das Lesen wird mit Zweck, Ihrem Schlüssel und der Person protokolliert.',
  },
};

export const events = { en, de };
