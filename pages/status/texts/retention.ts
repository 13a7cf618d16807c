// Texts of retention.
import { either } from '../../parts/plural.ts';

const en = {
  none: 'Retention has not run yet.',
  complete: 'Nothing that was due is left.',
  incomplete: 'Something that was due is left: the next run goes on.',
  ran: 'Last run',
  waiting: (count: string) =>
    `${either(count, '1 source waits: it was', `${count} sources wait: they were`)} being polled, or time was up.`,
  columns: { dataset: 'Dataset', days: 'Kept', removed: 'Removed', left: 'Backlog', oldest: 'Oldest left' },
  further: (subjects: string, names: string, collectors: string) =>
    `Beside these: ${subjects} ${either(subjects, 'person', 'people')} without an event, ${names} ${either(names, 'name', 'names')}, ${collectors} ${either(collectors, 'collector', 'collectors')}.`,
  byDataset: 'By dataset',
  unverified: 'Rows that nobody vouches for, removed',
};

const de: typeof en = {
  none: 'Die Löschung ist noch nicht gelaufen.',
  complete: 'Alles, was fällig war, ist gelöscht.',
  incomplete: 'Fälliges ist übrig: Der nächste Lauf macht weiter.',
  ran: 'Letzter Lauf',
  waiting: (count) =>
    `${either(count, '1 Quelle wartet: Sie wurde', `${count} Quellen warten: Sie wurden`)} gerade abgefragt, oder die Zeit war um.`,
  columns: { dataset: 'Datenbestand', days: 'Frist', removed: 'Gelöscht', left: 'Rückstand', oldest: 'Ältestes' },
  further: (subjects, names, collectors) =>
    `Daneben: ${subjects} ${either(subjects, 'Person', 'Personen')} ohne Ereignis, ${names} ${either(names, 'Name', 'Namen')}, ${collectors} ${either(collectors, 'Kollektor', 'Kollektoren')}.`,
  byDataset: 'Nach Datenbestand',
  unverified: 'Gelöschte Zeilen, für die niemand bürgt',
};

export const texts = { en, de };
