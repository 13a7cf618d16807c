// Fields of our own bookkeeping: logs as they are read, notifications, locks, digests, counts, in German: see fields.ts.
export const upkeep: Readonly<Record<string, string>> = {
  'Number at random: with a place in it, the name of a line':
    'Zufällige Nummer: zusammen mit einer Stelle in der Datei der Name einer Zeile',
  'Hashes of its first 64, 256, 1,024, .. bytes': 'Hashes der ersten 64, 256, 1.024, … Bytes der Datei',
  'How far it was read': 'Stelle, bis zu der gelesen wurde',
  'Hash of the 64 bytes before': 'Hash der 64 Bytes davor',
  'Columns that it names, and whether its lines are understood':
    'Spalten, die die Datei nennt, und ob ihre Zeilen verstanden werden',
  'Why it is not read, or not to its end': 'Grund, warum sie nicht oder nicht bis zum Ende gelesen wird',
  'Hash of what the file system said of it when it was read to its end':
    'Hash der Angaben des Dateisystems, als sie bis zum Ende gelesen wurde',
  'The newest time of a line of it': 'Jüngster Zeitpunkt einer ihrer Zeilen',
  'When it was last there, to the day': 'Tag, an dem sie zuletzt vorhanden war',
  'Name that the sender gives itself, a hyphen where it gives none':
    'Name, den sich der Absender selbst gibt; ein Bindestrich, wo er keinen angibt',
  'Of the last row of log_window: grows with each batch':
    'Nummer der letzten Zeile von log_window: wächst mit jeder Sendung',
  'Columns that its last header named': 'Spalten, die seine letzte Kopfzeile genannt hat',
  'Lines that told something': 'Anzahl der Zeilen, die etwas gemeldet haben',
  'Lines that came again': 'Anzahl der Zeilen, die noch einmal kamen',
  'Lines that tell of nobody': 'Anzahl der Zeilen, die niemanden betreffen',
  'Lines that could not be read': 'Anzahl der Zeilen, die nicht gelesen werden konnten',
  'When its last batch was stored': 'Zeitpunkt, zu dem seine letzte Sendung gespeichert wurde',
  'When the lines came': 'Zeitpunkt, zu dem die Zeilen eintrafen',
  Sender: 'Absender',
  'Its place among those of the sender': 'Laufende Nummer unter denen des Absenders',
  'Of the batch it came with, at random': 'Zufällige Nummer der Sendung, mit der sie kam',
  '16 bytes of each line, 500 lines at most': '16 Bytes je Zeile, höchstens 500 Zeilen',
  'Kind of warning': 'Art der Warnung',
  'Source that it is about; empty for the installation': 'Quelle, um die es geht; leer bei der Installation selbst',
  'Dataset, kind of certificate, collector; empty for none':
    'Datenbestand, Art des Zertifikats oder Kollektor; leer, wo es nichts davon betrifft',
  'Since when it is so, as far as it is known': 'Zeitpunkt, seit dem es so ist, soweit bekannt',
  'When a collector last saw it': 'Zeitpunkt, zu dem ein Kollektor es zuletzt festgestellt hat',
  'When it was last told; null where it waits, as in quiet hours':
    'Zeitpunkt der letzten Benachrichtigung; leer, wo sie wartet, etwa in Ruhezeiten',
  'When it was made': 'Zeitpunkt der Erstellung',
  'Webhook or mail': 'Kanal: Webhook oder Mail',
  'What it says: kinds, names of sources and datasets, times':
    'Inhalt: Arten, Namen von Quellen und Datenbeständen, Zeitpunkte',
  'How often it was tried': 'Anzahl der Versuche',
  'When it is tried next; null when it has ended': 'Zeitpunkt des nächsten Versuchs; leer, wenn es beendet ist',
  'Why the last try failed': 'Grund, aus dem der letzte Versuch fehlschlug',
  'How often it was locked': 'Anzahl der Sperrungen',
  'Dataset of the children': 'Datenbestand der untergeordneten Zeilen',
  'record_key of the parent': 'record_key der übergeordneten Zeile',
  'Hash of all children and of the fingerprint of what is collected':
    'Hash aller untergeordneten Zeilen und des Fingerabdrucks dessen, was erhoben wird',
  'Number of children': 'Anzahl der untergeordneten Zeilen',
  'Number of the pass': 'Nummer des Durchgangs',
  'record_key of a row that was read': 'record_key einer gelesenen Zeile',
  'Dataset of the row, and whether it is a whole value, a part, or a keyed hash':
    'Datenbestand der Zeile, und ob es ein ganzer Wert, ein Teil oder ein mit Schlüssel gebildeter Hash ist',
  'The text, folded, or the keyed hash of a number':
    'Der Text in vereinfachter Schreibweise oder der mit Schlüssel gebildete Hash einer Nummer',
  'Source whose lines are counted': 'Quelle, deren Zeilen gezählt werden',
  'Begin of the day': 'Beginn des Tages',
  'At random': 'Zufällig gewählter Wert',
  'When the person was first counted that day': 'Zeitpunkt, zu dem die Person an diesem Tag zuerst gezählt wurde',
  'The id of the person, or the keyed hash of a name that nobody has yet; of all of a source what is counted':
    'Die Kennung der Person, oder der mit Schlüssel gebildete Hash eines Namens, den noch niemand trägt; bei einer ganzen Quelle das, was gezählt wird',
  'At least as many as there are': 'Anzahl der Hosts, eher zu hoch als zu niedrig',
  'When it was read': 'Zeitpunkt, zu dem es gelesen wurde',
  'Source that told it': 'Quelle, die es gemeldet hat',
  'Begin of the hour of what was told, as the source says it':
    'Beginn der Stunde des Gemeldeten nach Angabe der Quelle',
  'The first 8 bytes of the hash of each id': 'Die ersten 8 Bytes des Hashs jeder Kennung',
};
