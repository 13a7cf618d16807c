// Texts of the shell, and of the parts that all views have.
import type { Cause } from '../api/problem.ts';
import type { ViewName } from './view-names.ts';

const causes: Record<Cause, string> = {
  connection: 'No connection: nothing answered. Is the collector running, and can this browser reach it?',
  key: 'The key was refused.',
  right: 'This key, or your role, may not do this.',
  settings: 'The collector runs, but its settings are wrong. It answers nothing until they are mended:',
  unavailable: 'The collector runs, but cannot answer now:',
  gone: 'There is no such thing, or not any more.',
  refused: 'This was refused:',
  failed: 'The collector failed to answer. Its log says more.',
  cut: 'The answer began, and broke off: a proxy or the collector ended it. Nothing of it is shown; try again.',
  foreign: 'Something else than the collector answered: a proxy, or a page to sign in at; or the answer was cut off.',
  huge: 'The answer is larger than this page can show. Ask for less, or ask the API for it.',
  renewed:
    'The pages were renewed since this one was opened: the collector was upgraded. Reload it: the key is asked for again.',
};

const viewsInEnglish: Record<ViewName, string> = { status: 'Status', estate: 'Estate', privacy: 'Privacy' };

const en = {
  views: viewsInEnglish,
  docs: 'API',
  navigation: 'Views',
  language: 'Language',
  skip: 'Skip to the content',
  loading: 'Loading …',
  notUnderstood:
    'This page cannot show what was answered. It tries again each half minute. If that does not help, reload it: the collector may have been upgraded since it was opened, or something else may have answered.',
  partNotUnderstood:
    'This part cannot show what was answered; the others are not concerned. It tries again each half minute. If that does not help, reload the page.',
  noView: 'There is no such page.',
  toStatus: 'To the status',
  licences: 'Licences',
  key: {
    title: 'Sign in',
    label: 'Function key',
    help: 'The key that you were given, as it was sent to you: whoever runs EMM Lens in your company gives it. It stays in the memory of this page: it is stored nowhere, and a reload asks again.',
    stay: 'Keep the key while this page is open (for a screen on a wall)',
    open: 'Open',
    trying: 'Trying …',
    empty: 'Enter a key.',
    odd: (what: string, place: number) =>
      `Character ${place} is ${what}: no key has that. Mail and word processors change what is copied: copy the key from where it was made.`,
    letters: {
      dash: 'a dash that is no plain hyphen',
      quote: 'a typographic quotation mark',
      invisible: 'one that cannot be seen',
      other: 'outside of the plain ones (ASCII)',
    },
    forget: 'Forget the key',
    refused: 'The key was refused. Enter a key that is valid for this collector.',
    idle: 'The key was forgotten, since nobody used the page for 15 minutes.',
    asked: 'The key is forgotten.',
    left: 'The key was forgotten, since this page was left.',
  },
  health: {
    ready: 'The collector is ready.',
    failed: (code: string) =>
      `The collector is not ready (${code}). Its log says why; with a key, this page does, too.`,
    away: 'The collector does not answer.',
  },
  problem: {
    title: 'That did not work',
    again: 'Try again',
    late: (at: string) => `Asked at ${at}, and no answer yet: it is asked on.`,
    older: (at: string) => `What is shown is from ${at}.`,
    invocation: 'In its log this request is',
    causes,
  },
  asOf: (at: string) => `As of ${at}`,
  reload: 'Reload',
  table: {
    empty: 'None.',
    more: (count: string) => `${count} more`,
    shown: (count: string) => `${count} rows are shown.`,
    of: (shown: string, all: string) => `${shown} of ${all}`,
  },
  chart: { table: 'As a table', none: 'no data' },
  confirm: {
    type: (word: string) => `Type ${word} to confirm`,
    wrong: (word: string) => `This is not ${word}.`,
    cancel: 'Cancel',
    close: 'Close',
    working: 'Working …',
  },
  csv: {
    save: 'Save as CSV',
    saving: (count: string) => `${count} entries are read …`,
    saved: 'The file is saved.',
    stopped: 'No file was saved: what is shown was changed.',
  },
  noName: '(no name)',
  noRole: {
    or: ' or ',
    ofThis: (roles: string) =>
      `This is for the role ${roles}, which your key does not have: an operator gives it one (API_ROLES).`,
    atAll: (roles: string) =>
      `The key is good, but has no role, so that it may do nothing here. An operator gives it one (API_ROLES): ${roles}.`,
  },
  purpose: {
    label: 'Purpose of this reading',
    choose: 'Choose …',
    missing: 'Choose a purpose: the log of readings has it.',
    none: 'No purpose is configured (PURPOSES): what needs one cannot be read.',
  },
  copyLink: {
    copy: 'Copy the link',
    done: 'The link is copied. Whoever opens it needs a key.',
    failed: 'The browser does not let this page copy: copy the address.',
  },
  unknown: 'unknown',
  yes: 'yes',
  no: 'no',
};

