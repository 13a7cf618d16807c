// Texts of retention.
const en = {
  none: 'Retention has not run yet.',
  complete: 'Nothing that was due is left.',
  incomplete: 'Something that was due is left: the next run goes on.',
  ran: 'Last run',
  waiting: (count: string) => `${count} sources wait: they were being polled, or time was up.`,
  columns: { dataset: 'Dataset', days: 'Kept', removed: 'Removed', left: 'Backlog', oldest: 'Oldest left' },
  further: (subjects: string, names: string, collectors: string) =>
    `Beside these: ${subjects} people without an event, ${names} names, ${collectors} collectors.`,
  byDataset: 'By dataset',
  unverified: 'Rows that nobody vouches for, removed',
};

const de: typeof en = {
  none: 'Die Löschung ist noch nicht gelaufen.',
  complete: 'Nichts Fälliges ist übrig.',
  incomplete: 'Fälliges ist übrig: Der nächste Lauf macht weiter.',
  ran: 'Letzter Lauf',
  waiting: (count) => `${count} Quellen warten: Sie wurden gerade abgefragt, oder die Zeit war um.`,
  columns: { dataset: 'Datensatz', days: 'Frist', removed: 'Gelöscht', left: 'Rückstand', oldest: 'Ältestes' },
  further: (subjects, names, collectors) =>
    `Daneben: ${subjects} Personen ohne Ereignis, ${names} Namen, ${collectors} Kollektoren.`,
  byDataset: 'Nach Datensatz',
  unverified: 'Gelöschte Zeilen, für die niemand bürgt',
};

export const texts = { en, de };
