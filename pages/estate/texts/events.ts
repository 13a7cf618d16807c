// Texts of what happened, and of the purpose of reading it.

/** By the route that lists it. */
const kinds = {
  timeline: 'all of these together',
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
    what: 'What',
    details: 'Details',
    perDay: (what: string) => `By the day: ${what}`,
    without: (kinds: string) => `Without a line, but in the table: ${kinds}.`,
    sameRequests: (kind: string) =>
      `Web traffic is counted once, as “${kind}”: its other kinds tell of the same requests.`,
    day: 'Day',
    cut: (count: string) => `Of the latest ${count}: there is more, which the table goes on with.`,
    notCollected: 'not collected',
    noSource: 'No source collects this.',
    toCollected: 'What sources collect',
    timelineOff:
      'All together tells more of somebody than each kind does: an administrator has to turn it on (PERSON_TIMELINE). Choose one kind.',
  },
  purpose: {
    help: 'Reading it is logged with the purpose, your key and the person.',
  },
};

const arten: typeof kinds = {
  timeline: 'alles davon zusammen',
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
    what: 'Was',
    details: 'Einzelheiten',
    perDay: (what) => `Nach Tagen: ${what}`,
    without: (kinds) => `Ohne Linie, aber in der Tabelle: ${kinds}.`,
    sameRequests: (kind) =>
      `Webverkehr ist einmal gezählt, als „${kind}“: Seine anderen Arten erzählen von denselben Anfragen.`,
    day: 'Tag',
    cut: (count) => `Von den letzten ${count}: Es gibt mehr, womit die Tabelle weitergeht.`,
    notCollected: 'nicht erhoben',
    noSource: 'Keine Quelle erhebt dies.',
    toCollected: 'Was Quellen erheben',
    timelineOff:
      'Alles zusammen erzählt mehr von jemandem als jede Art für sich: Es muss eigens eingeschaltet werden (PERSON_TIMELINE). Wählen Sie eine Art.',
  },
  purpose: {
    help: 'Das Lesen wird mit Zweck, Ihrem Schlüssel und der Person protokolliert.',
  },
};

export const events = { en, de };
