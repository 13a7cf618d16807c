// What is warned of, by its kind: a kind without words in both languages does not compile.
import type { WarningKind, WarningKindName } from '../../../lib/warning-kinds.ts';

type Words = Pick<WarningKind, 'title' | 'hint'>;

const en: Readonly<Record<WarningKindName, Words>> = {
  'database-unwritten': {
    title: 'The database takes no writes',
    hint: 'Nothing is collected and nothing removed until it does: make room on its volume, or end what locks it.',
  },
  'clock-jumped': { title: 'A clock jumped', hint: 'Retention waits. Set the clocks, or say that they are right.' },
  'schema-ahead': { title: 'A newer version changed the schema', hint: 'Bring the other collectors to that version.' },
  'setting-ignored': { title: 'Settings are ignored', hint: 'Look for misspelt names.' },
  'rules-unusable': { title: 'Rules of the company are not used', hint: 'Mend the rules file, and restart.' },
  'key-changed': {
    title: 'A key of hashes is another one',
    hint: 'Put the key of before back; where it was changed on purpose, say so: npm run rekeyed.',
  },
  'role-keys': {
    title: 'A key of a role cannot be read',
    hint: 'Whoever has it gets 503 until it can be read; keys of other roles go on. Let the collector read what API_ROLES names.',
  },
  'key-file-open': {
    title: 'Every account can read files of keys',
    hint: 'Let the account of the collector alone read them.',
  },
  'plain-http': {
    title: 'Keys came in plain HTTP',
    hint: 'Let TLS end in front of the collector, and change the keys.',
  },
  'hold-opened': { title: 'Removals, lost values or new rows are held', hint: 'Approve or reject them.' },
  'nobody-found': { title: 'Lists of people are empty', hint: 'Check filter, base or scope, and permissions.' },
  'place-given-up': { title: 'A place was given up', hint: 'Polls failed there again and again: look at the source.' },
  'polls-lost': {
    title: 'Polls were lost one after the other',
    hint: 'Look at memory limits and restarts of the collectors.',
  },
  'rows-unanswered': { title: 'Rows were not answered', hint: 'They keep what was stored: look at the source.' },
  'log-trouble': {
    title: 'Logs are not read as they should',
    hint: 'Look at their files, and at the zone of their times.',
  },
  'never-pushed': { title: 'No sender has pushed a line', hint: 'Check address and keys of the senders.' },
  'sign-in-refused': {
    title: 'A source refuses the sign-in',
    hint: 'Put the right secret in its place: wrong tries lock accounts.',
  },
  'source-unconfigured': {
    title: 'A source is configured nowhere',
    hint: 'Its rows are removed when their time is up.',
  },
  'source-stale': { title: 'A source is stale', hint: 'No complete pass confirms its rows: look at its last poll.' },
  expiring: { title: 'A certificate, token or licence ends', hint: 'Renew them.' },
  'retention-behind': { title: 'Retention is behind', hint: 'Overdue rows are still stored: look at the database.' },
  'collector-lost': { title: 'A collector was lost', hint: 'It was seen no more, and none took its place.' },
  'telemetry-lost': {
    title: 'Traces or metrics are not delivered',
    hint: 'Check the addresses that they are sent to, and their certificates.',
  },
  'update-out': { title: 'A newer version is out', hint: 'Read its security note, and what to do:' },
  'licence-ended': { title: 'The licence ended', hint: 'Nothing stops.' },
  'licence-exceeded': { title: 'More than is licensed', hint: 'Nothing stops.' },
  'database-posture': { title: 'The database is not as it should be', hint: 'Its facts have what to do.' },
  'notification-failed': { title: 'Notifications cannot be delivered', hint: 'Check the channel.' },
};

