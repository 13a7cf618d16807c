// Fields of what happens: changes, positions, calls, web traffic, sign-ins, breaches of rules, in German: see fields.ts.
export const events: Readonly<Record<string, string>> = {
  'Hash of record, parameter, and the values before and after':
    'Hash aus Datensatz, Parameter sowie früherem und neuem Wert',
  'Dataset of the changed record': 'Datenbestand des geänderten Datensatzes',
  'record_key of the changed record, or of the device that owns it':
    'record_key des geänderten Datensatzes oder des Geräts, zu dem er gehört',
  'The person, as linked when it happened': 'Die Person, wie sie zum Zeitpunkt des Ereignisses verknüpft war',
  'What happened': 'Art des Ereignisses',
  'Name of the changed parameter; null where the record appeared or went':
    'Name des geänderten Parameters; leer, wo der Datensatz hinzukam oder wegfiel',
  'Former value, of technical parameters only': 'Früherer Wert, nur bei technischen Parametern',
  'New value, of technical parameters only': 'Neuer Wert, nur bei technischen Parametern',
  'Id that the record had here, of one that went': 'Kennung, die ein weggefallener Datensatz hier hatte',
  'When the position was determined, as the device says it': 'Zeitpunkt der Standortbestimmung nach Angabe des Geräts',
  'Latitude (WGS 84)': 'Geografische Breite (WGS 84)',
  'Longitude (WGS 84)': 'Geografische Länge (WGS 84)',
  'Radius in which it is': 'Radius, in dem sich das Gerät befindet',
  Altitude: 'Höhe',
  Speed: 'Geschwindigkeit',
  'Direction of movement, from true north': 'Bewegungsrichtung, bezogen auf geografisch Nord',
  'How it was determined, as the EMM says it': 'Verfahren der Bestimmung nach Angabe der Geräteverwaltung',
  'When a poll first found the device in that network':
    'Zeitpunkt, zu dem eine Abfrage das Gerät zuerst in diesem Netz fand',
  'When a poll found it elsewhere; null while it is there':
    'Zeitpunkt, zu dem eine Abfrage es anderswo fand; leer, solange es dort ist',
  'Network, MCC-MNC': 'Netz (MCC-MNC)',
  Operator: 'Netzbetreiber',
  'Country, ISO 3166-1': 'Land (ISO 3166-1)',
  'Hash of device, time and states': 'Hash aus Gerät, Zeitpunkt und Zuständen',
  'Compliance from then on': 'Regelkonformität ab diesem Zeitpunkt',
  'Compliance before': 'Regelkonformität davor',
  'The same as the EMM says it': 'Dasselbe nach Angabe der Geräteverwaltung',
  'Reasons that the EMM gives: a list of texts': 'Gründe nach Angabe der Geräteverwaltung: eine Liste von Texten',
  'Id of the device in the EMM; of an operator a keyed hash of the number that names it':
    'Kennung des Geräts in der Geräteverwaltung; bei einem Mobilfunkanbieter der mit Schlüssel gebildete Hash der Nummer, die es bezeichnet',
  'Day, as the system counts it, yyyy-mm-dd': 'Tag nach Zählung des Systems (JJJJ-MM-TT)',
  'Mobile data at home': 'Mobile Daten im Heimatnetz',
  'Mobile data while roaming': 'Mobile Daten beim Roaming',
  'Incoming calls, in the unit of the system': 'Eingehende Anrufe, in der Einheit des Systems',
  'Outgoing calls, in the unit of the system': 'Ausgehende Anrufe, in der Einheit des Systems',
  'Incoming messages': 'Eingehende Nachrichten',
  'Outgoing messages': 'Ausgehende Nachrichten',
  'Who called': 'Richtung des Anrufs',
  'Number of the other side; masked unless the source says otherwise':
    'Nummer der Gegenseite; maskiert, sofern die Quelle nichts anderes festlegt',
  'Keyed hash of that number': 'Mit Schlüssel gebildeter Hash dieser Nummer',
  'What kind of number it is': 'Art der Nummer',
  'Country of the number, ISO 3166-1; null for worldwide ones':
    'Land der Nummer (ISO 3166-1); leer bei weltweiten Nummern',
  'Who wrote': 'Richtung der Nachricht',
  'Of which kind, as the log says it: SMS, MMS, PIN': 'Art der Nachricht nach Angabe des Logs: SMS, MMS, PIN',
  'How many it went to': 'Anzahl der Empfänger',
  'Countries of all numbers that it went to: a list': 'Länder aller Nummern, an die sie ging: eine Liste',
  'What it says. Not read unless the source names what for':
    'Inhalt der Nachricht. Wird nur gelesen, wenn die Quelle einen Zweck dafür nennt',
  'What is counted: hosts, categories, or what of them was blocked or failed':
    'Was gezählt wird: Hosts, Kategorien oder was davon gesperrt wurde oder fehlschlug',
  'Host or category': 'Host oder Kategorie',
  Requests: 'Anzahl der Anfragen',
  'Requests among them that were blocked': 'Davon gesperrte Anfragen',
  'Requests among them that failed': 'Davon fehlgeschlagene Anfragen',
  'Sent to clients': 'An Clients gesendete Datenmenge',
  'Distinct people at least; above a thousand an estimate, some percent off':
    'Mindestzahl verschiedener Personen; über tausend eine Schätzung, die um einige Prozent abweicht',
  'By which they are told apart: hashes with a salt of the day alone':
    'Wodurch sie unterschieden werden: Hashes mit einem Salz, das nur für diesen Tag gilt',
  'Category, as the proxy calls it': 'Kategorie in der Bezeichnung des Proxys',
  'Registrable domain, or the whole name where the source says so':
    'Registrierbare Domäne, oder der ganze Name, wo die Quelle es so festlegt',
  Method: 'Methode',
  'Status of the answer; 0 where there was none': 'Status der Antwort; 0, wo es keine gab',
  'What the proxy did, as it says it': 'Was der Proxy getan hat, nach dessen Angabe',
  'Whether it was blocked': 'Angabe, ob die Anfrage gesperrt wurde',
  'Sent to the client': 'An den Client gesendete Datenmenge',
  'Id of the app, or of the service; `unknown` where none is told':
    'Kennung der App oder des Diensts; `unknown`, wo keine genannt wird',
  'Name of the app, or of the service': 'Name der App oder des Diensts',
  'What it was: token means that the app renewed its access by itself':
    'Art der Anmeldung: token bedeutet, dass die App ihren Zugang selbst erneuert hat',
  'Code of that which did not succeed, as the source has it': 'Code des Misserfolgs nach Angabe der Quelle',
  'What the code means, by the reference of the vendor': 'Bedeutung des Codes laut Dokumentation des Herstellers',
  'When it did not succeed; null of what did, which is counted by the hour':
    'Zeitpunkt des Misserfolgs; leer bei Erfolgen, die je Stunde gezählt werden',
  'How often within the hour; 1 of what did not succeed': 'Häufigkeit innerhalb der Stunde; bei Misserfolgen 1',
  'With what, as the source says it': 'Verwendetes Programm nach Angabe der Quelle',
  'Host that was reached, or was to be': 'Host, der erreicht wurde oder werden sollte',
  'Name of the rule': 'Name der Regel',
  'How grave it is, as the rule says': 'Schwere nach Festlegung der Regel',
  'Dataset that the rule looks at': 'Datenbestand, den die Regel prüft',
  'record_key of what was judged, as it was then; of a sum the last of it':
    'record_key des geprüften Datensatzes zum damaligen Stand; bei einer Summe des letzten, der dazukam',
  'What was counted up to then: the hour, day, week or month of `occurredAt`, UTC':
    'Zeitraum, für den bis dahin gezählt wurde: Stunde, Tag, Woche oder Monat von `occurredAt` (UTC)',
  'Values of the fields that the rule names': 'Werte der Felder, die die Regel nennt',
  'Numbers that reached what the rule bounds': 'Zahlen, die die Grenze der Regel erreicht haben',
  'Day, UTC, yyyy-mm-dd': 'Tag (UTC, JJJJ-MM-TT)',
  'What was counted, and by what': 'Was gezählt wurde und wonach',
  'Dataset, or group of devices; `other` holds all groups of fewer than five people':
    'Datenbestand oder Gruppe von Geräten; `other` fasst alle Gruppen mit weniger als fünf Personen zusammen',
  'Rows, or distinct devices': 'Anzahl der Zeilen oder verschiedener Geräte',
};
