// Texts of what was rejected.
import type { Became } from '../became.ts';

const became: Readonly<Record<Became, string>> = {
  unanswered: 'It was asked for and not answered: what was stored before stays.',
  aside:
    'The row has no key, or lacks what it must have: it was not stored, and nothing is removed until all can be read.',
  doubted: 'It was stored, with a time that was moved: look at the zone of its times.',
  unreadable: 'The value was not stored, all else of the row was.',
  'left-out':
    'Left out on purpose: by whose device it is, by its age, by what is collected, or until what is held is decided on.',
};

const en = {
  caption: 'Rejected: what could not be read, or was not stored',
  columns: {
    field: 'Field',
    dataset: 'Dataset, with its fields',
    reason: 'Reason',
    means: 'What became of it',
    count: 'How many',
  },
  counted: 'Values are counted, and kept nowhere: no row can be shown for them.',
  became,
  faults: 'Such values in the table of faults',
};

const wurde: typeof became = {
  unanswered: 'Danach wurde gefragt, und es kam keine Antwort: Was gespeichert war, bleibt.',
  aside:
    'Der Zeile fehlt ihr Schlüssel oder etwas, das sie haben muss: Sie wurde nicht gespeichert, und nichts wird gelöscht, bis alle lesbar sind.',
  doubted: 'Es wurde gespeichert, mit verschobener Zeit: Sehen Sie nach der Zone ihrer Zeiten.',
  unreadable: 'Der Wert wurde nicht gespeichert, alles andere der Zeile schon.',
  'left-out':
    'Mit Absicht weggelassen: wegen des Besitzers des Geräts, des Alters, dessen, was erhoben wird, oder bis über Zurückgehaltenes entschieden ist.',
};

const de: typeof en = {
  caption: 'Verworfen: was nicht lesbar war oder nicht gespeichert wurde',
  columns: {
    field: 'Feld',
    dataset: 'Datenbestand, mit seinen Feldern',
    reason: 'Grund',
    means: 'Was daraus wurde',
    count: 'Wie viele',
  },
  counted: 'Werte werden gezählt und nirgends aufbewahrt: Eine Zeile dazu kann nicht gezeigt werden.',
  became: wurde,
  faults: 'Solche Werte in der Fehlertabelle',
};

export const texts = { en, de };
