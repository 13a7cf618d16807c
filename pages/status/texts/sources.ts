// Texts of the table of sources.
import { either } from '../../parts/plural.ts';
import type { Never } from '../judge.ts';

const never: Record<Never, string> = {
  misconfigured: 'never: its entry is wrong',
  disabled: 'never: it is switched off',
  elsewhere: 'never by this collector: another one polls it',
  'not-configured': 'unknown: it is not configured here',
  running: 'not yet: the first poll is under way',
  cut: 'not yet: its first poll was cut off, and goes on',
  failed: 'never: no poll got through yet',
  first: 'not yet: it waits for its first poll',
};

const en = {
  never,
  caption: 'Sources, broken ones first',
  only: 'Only those that need attention',
  noneBad: 'No source needs attention.',
  columns: {
    source: 'Source',
    state: 'State',
    success: 'Last success',
    next: 'Next poll',
    rows: 'Rows',
    polls: 'Rows read, last polls',
  },
  overdueName: 'Overdue',
  overdue: 'No collector polled it when it was due. Does one run that has it?',
  running: 'polled now',
  cutOff: {
    goesOn:
      'The end of its last poll was not noted: a restart of the collector ended it, or another one took it over. It goes on by itself. Where that comes again and again without a restart, see what needs attention in the status.',
    failing:
      'Its last poll was cut off. What those before it failed of stands in their list; where three in a row were cut off, look at memory limits and restarts of the collectors.',
  },
  runningFor: (time: string) => `polled now, for ${time}`,
  due: 'due',
  dueSince: 'due since',
  notPolled: 'not polled',
  byPush: 'lines are pushed to it',
  refused: (tries: number) =>
    tries === 1 ? 'Sign-in refused; next try' : `Sign-in refused ${tries} times in a row; next try`,
  throttled: (count: string) => `throttled ${either(count, 'once', `${count} times`)}`,
  rejected: (count: string) => `${count} ${either(count, 'value', 'values')} rejected`,
  toAll: 'All sources',
  one: 'A source',
  noSuch: 'No source of this name is in the sources file or in the database.',
  spark: (count: string, least: string, most: string, failed: string) =>
    `${count} ${either(count, 'poll', 'polls')}: ${least} to ${most} rows read, ${failed} with an error`,
  sparkHours: (count: string, least: string, most: string, failed: string) =>
    `${count} ${either(count, 'hour', 'hours')} with lines: ${least} to ${most} rows read, ${failed} that ended with an error`,
  sparkNone: 'no polls yet',
};

const nie: Record<Never, string> = {
  misconfigured: 'nie: Ihr Eintrag ist falsch',
  disabled: 'nie: Sie ist abgeschaltet',
  elsewhere: 'nie von diesem Kollektor: Ein anderer fragt sie ab',
  'not-configured': 'unbekannt: Sie ist hier nicht eingerichtet',
  running: 'noch nicht: Die erste Abfrage läuft',
  cut: 'noch nicht: Ihre erste Abfrage wurde unterbrochen und geht weiter',
  failed: 'nie: Noch keine Abfrage kam durch',
  first: 'noch nicht: Sie wartet auf ihre erste Abfrage',
};

const de: typeof en = {
  never: nie,
  caption: 'Quellen, gestörte zuerst',
  only: 'Nur die, die Aufmerksamkeit brauchen',
  noneBad: 'Keine Quelle braucht Aufmerksamkeit.',
  columns: {
    source: 'Quelle',
    state: 'Zustand',
    success: 'Letzter Erfolg',
    next: 'Nächste Abfrage',
    rows: 'Zeilen',
    polls: 'Gelesene Zeilen, letzte Abfragen',
  },
  overdueName: 'Überfällig',
  overdue: 'Kein Kollektor hat sie abgefragt, als sie fällig war. Läuft einer, der sie hat?',
  running: 'wird abgefragt',
  cutOff: {
    goesOn:
      'Das Ende ihrer letzten Abfrage wurde nicht vermerkt: Ein Neustart des Kollektors beendete sie, oder ein anderer übernahm sie. Sie geht von selbst weiter. Kommt das ohne Neustart immer wieder vor, sehen Sie im Status nach, was Aufmerksamkeit braucht.',
    failing:
      'Ihre letzte Abfrage wurde unterbrochen. Woran die davor scheiterten, steht in deren Liste; wurden drei nacheinander unterbrochen, sehen Sie nach Speichergrenzen und Neustarts der Kollektoren.',
  },
  runningFor: (time) => `wird abgefragt, seit ${time}`,
  due: 'fällig',
  dueSince: 'fällig seit',
  notPolled: 'wird nicht abgefragt',
  byPush: 'Zeilen werden ihr gesendet',
  refused: (tries) =>
    tries === 1
      ? 'Anmeldung abgelehnt; nächster Versuch'
      : `Anmeldung ${tries}-mal nacheinander abgelehnt; nächster Versuch`,
  throttled: (count) => `${count}-mal gebremst`,
  rejected: (count) => `${count} ${either(count, 'Wert', 'Werte')} verworfen`,
  toAll: 'Alle Quellen',
  one: 'Eine Quelle',
  noSuch: 'Eine Quelle dieses Namens steht weder in der Quellendatei noch in der Datenbank.',
  spark: (count, least, most, failed) =>
    `${count} ${either(count, 'Abfrage', 'Abfragen')}: ${least} bis ${most} Zeilen gelesen, ${failed} mit Fehler`,
  sparkHours: (count, least, most, failed) =>
    `${count} ${either(count, 'Stunde', 'Stunden')} mit Log-Zeilen: ${least} bis ${most} Zeilen gelesen, ${failed} ${either(failed, 'endete', 'endeten')} mit Fehler`,
  sparkNone: 'noch keine Abfragen',
};

export const texts = { en, de };
