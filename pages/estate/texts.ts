// Texts of the estate, by the parts of the view.
import { apps } from './texts/apps.ts';
import { device } from './texts/device.ts';
import { events } from './texts/events.ts';
import { left } from './texts/left.ts';
import { list } from './texts/list.ts';
import { mail } from './texts/mail.ts';
import { person } from './texts/person.ts';
import { search } from './texts/search.ts';
import { statistics } from './texts/statistics.ts';
import { words } from './texts/words.ts';

const en = {
  title: 'Estate',
  tabs: {
    ...{ search: 'Search', devices: 'Devices', people: 'People', apps: 'Apps', mailboxes: mail.en.mailboxes },
    ...{ 'mail-devices': mail.en.mailDevices, statistics: 'Statistics' },
  },
  ...{ words: words.en, search: search.en, person: person.en, left: left.en, list: list.en, apps: apps.en },
  ...{ statistics: statistics.en, mail: mail.en, ...device.en, ...events.en },
};

const de: typeof en = {
  title: 'Bestand',
  tabs: {
    ...{ search: 'Suche', devices: 'Geräte', people: 'Personen', apps: 'Apps', mailboxes: mail.de.mailboxes },
    ...{ 'mail-devices': mail.de.mailDevices, statistics: 'Statistik' },
  },
  ...{ words: words.de, search: search.de, person: person.de, left: left.de, list: list.de, apps: apps.de },
  ...{ statistics: statistics.de, mail: mail.de, ...device.de, ...events.de },
};

export const texts = { en, de };
