// Texts of the inventory of apps.

const en = {
  title: 'Apps on company devices',
  all: 'Titles and versions',
  titleLabel: 'Title begins with',
  platform: 'Platform',
  counted: (at: string) => `Counted on ${at}.`,
  countedNow: 'Counted for this answer; counts that are kept come within minutes.',
  other: (apps: string, installations: string) =>
    `And ${apps} more titles in a version, ${installations} times: not listed here, or of fewer than five people.`,
  none: 'No app is known that at least five people have.',
  columns: { title: 'App', version: 'Version', platform: 'Platform', devices: 'Devices' },
  below: 'Devices below a version',
  belowHelp:
    'What somebody installed can tell of health or religion: it is asked for a purpose, of company devices alone.',
  app: 'App: its title, bundle id or package name',
  version: 'Version',
  list: 'List the devices',
  choose: 'Choose …',
  wanted: {
    app: 'Type an app.',
    version: 'Type a version: numbers with dots between them, like 9.60.4.',
    platform: 'Choose a platform: an app has versions of its own on each.',
  },
};

const de: typeof en = {
  title: 'Apps auf Firmengeräten',
  all: 'Titel und Versionen',
  titleLabel: 'Titel beginnt mit',
  platform: 'Plattform',
  counted: (at) => `Gezählt am ${at}.`,
  countedNow: 'Für diese Antwort gezählt; gespeicherte Zahlen kommen in wenigen Minuten.',
  other: (apps, installations) =>
    `Und ${apps} weitere Titel in einer Version, ${installations} Mal: hier nicht aufgeführt, oder von weniger als fünf Personen.`,
  none: 'Keine App ist bekannt, die mindestens fünf Personen haben.',
  columns: { title: 'App', version: 'Version', platform: 'Plattform', devices: 'Geräte' },
  below: 'Geräte unter einer Version',
  belowHelp:
    'Was jemand installiert hat, kann Gesundheit oder Religion verraten: Es wird zu einem Zweck abgefragt, und nur von Firmengeräten.',
  app: 'App: Titel, Bundle-ID oder Paketname',
  version: 'Version',
  list: 'Geräte auflisten',
  choose: 'Wählen …',
  wanted: {
    app: 'Geben Sie eine App ein.',
    version: 'Geben Sie eine Version ein: Zahlen mit Punkten dazwischen, etwa 9.60.4.',
    platform: 'Wählen Sie eine Plattform: Auf jeder hat eine App eigene Versionen.',
  },
};

export const apps = { en, de };