const de: typeof en = {
  'database-unwritten': {
    title: 'Die Datenbank nimmt nichts an',
    hint: 'Bis sie es tut, wird nichts erhoben und nichts gelöscht: Schaffen Sie Platz auf ihrem Datenträger, oder beenden Sie, was sie sperrt.',
  },
  'clock-jumped': {
    title: 'Eine Uhr ist gesprungen',
    hint: 'Die Löschung wartet. Stellen Sie die Uhren, oder sagen Sie, dass sie stimmen.',
  },
  'schema-ahead': {
    title: 'Eine neuere Version hat das Schema geändert',
    hint: 'Bringen Sie die anderen Kollektoren auf diese Version.',
  },
  'setting-ignored': { title: 'Einstellungen bleiben unbeachtet', hint: 'Sind ihre Namen richtig geschrieben?' },
  'rules-unusable': {
    title: 'Regeln des Unternehmens werden nicht angewandt',
    hint: 'Berichtigen Sie die Regeldatei und starten Sie neu.',
  },
  'key-changed': {
    title: 'Ein Schlüssel der Hashes ist ein anderer',
    hint: 'Legen Sie den früheren zurück; wurde er mit Absicht getauscht, sagen Sie es: npm run rekeyed.',
  },
  'role-keys': {
    title: 'Ein Schlüssel einer Rolle kann nicht gelesen werden',
    hint: 'Wer ihn hat, bekommt 503, bis er lesbar ist; Schlüssel anderer Rollen gelten weiter. Der Kollektor muss lesen dürfen, was API_ROLES nennt.',
  },
  'key-file-open': {
    title: 'Jedes Konto kann Dateien mit Schlüsseln lesen',
    hint: 'Nur das Konto des Kollektors soll sie lesen.',
  },
  'plain-http': {
    title: 'Schlüssel kamen über unverschlüsseltes HTTP',
    hint: 'Lassen Sie TLS vor dem Kollektor enden, und tauschen Sie die Schlüssel.',
  },
  'hold-opened': {
    title: 'Löschungen, verlorene Werte oder neue Zeilen sind zurückgehalten',
    hint: 'Lassen Sie sie zu, oder lehnen Sie ab.',
  },
  'nobody-found': {
    title: 'Listen von Personen sind leer',
    hint: 'Prüfen Sie Filter, Basis oder Umfang, und Berechtigungen.',
  },
  'place-given-up': {
    title: 'Eine Stelle wurde aufgegeben',
    hint: 'Abfragen scheiterten dort wieder und wieder: Sehen Sie nach der Quelle.',
  },
  'polls-lost': {
    title: 'Mehrere Abfragen nacheinander gingen verloren',
    hint: 'Sehen Sie nach Speichergrenzen und Neustarts der Kollektoren.',
  },
  'rows-unanswered': {
    title: 'Zu Zeilen kam keine Antwort',
    hint: 'Sie behalten, was gespeichert ist: Sehen Sie nach der Quelle.',
  },
  'log-trouble': {
    title: 'Logs werden nicht gelesen, wie sie sollten',
    hint: 'Sehen Sie nach ihren Dateien, und nach der Zone ihrer Zeiten.',
  },
  'never-pushed': {
    title: 'Kein Absender hat eine Zeile gesendet',
    hint: 'Prüfen Sie Adresse und Schlüssel der Absender.',
  },
  'sign-in-refused': {
    title: 'Eine Quelle lehnt die Anmeldung ab',
    hint: 'Legen Sie das richtige Geheimnis an seinen Ort: Falsche Versuche sperren Konten.',
  },
  'source-unconfigured': {
    title: 'Eine Quelle ist nirgends eingerichtet',
    hint: 'Ihre Zeilen werden gelöscht, wenn ihre Zeit um ist.',
  },
  'source-stale': {
    title: 'Eine Quelle ist veraltet',
    hint: 'Kein vollständiger Durchgang bestätigt ihre Zeilen: Sehen Sie nach ihrer letzten Abfrage.',
  },
  expiring: {
    title: 'Ein Zertifikat, ein Token oder eine Lizenz endet',
    hint: 'Erneuern Sie sie.',
  },
  'retention-behind': {
    title: 'Die Löschung ist im Rückstand',
    hint: 'Fällige Zeilen sind noch gespeichert: Sehen Sie nach der Datenbank.',
  },
  'collector-lost': {
    title: 'Ein Kollektor ging verloren',
    hint: 'Er wurde nicht mehr gesehen, und keiner trat an seine Stelle.',
  },
  'telemetry-lost': {
    title: 'Traces oder Metriken werden nicht zugestellt',
    hint: 'Prüfen Sie die Adressen, an die sie gesendet werden, und deren Zertifikate.',
  },
  'update-out': {
    title: 'Eine neuere Version ist erschienen',
    hint: 'Lesen Sie ihren Sicherheitshinweis, und was zu tun ist:',
  },
  'licence-ended': { title: 'Die Lizenz ist abgelaufen', hint: 'Daran hält nichts an.' },
  'licence-exceeded': { title: 'Mehr als lizenziert', hint: 'Daran hält nichts an.' },
  'database-posture': {
    title: 'Die Datenbank ist nicht, wie sie sein sollte',
    hint: 'Bei ihren Angaben steht, was zu tun ist.',
  },
  'notification-failed': {
    title: 'Benachrichtigungen können nicht zugestellt werden',
    hint: 'Prüfen Sie den Kanal.',
  },
};

export const texts = { en, de };
