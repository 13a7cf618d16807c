// The states of a source in words: its name, what it means, and what to do.
import type { SourceState } from '../../../lib/operations/source-state.ts';
import type { FileTrouble } from '../../../lib/sources/contract.ts';

export interface StateText {
  readonly name: string;
  readonly means: string;
}

/** Some states are troubles of files; one of these is none, since such a file is read. */
const en: Readonly<Record<SourceState | FileTrouble, StateText>> = {
  'not-configured': {
    name: 'Not configured',
    means:
      'The database knows it, the sources file of this collector does not. Put it into the file again and restart; else its rows leave in time.',
  },
  misconfigured: {
    name: 'Misconfigured',
    means:
      'Its entry in the sources file is wrong, or a key of its senders cannot be read. Correct the entry, and then restart the collector: it reads that file once, at its start. A secret in a file of its own needs no restart.',
  },
  disabled: { name: 'Switched off', means: 'enabled is false in the sources file.' },
  failing: { name: 'Failing', means: 'The last poll failed, or a part of it; or the last three were cut off.' },
  held: { name: 'Held', means: 'Something was refused and waits for a decision.' },
  'not-supported': { name: 'Not supported', means: 'The version of the product lacks a call.' },
  incomplete: {
    name: 'Incomplete',
    means:
      'Something was not proven to be read whole, so nothing of it was removed. The next poll reads it again by itself, and mostly that proves it. Only where it stays so for days is there something to find out: a warning tells it then.',
  },
  'not-answering': { name: 'Not answering', means: 'The file system of its logs does not answer: a mount hangs.' },
  'files-missing': {
    name: 'Files missing',
    means:
      'A path names no file: nothing is there yet, or the share has vanished. Look whether it is mounted, and at paths.',
  },
  permission: {
    name: 'No permission',
    means: 'Files or directories may not be read: let the account of the collector read them.',
  },
  'unknown-format': { name: 'Unknown format', means: 'Files are logs of something else: look at format and paths.' },
  'not-text': { name: 'Not text', means: 'Files are no text, or UTF-16 without a mark.' },
  truncated: { name: 'Truncated', means: 'Compressed files end in the middle.' },
  'not-compressed': {
    name: 'Not compressed',
    means: 'Files have the names of compressed ones, and are not: they are read as they are.',
  },
  polling: { name: 'Being polled', means: 'It is polled now, and nothing was wrong before.' },
  elsewhere: { name: 'Elsewhere', means: 'Another collector polls it.' },
  waiting: { name: 'Waiting', means: 'Nothing has come yet: it was never polled, or no line was pushed.' },
  ok: { name: 'OK', means: 'The last poll was complete.' },
};

const de: typeof en = {
  'not-configured': {
    name: 'Nicht eingerichtet',
    means:
      'Die Datenbank kennt sie, die Quellendatei dieses Kollektors nicht. Nehmen Sie sie wieder auf und starten Sie neu; sonst werden ihre Zeilen mit der Zeit gelöscht.',
  },
  misconfigured: {
    name: 'Falsch eingerichtet',
    means:
      'Ihr Eintrag in der Quellendatei ist falsch, oder ein Schlüssel ihrer Absender ist nicht lesbar. Berichtigen Sie den Eintrag und starten Sie dann den Kollektor neu: Er liest diese Datei einmal, beim Start. Ein Geheimnis in einer eigenen Datei braucht keinen Neustart.',
  },
  disabled: { name: 'Abgeschaltet', means: 'In der Quellendatei steht enabled auf false.' },
  failing: {
    name: 'Fehlgeschlagen',
    means: 'Die letzte Abfrage ist ganz oder zum Teil fehlgeschlagen, oder die letzten drei wurden unterbrochen.',
  },
  held: { name: 'Zurückgehalten', means: 'Etwas wurde abgelehnt und wartet auf eine Entscheidung.' },
  'not-supported': { name: 'Nicht unterstützt', means: 'Der Version des Produkts fehlt ein Aufruf.' },
  incomplete: {
    name: 'Unvollständig',
    means:
      'Für etwas war nicht bewiesen, dass es ganz gelesen wurde; davon wurde nichts gelöscht. Die nächste Abfrage liest es von selbst noch einmal, und meist ist es damit bewiesen. Erst wenn es tagelang so bleibt, ist nach der Ursache zu suchen: Dann kommt eine Warnung.',
  },
  'not-answering': { name: 'Antwortet nicht', means: 'Das Dateisystem ihrer Logs antwortet nicht: Ein Mount hängt.' },
  'files-missing': {
    name: 'Dateien fehlen',
    means:
      'Ein Pfad nennt keine Datei: Es ist noch nichts da, oder die Freigabe ist weg. Ist sie eingehängt, und stimmt paths?',
  },
  permission: {
    name: 'Keine Berechtigung',
    means: 'Dateien oder Verzeichnisse dürfen nicht gelesen werden: Das Konto des Kollektors muss es dürfen.',
  },
  'unknown-format': {
    name: 'Unbekanntes Format',
    means: 'Dateien sind Logs von etwas anderem: Sehen Sie nach format und paths.',
  },
  'not-text': { name: 'Kein Text', means: 'Dateien sind kein Text, oder UTF-16 ohne Markierung.' },
  truncated: { name: 'Abgeschnitten', means: 'Komprimierte Dateien enden mittendrin.' },
  'not-compressed': {
    name: 'Nicht komprimiert',
    means: 'Dateien haben den Namen von komprimierten und sind es nicht: Sie werden gelesen, wie sie sind.',
  },
  polling: { name: 'Wird abgefragt', means: 'Sie wird gerade abgefragt, und vorher war nichts falsch.' },
  elsewhere: { name: 'Anderswo', means: 'Ein anderer Kollektor fragt sie ab.' },
  waiting: {
    name: 'Wartet',
    means: 'Es kam noch nichts: Sie wurde nie abgefragt, oder es wurde keine Zeile gesendet.',
  },
  ok: { name: 'In Ordnung', means: 'Die letzte Abfrage war vollständig.' },
};

/** Of one that fails, where its last poll says which of it. */
export const failing = {
  en: { failed: 'The last poll failed.', partial: 'A part of the last poll failed; the rest was read.' },
  de: {
    failed: 'Die letzte Abfrage ist fehlgeschlagen.',
    partial: 'Ein Teil der letzten Abfrage ist fehlgeschlagen; der Rest wurde gelesen.',
  },
};

export const texts = { en, de };
