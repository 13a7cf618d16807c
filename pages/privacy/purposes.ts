// What the catalogue says of a dataset, in German, by its English sentence: one that is changed or added is missed by
// test/pages/german.test.ts. Fields are hundreds: see german/fields.ts. Pure.
import { own } from '../parts/own.ts';

export const purposes: Readonly<Record<string, string>> = {
  'Shows who works with company devices, and links the names that other systems have for the same person.':
    'Zeigt, wer mit Geräten des Unternehmens arbeitet, und verknüpft die Namen, die andere Systeme für dieselbe Person haben.',
  'Shows whom each device management system knows, and which devices are theirs.':
    'Zeigt, wen jede Geräteverwaltung kennt, und wessen Geräte es sind.',
  'Inventory, support and security of the devices that hold company data.':
    'Bestand, Betreuung und Sicherheit der Geräte, auf denen Daten des Unternehmens liegen.',
  'Security and licences: which software, in which version, is on company devices.':
    'Sicherheit und Lizenzen: welche Software in welcher Version auf Geräten des Unternehmens ist.',
  'Keeps the management systems themselves running: servers, connectors, certificates, tokens, licences.':
    'Hält die Verwaltungssysteme selbst am Laufen: Server, Konnektoren, Zertifikate, Token, Lizenzen.',
  'Shows what administrators set up in the management systems, to explain what devices and people got.':
    'Zeigt, was Administratoren in den Verwaltungssystemen einrichten, um zu erklären, was Geräte und Personen bekamen.',
  'Shows how large mailboxes are, whose quota runs out, and which are not used any more.':
    'Zeigt, wie groß Postfächer sind, wessen Kontingent zur Neige geht, und welche nicht mehr benutzt werden.',
  'Shows which devices synchronise whose mailbox, and which of them are allowed, blocked or forgotten.':
    'Zeigt, welche Geräte wessen Postfach synchronisieren, und welche davon erlaubt, gesperrt oder vergessen sind.',
  'Shows what changed on a device or an account, to find the cause of a fault or an incident.':
    'Zeigt, was sich an einem Gerät oder Konto änderte, um die Ursache eines Fehlers oder Vorfalls zu finden.',
  'Finds lost or stolen company devices. Off unless a source switches it on.':
    'Findet verlorene oder gestohlene Geräte des Unternehmens. Aus, solange keine Quelle es anschaltet.',
  'Explains costs of roaming. Off unless a source switches it on.':
    'Erklärt Kosten des Roamings. Aus, solange keine Quelle es anschaltet.',
  'Shows when a device began and ceased to break the rules of its management system.':
    'Zeigt, wann ein Gerät begann und aufhörte, gegen Regeln seiner Verwaltung zu verstoßen.',
  'Shows where mobile plans are too small or too large: data, and calls and messages where `telephony` is on.':
    'Zeigt, wo Mobilfunktarife zu klein oder zu groß sind: Daten, und Anrufe und Nachrichten, wo `telephony` an ist.',
  'Explains costs of telephony of company devices, and shows calls that its rules forbid.':
    'Erklärt Kosten der Telefonie von Geräten des Unternehmens, und zeigt Anrufe, die ihre Regeln verbieten.',
  'Explains costs of messages of company devices, and shows messages that its rules forbid.':
    'Erklärt Kosten der Nachrichten von Geräten des Unternehmens, und zeigt Nachrichten, die ihre Regeln verbieten.',
  'Shows which hosts and categories were used and blocked on a day, by how many people, naming none of them.':
    'Zeigt, welche Hosts und Kategorien an einem Tag benutzt und gesperrt wurden, von wie vielen Personen, ohne eine zu nennen.',
  'Shows which categories of hosts a person used on a day, to enforce the rules for using the web.':
    'Zeigt, welche Kategorien von Hosts eine Person an einem Tag benutzte, um die Regeln zur Nutzung des Webs durchzusetzen.',
  'Shows which hosts a person used in which hour. Off unless a source switches it on (`detail: person`).':
    'Zeigt, welche Hosts eine Person in welcher Stunde benutzte. Aus, solange keine Quelle es anschaltet (`detail: person`).',
  'Shows single requests, to find the cause of a fault or an incident. Off unless a source switches it on.':
    'Zeigt einzelne Anfragen, um die Ursache eines Fehlers oder Vorfalls zu finden. Aus, solange keine Quelle es anschaltet.',
  'Shows which devices read and write whose mail, calendar and contacts, and with what result.':
    'Zeigt, welche Geräte wessen Mail, Kalender und Kontakte lesen und schreiben, und mit welchem Ergebnis.',
  'Shows single requests of devices to a mail server, to find the cause of a fault. Off unless switched on.':
    'Zeigt einzelne Anfragen von Geräten an einen Mailserver, um die Ursache eines Fehlers zu finden. Aus, solange nicht angeschaltet.',
  'Shows which apps people reach from which devices, and why they do not: for support and security.':
    'Zeigt, welche Apps Personen von welchen Geräten erreichen, und warum nicht: für Betreuung und Sicherheit.',
  "Shows where the company's own rules for web, telephony, mobile data and apps were broken.":
    'Zeigt, wo gegen Regeln des Unternehmens für Web, Telefonie, mobile Daten und Apps verstoßen wurde.',
  'Shows operators what each poll read, wrote, rejected and removed.':
    'Zeigt dem Betrieb, was jede Abfrage las, schrieb, verwarf und löschte.',
  'Numbers over time, without persons, one a day: rows per source and dataset, devices by platform, model, country.':
    'Zahlen im Lauf der Zeit, ohne Personen, eine am Tag: Zeilen je Quelle und Datenbestand, Geräte nach Plattform, Modell, Land.',
  'One entry per person, over the views of all sources: what lists of users show.':
    'Ein Eintrag je Person, über die Sichten aller Quellen: was Listen von Personen zeigen.',
  'Names that sources have, or had, for a person: links records, and finds who left for the export of a person.':
    'Namen, die Quellen für eine Person haben oder hatten: verknüpft Zeilen, und findet jemanden, der ausgeschieden ist, für die Auskunft.',
  'One row per source: lease, fence and checkpoint.': 'Eine Zeile je Quelle: Belegung, Sperrnummer und Haltepunkt.',
  'A refused mass removal of rows or values, or a refused mass of new rows, kept until an operator decides, the source recovers, or its time is up.':
    'Eine zurückgehaltene Massenlöschung von Zeilen oder Werten, oder eine zurückgehaltene Masse neuer Zeilen: bis der Betrieb entscheidet, die Quelle sich erholt oder die Frist um ist.',
  'Which values a source tells no more of a row: they stay until the end of the poll, or until it is decided.':
    'Welche Werte einer Zeile eine Quelle nicht mehr nennt: Sie bleiben bis zum Ende der Abfrage, oder bis entschieden ist.',
  'The running processes of the bundle.': 'Die laufenden Prozesse des Kollektors.',
  'How many collectors ran at once on a day: the licence check counts them.':
    'Wie viele Kollektoren an einem Tag zugleich liefen: Die Lizenzprüfung zählt sie.',
  'Who read personal data, when and why; asked for by data protection officers and works councils.':
    'Wer wann und wozu personenbezogene Daten las; danach fragen Datenschutzbeauftragte und Betriebsräte.',
  'What operators asked for and decided: polls on request, held removals, a clock that was doubted, tests of notifications.':
    'Was der Betrieb verlangte und entschied: Abfragen auf Wunsch, zurückgehaltene Löschungen, eine angezweifelte Uhr, Testbenachrichtigungen.',
  'What was sent to the vendor, byte for byte.': 'Was an den Hersteller gesendet wurde, Byte für Byte.',
  'How far the files of a source of logs were read: by their content, never by their names.':
    'Wie weit die Dateien einer Quelle von Logs gelesen wurden: nach ihrem Inhalt, nie nach ihrem Namen.',
  'Who pushes lines to a source of logs: how many came, and how the next ones are read.':
    'Wer einer Quelle von Logs Zeilen sendet: wie viele kamen, und wie die nächsten gelesen werden.',
  'Keyed hashes of the lines that a sender pushed last: one that comes again is not counted again.':
    'Hashes mit Schlüssel der Zeilen, die ein Absender zuletzt sendete: Eine, die wiederkommt, wird nicht noch einmal gezählt.',
  'What operators are told of by webhook or mail while it lasts: the same is not told twice.':
    'Was dem Betrieb per Webhook oder Mail gesagt wird, solange es dauert: Dasselbe wird nicht zweimal gesagt.',
  'Messages to operators: tried until they are delivered, by one collector at a time.':
    'Nachrichten an den Betrieb: versucht, bis sie zugestellt sind, von einem Kollektor zugleich.',
  'Values of the whole installation: server identifier, checks of keys, due times of daily duties, the last retention receipt, full readings that are asked for.':
    'Werte der ganzen Installation: Kennung, Prüfwerte der Schlüssel, Fälligkeiten täglicher Aufgaben, die letzte Quittung der Aufbewahrung, verlangte volle Abfragen.',
  'One row for each kind of what several sources write together: whoever writes it updates the row first.':
    'Eine Zeile je Art dessen, was mehrere Quellen gemeinsam schreiben: Wer es schreibt, ändert zuerst die Zeile.',
  'One digest per parent and child dataset: what did not change is not read again.':
    'Eine Prüfsumme je Eltern- und Kindbestand: Was sich nicht änderte, wird nicht noch einmal gelesen.',
  'Keys that an unfinished pass has read so far: what is not among them at its end is gone.':
    'Schlüssel, die ein unfertiger Durchgang bisher las: Was am Ende nicht darunter ist, ist weg.',
  'What people and devices are found by: the folded text of their fields that the search looks through.':
    'Wonach Personen und Geräte gefunden werden: der vereinfachte Text ihrer Felder, den die Suche durchsieht.',
  'What hashes of one day are made with: once it is gone nobody can tell whose they are.':
    'Womit Hashes eines Tages gebildet werden: Ist es weg, kann niemand mehr sagen, wessen sie sind.',
  'How many hosts a person, or a source, has on a day, so that no browser can fill the database.':
    'Wie viele Hosts eine Person oder Quelle an einem Tag hat, damit kein Browser die Datenbank füllen kann.',
  'Ids of what sources told lately, by the hour in which it happened: what is told again is not counted again.':
    'Kennungen dessen, was Quellen kürzlich meldeten, nach der Stunde, in der es geschah: Was wieder gemeldet wird, wird nicht noch einmal gezählt.',
  'How many company devices have which app in which version, without persons or devices.':
    'Wie viele Geräte des Unternehmens welche App in welcher Version haben, ohne Personen oder Geräte.',
  'What has to be counted anew of apps: written with what changes the counts.':
    'Was von Apps neu zu zählen ist: geschrieben mit dem, was die Zahlen ändert.',
};