const ursachen: Record<Cause, string> = {
  connection:
    'Keine Verbindung: Nichts hat geantwortet. Läuft der Kollektor, und ist er von diesem Browser aus erreichbar?',
  key: 'Der Schlüssel wurde abgelehnt.',
  right: 'Dieser Schlüssel oder Ihre Rolle darf das nicht.',
  settings: 'Der Kollektor läuft, aber seine Einstellungen sind falsch. Er antwortet erst, wenn sie berichtigt sind:',
  unavailable: 'Der Kollektor läuft, kann aber gerade nicht antworten:',
  gone: 'Das gibt es nicht, oder nicht mehr.',
  refused: 'Das wurde abgelehnt:',
  failed: 'Der Kollektor konnte nicht antworten. Sein Log sagt mehr.',
  cut: 'Die Antwort begann und brach ab: Ein Proxy oder der Kollektor beendete sie. Nichts davon wird gezeigt; versuchen Sie es erneut.',
  foreign:
    'Etwas anderes als der Kollektor hat geantwortet: ein Proxy oder eine Anmeldeseite; oder die Antwort wurde abgeschnitten.',
  huge: 'Die Antwort ist größer, als diese Seite zeigen kann. Fragen Sie nach weniger, oder fragen Sie die API danach.',
  renewed:
    'Die Seiten wurden erneuert, seit diese offen ist: Der Kollektor wurde aktualisiert. Laden Sie sie neu: Nach dem Schlüssel wird wieder gefragt.',
};

