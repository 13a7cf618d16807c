// Texts of collectors.
const en = {
  none: 'No collector has said that it is there.',
  columns: { instance: 'Collector', versions: 'Versions', sources: 'Polls', started: 'Started', seen: 'Last seen' },
  gone: 'not seen for 15 minutes: ended, or lost the database',
  all: 'no source',
};

const de: typeof en = {
  none: 'Kein Kollektor hat sich gemeldet.',
  columns: {
    instance: 'Kollektor',
    versions: 'Versionen',
    sources: 'Fragt ab',
    started: 'Gestartet',
    seen: 'Zuletzt gesehen',
  },
  gone: 'seit 15 Minuten nicht gesehen: beendet, oder ohne Datenbank',
  all: 'keine Quelle',
};

export const texts = { en, de };