export const retentions: Readonly<Record<string, string>> = {
  'while a source knows the person; without names until the last event of the person is gone':
    'solange eine Quelle die Person kennt; ohne Namen, bis das letzte Ereignis der Person gelöscht ist',
  'until the last event of the person is gone': 'bis das letzte Ereignis der Person gelöscht ist',
  'while the source is configured': 'solange die Quelle eingerichtet ist',
  'while open; 30 days after the decision': 'solange es offen ist; 30 Tage nach der Entscheidung',
  'until the values leave, or the source tells them again':
    'bis die Werte gelöscht werden, oder die Quelle sie wieder nennt',
  '30 days after the process was last seen': '30 Tage, nachdem der Prozess zuletzt gesehen wurde',
  '30 days after the file is gone, and as long as any events are kept':
    '30 Tage, nachdem die Datei weg ist, und solange Ereignisse aufbewahrt werden',
  '30 days after its last line, and as long as any events are kept':
    '30 Tage nach seiner letzten Zeile, und solange Ereignisse aufbewahrt werden',
  'until it is over, and told to be': 'bis es vorbei und das gesagt ist',
  'while installed': 'solange EMM Lens installiert ist',
  'as long as the parent': 'solange die Zeile, zu der sie gehört',
  'until the pass ends': 'bis der Durchgang endet',
  'as long as the row that it was made of': 'solange die Zeile, aus der es gebildet ist',
  'while a company device has it, and a day longer at most':
    'solange ein Gerät des Unternehmens sie hat, und höchstens einen Tag länger',
  'a day, until it was counted': 'einen Tag, bis es gezählt ist',
};

const OF_MIRRORS = /^while its source has it; (\d+) days where no complete reading confirms it$/;

/** Null where a newer collector says what this page does not know. */
export const purposeInGerman = (purpose: string): string | null => own(purposes, purpose) ?? null;

export function retentionInGerman(retention: string): string | null {
  const [, days] = OF_MIRRORS.exec(retention) ?? [];
  if (days !== undefined)
    return `solange ihre Quelle sie hat; ${days} Tage, wo es keine vollständige Abfrage bestätigt`;
  return own(retentions, retention) ?? null;
}