const de: typeof en = {
  views: { status: 'Status', estate: 'Bestand', privacy: 'Datenschutz' },
  docs: 'API',
  navigation: 'Ansichten',
  language: 'Sprache',
  skip: 'Zum Inhalt',
  loading: 'Wird geladen …',
  notUnderstood:
    'Diese Seite kann die Antwort nicht zeigen. Sie versucht es jede halbe Minute noch einmal. Hilft das nicht, laden Sie sie neu: Der Kollektor wurde vielleicht aktualisiert, seit sie offen ist, oder etwas anderes hat geantwortet.',
  partNotUnderstood:
    'Dieser Teil kann die Antwort nicht zeigen; die anderen betrifft das nicht. Er versucht es jede halbe Minute noch einmal. Hilft das nicht, laden Sie die Seite neu.',
  noView: 'Diese Seite gibt es nicht.',
  toStatus: 'Zum Status',
  licences: 'Lizenzen',
  key: {
    title: 'Anmelden',
    label: 'Funktionsschlüssel',
    help: 'Der Schlüssel, den Sie bekommen haben, so wie er Ihnen gesendet wurde: Es gibt ihn, wer EMM Lens in Ihrem Unternehmen betreibt. Er bleibt im Speicher dieser Seite: Er wird nirgends abgelegt, und nach dem Neuladen wird wieder danach gefragt.',
    stay: 'Schlüssel behalten, solange diese Seite offen ist (für einen Bildschirm an der Wand)',
    open: 'Öffnen',
    trying: 'Wird geprüft …',
    empty: 'Geben Sie einen Schlüssel ein.',
    odd: (what, place) =>
      `Zeichen ${place} ist ${what}: Das hat kein Schlüssel. Mail- und Textprogramme ändern, was kopiert wird: Kopieren Sie den Schlüssel von dort, wo er erzeugt wurde.`,
    letters: {
      dash: 'ein Strich, der kein einfacher Bindestrich ist',
      quote: 'ein typografisches Anführungszeichen',
      invisible: 'eines, das man nicht sieht',
      other: 'keines der einfachen (ASCII)',
    },
    forget: 'Schlüssel vergessen',
    refused: 'Der Schlüssel wurde abgelehnt. Geben Sie einen ein, der für diesen Kollektor gilt.',
    idle: 'Der Schlüssel wurde vergessen, weil 15 Minuten lang niemand die Seite benutzt hat.',
    asked: 'Der Schlüssel ist vergessen.',
    left: 'Der Schlüssel wurde vergessen, weil diese Seite verlassen wurde.',
  },
  health: {
    ready: 'Der Kollektor ist bereit.',
    failed: (code) =>
      `Der Kollektor ist nicht bereit (${code}). Warum, steht in seinem Log und, mit einem Schlüssel, auch auf dieser Seite.`,
    away: 'Der Kollektor antwortet nicht.',
  },
  problem: {
    title: 'Das hat nicht geklappt',
    again: 'Noch einmal versuchen',
    late: (at) => `Gefragt ${at}, noch keine Antwort: Es wird weiter gefragt.`,
    older: (at) => `Was zu sehen ist, ist von ${at}.`,
    invocation: 'In seinem Log heißt diese Anfrage',
    causes: ursachen,
  },
  asOf: (at) => `Stand: ${at}`,
  reload: 'Neu laden',
  table: {
    empty: 'Keine.',
    more: (count) => `${count} weitere`,
    shown: (count) => `${count} Zeilen sind zu sehen.`,
    of: (shown, all) => `${shown} von ${all}`,
  },
  chart: { table: 'Als Tabelle', none: 'keine Daten' },
  confirm: {
    type: (word) => `Zur Bestätigung ${word} eingeben`,
    wrong: (word) => `Das ist nicht ${word}.`,
    cancel: 'Abbrechen',
    close: 'Schließen',
    working: 'Wird ausgeführt …',
  },
  csv: {
    save: 'Als CSV speichern',
    saving: (count) => `${count} Einträge sind gelesen …`,
    saved: 'Die Datei ist gespeichert.',
    stopped: 'Es wurde keine Datei gespeichert: Was zu sehen ist, wurde geändert.',
  },
  noName: '(ohne Namen)',
  noRole: {
    or: ' oder ',
    ofThis: (roles) =>
      `Das ist für die Rolle ${roles}, die Ihr Schlüssel nicht hat: Ein Operator gibt sie ihm (API_ROLES).`,
    atAll: (roles) =>
      `Der Schlüssel ist gültig, hat aber keine Rolle und darf hier darum nichts. Ein Operator gibt ihm eine (API_ROLES): ${roles}.`,
  },
  purpose: {
    label: 'Zweck dieser Einsicht',
    choose: 'Wählen …',
    missing: 'Wählen Sie einen Zweck: Er steht im Leseprotokoll.',
    none: 'Es ist kein Zweck eingestellt (PURPOSES): Was einen braucht, kann nicht gelesen werden.',
  },
  copyLink: {
    copy: 'Link kopieren',
    done: 'Der Link ist kopiert. Wer ihn öffnet, braucht einen Schlüssel.',
    failed: 'Der Browser lässt diese Seite nicht kopieren: Kopieren Sie die Adresse.',
  },
  unknown: 'unbekannt',
  yes: 'ja',
  no: 'nein',
};

export const texts = { en, de };
