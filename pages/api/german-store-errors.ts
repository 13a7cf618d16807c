// Codes of the database in German: see german-errors.ts.
import type { Meaning } from './german.ts';

/** Of a number of SQL Server or sqlite, or of a code of their drivers. */
export const DATABASE: Meaning = [
  'Die Datenbank lehnte einen Aufruf ab oder war nicht zu erreichen.',
  'Sehen Sie nach der Datenbank und dem Netz; es wird von selbst wieder versucht. Was es war, steht im Wortlaut.',
];
const FAULT = 'Das ist ein Fehler von EMM Lens: Melden Sie ihn mit den Zeilen im Log davor.';

export const store: Readonly<Record<string, Meaning>> = {
  'cannot-open': [
    'Die Datenbankdatei kann nicht geöffnet werden.',
    'Prüfen Sie den Pfad in `DATABASE`, und ob der Prozess in ihren Ordner schreiben darf.',
  ],
  'commit-unknown': ['Die Antwort auf ein COMMIT ging verloren.', 'Nichts: Es wird nachgesehen, ob es wirkte.'],
  constraint: ['Eine Zeile brach eine Regel ihrer Tabelle.', FAULT],
  corrupt: [
    'Die Datenbankdatei ist beschädigt. Sie wurde gelassen, wie sie ist.',
    'Halten Sie den Kollektor an, stellen Sie eine Sicherung wieder her, und starten Sie ihn.',
  ],
  disk: [
    'Die Datenbankdatei konnte nicht gelesen oder geschrieben werden.',
    'Sehen Sie nach der Platte: Ist sie voll?',
  ],
  duplicate: ['Eine Zeile mit diesem Schlüssel gibt es schon.', 'Nichts: Sie wird neu gelesen.'],
  einstlookup: ['Die benannte Instanz wurde nicht gefunden.', 'Nennen Sie in `DATABASE` stattdessen den Port.'],
  elogin: ['Die Datenbank hat die Anmeldung abgelehnt.', 'Prüfen Sie Benutzer, Kennwort und Datenbank in `DATABASE`.'],
  esocket: [
    'Die Datenbank ist nicht zu erreichen.',
    'Prüfen Sie Server und Port in `DATABASE`, das Netz, und das Zertifikat (`DATABASE_CA_FILE`).',
  ],
  etimeout: [
    'Die Datenbank antwortete nicht rechtzeitig.',
    'Sehen Sie nach ihrer Last, und nach Sitzungen, die andere sperren.',
  ],
  'file-gone': [
    'Die Datenbankdatei wurde entfernt oder ersetzt, während sie benutzt wurde.',
    'Halten Sie den Kollektor an, legen Sie die Datei oder eine Sicherung an ihre Stelle, und starten Sie ihn.',
  ],
  full: [
    'Die Platte der Datenbank ist voll.',
    'Schaffen Sie Platz. Nichts ging verloren; die nächste Abfrage macht weiter.',
  ],
  'lock-missing': ['Eine Zeile der Tabelle write_lock fehlt.', 'Legen Sie sie wieder an, wie es im Wortlaut steht.'],
  locked: ['Ein anderer Prozess schreibt in die Datenbank.', 'Es wird wieder versucht. Bleibt es so, beenden Sie ihn.'],
  'read-only': [
    'In die Datenbank darf nicht geschrieben werden.',
    'Der Prozess muss in die Datei und ihren Ordner schreiben dürfen.',
  ],
  'scan-ended': [
    'Der Thread, der die Datenbank liest, endete.',
    'Er beginnt mit der nächsten Anfrage neu. Geschieht es öfter, geben Sie dem Prozess mehr Speicher.',
  ],
  'schema-newer': [
    'Die Datenbank ist neuer als diese Version von EMM Lens.',
    'Starten Sie die neuere Version, oder stellen Sie die Sicherung von vor der Aktualisierung wieder her.',
  ],
  'schema-other': ['Die Datenbank hat noch ein älteres Schema.', 'Führen Sie `npm run migrate` aus.'],
  'value-refused': ['Ein Wert passt nicht in seine Spalte.', FAULT],
};
