// Fields of our own bookkeeping: polls, sources, holds, the access log and the journal, in German: see fields.ts.
export const internal: Readonly<Record<string, string>> = {
  'Id of the run': 'Kennung der Abfrage',
  'Instance id of the collector': 'Instanzkennung des Kollektors',
  'Code of the error that ended it': 'Code des Fehlers, der sie beendet hat',
  'What to do about it': 'Was dagegen zu tun ist',
  'Server of the source that the error is of: host and port, where that is known':
    'Server der Quelle, an dem der Fehler auftrat: Host und Port, soweit bekannt',
  Duration: 'Dauer',
  'Rows that the source gave': 'Anzahl der Zeilen, die die Quelle geliefert hat',
  'Rows inserted or changed': 'Anzahl hinzugefügter oder geänderter Zeilen',
  'Rows removed': 'Anzahl gelöschter Zeilen',
  'Values that did not validate: dataset, field, reason and count; never the value':
    'Werte, die nicht gültig waren: Datenbestand, Feld, Grund und Anzahl; nie der Wert selbst',
  'Per dataset: rows read, inserted, changed, removed, held, and whether it was read whole':
    'Je Datenbestand: gelesene, hinzugefügte, geänderte, gelöschte und zurückgehaltene Zeilen, und ob er vollständig gelesen wurde',
  'Of a source of logs: lines read, and those ignored and rejected by their reasons':
    'Bei einer Quelle von Logs: gelesene Zeilen sowie übergangene und verworfene nach Gründen',
  'Requests sent to the source': 'Anzahl der Anfragen an die Quelle',
  'Answers 429 or 503 among them': 'Davon mit 429 oder 503 beantwortet',
  "The source's clock against ours": 'Abweichung der Uhr der Quelle von der von EMM Lens',
  'Name of the source': 'Name der Quelle',
  'Type of the source': 'Typ der Quelle',
  'Number of the lease: grows with each acquire': 'Nummer der Belegung: wächst mit jeder Übernahme',
  'Instance id of the collector that polls it': 'Instanzkennung des Kollektors, der sie abfragt',
  "End of the lease, by the database's clock": 'Ende der Belegung nach der Uhr der Datenbank',
  'Where the next poll goes on; of a Sentry what waits for its other half too, sealed':
    'Haltepunkt, an dem die nächste Abfrage weitermacht; bei einem Sentry auch, was auf seine andere Hälfte wartet, verschlüsselt',
  'What the last poll collected: fingerprint and parameters':
    'Was die letzte Abfrage erhoben hat: Fingerabdruck und Parameter',
  'Product and version that the source reported': 'Produkt und Version, die die Quelle gemeldet hat',
  'Last complete pass, per dataset': 'Letzter vollständiger Durchgang je Datenbestand',
  'When the next poll is due': 'Zeitpunkt, zu dem die nächste Abfrage fällig ist',
  'End of the last poll without an error': 'Ende der letzten fehlerfreien Abfrage',
  'When a collector last had the source configured':
    'Zeitpunkt, zu dem die Quelle zuletzt bei einem Kollektor eingerichtet war',
  'Sign-ins that the source refused, and keyed hashes of the secrets they were tried with':
    'Anmeldungen, die die Quelle abgelehnt hat, und mit Schlüssel gebildete Hashes der dabei verwendeten Geheimnisse',
  'Where polls in a row failed, and how often': 'Stelle, an der Abfragen nacheinander gescheitert sind, und wie oft',
  'How many rows there were, and how many of them left, in the hours of the last day':
    'Anzahl der Zeilen und der davon weggefallenen in den Stunden des letzten Tages',
  'How many rows came, in the hours of the last day':
    'Anzahl der Zeilen, die in den Stunden des letzten Tages hinzukamen',
  'Of a source of logs: how many files it has, what of them is unread, and what is wrong':
    'Bei einer Quelle von Logs: Anzahl der Dateien, was davon ungelesen ist und welche Mängel es gibt',
  'By which TLS its servers were reached: protocol, cipher, authority, end of the certificate':
    'TLS, über das ihre Server erreicht wurden: Protokoll, Chiffre, Zertifizierungsstelle, Ablauf des Zertifikats',
  'What is held; null for a removal of rows': 'Was zurückgehalten wird; leer bei einer Löschung von Zeilen',
  'Names of the parameters that rows lost': 'Namen der Parameter, deren Werte in Zeilen fehlen',
  'Rows that are gone, that lost a value, or that are not stored':
    'Anzahl der Zeilen, die weggefallen sind, einen Wert verloren haben oder nicht gespeichert werden',
  'Rows of the source in this dataset': 'Anzahl der Zeilen der Quelle in diesem Datenbestand',
  'Surrogate ids of some of the rows': 'Interne Kennungen einiger dieser Zeilen',
  'When the removal was first refused': 'Zeitpunkt, zu dem die Löschung zuerst abgelehnt wurde',
  'Up to when absences, or lost values, are counted in it':
    'Zeitpunkt, bis zu dem fehlende Zeilen oder verlorene Werte mitgezählt sind',
  'When it was decided': 'Zeitpunkt der Entscheidung',
  'Dataset of the row': 'Datenbestand der Zeile',
  'Surrogate id of the row': 'Interne Kennung der Zeile',
  'Names of the parameters, sorted': 'Namen der Parameter, sortiert',
  'When the row lost the last of them': 'Zeitpunkt, zu dem die Zeile den letzten davon verloren hat',
  'Instance id, new with each process': 'Instanzkennung, neu mit jedem Prozess',
  'Version of the Functions host': 'Version des Functions-Hosts',
  'Version of Node.js': 'Version von Node.js',
  'Version of EMM Lens': 'Version von EMM Lens',
  'Names of the sources that it polls': 'Namen der Quellen, die er abfragt',
  'When it started': 'Zeitpunkt des Starts',
  'When it was last seen': 'Zeitpunkt, zu dem er zuletzt gesehen wurde',
  'Start of the day, UTC': 'Beginn des Tages (UTC)',
  'Version of Node.js, or `all`': 'Version von Node.js, oder `all` für alle',
  'The most that ran at once': 'Höchstzahl gleichzeitig laufender Kollektoren',
  'Which operation of the API': 'Aufgerufene Funktion der API',
  'Which dataset': 'Gelesener Datenbestand',
  'Purpose, as the caller named it': 'Zweck, den der Aufrufer genannt hat',
  'Names of the fields that were answered': 'Namen der herausgegebenen Felder',
  'Names of the fields that were filtered; never their values':
    'Namen der Felder, nach denen gefiltert wurde; nie deren Werte',
  'Name of the field that the list was sorted by, - before it where descending':
    'Name des Felds, nach dem die Liste sortiert war; mit - davor, wo absteigend',
  'Rows in the answer': 'Anzahl der Zeilen in der Antwort',
  'Keyed hash of the person, where one person was read':
    'Mit Schlüssel gebildeter Hash der Person, wo nur eine gelesen wurde',
  'The first 8 bytes of the keyed hash of each, where several were read':
    'Die ersten 8 Bytes des mit Schlüssel gebildeten Hashs jeder Person, wo mehrere gelesen wurden',
  'Source that it was about': 'Quelle, um die es ging',
  'What was asked for or decided, with counts': 'Was verlangt oder entschieden wurde, mit Anzahlen',
  'The body as it was sent': 'Der Inhalt, wie er gesendet wurde',
  'HTTP status of the answer; null where none came': 'HTTP-Status der Antwort; leer, wo keine kam',
  'Code of the error, where it failed': 'Code des Fehlers, falls es fehlschlug',
  'What became of the answer; null where it had no body': 'Was aus der Antwort wurde; leer, wo sie keinen Inhalt hatte',
  'Value, as JSON': 'Wert als JSON',
  'When it was last written': 'Zeitpunkt, zu dem er zuletzt geschrieben wurde',
};
