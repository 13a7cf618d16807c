// Fields that several datasets have, and what is written beside each row, in German: see fields.ts.
export const shared: Readonly<Record<string, string>> = {
  'Hash of the natural key within the source': 'Hash des natürlichen Schlüssels innerhalb der Quelle',
  'Further parameters that the source reports, as JSON': 'Weitere Parameter, die die Quelle meldet, als JSON',
  'Hash of all collected values': 'Hash aller erhobenen Werte',
  'When EMM Lens first read the record': 'Zeitpunkt, zu dem EMM Lens den Datensatz zum ersten Mal gelesen hat',
  'When EMM Lens last saw it change': 'Zeitpunkt der letzten Änderung, die EMM Lens bemerkt hat',
  'Since when complete passes no longer find it; null while it is there':
    'Zeitpunkt, seit dem vollständige Durchgänge den Datensatz nicht mehr finden; leer, solange er vorhanden ist',
  'The person, as EMM Lens links the names of all sources':
    'Die Person, wie EMM Lens sie aus den Namen aller Quellen verknüpft',
  'How the record was linked: strong, weak, or own':
    'Wie der Datensatz verknüpft wurde: sicher (strong), schwach (weak) oder für sich (own)',
  'The same for all rows of one device, whatever system has it; null where it is one':
    'Derselbe Wert bei allen Zeilen eines Geräts, gleich in welchem System; leer, wo es nur eine ist',
  "Hash of the owner's natural key": 'Hash des natürlichen Schlüssels des Datensatzes, zu dem die Zeile gehört',
  'Source that has the device; null where no system knows it':
    'Quelle, die das Gerät kennt; leer, wo es kein System kennt',
  'record_key of the device in that source': 'record_key des Geräts in dieser Quelle',
  'Keyed hash of the id of a device that no system knows':
    'Mit Schlüssel gebildeter Hash der Kennung eines Geräts, das kein System kennt',
  'No system knew the device when it happened': 'Kein System kannte das Gerät zum Zeitpunkt des Ereignisses',
  'When it happened': 'Zeitpunkt des Ereignisses',
  'record_key of the device': 'record_key des Geräts',
  'When the row was stored, while it holds, or held, a hash of a name or of a device':
    'Zeitpunkt der Speicherung, solange die Zeile den Hash eines Namens oder eines Geräts enthält oder enthielt',
  'Name of the file, or of the batch of lines, that told it last':
    'Name der Datei oder der Sendung von Zeilen, die es zuletzt gemeldet hat',
  'Keyed hash of a name that nobody is known by yet':
    'Mit Schlüssel gebildeter Hash eines Namens, unter dem noch niemand bekannt ist',
  'Display name': 'Anzeigename',
  'User principal name (UPN)': 'Benutzerprinzipalname (UPN)',
  'Primary mail address': 'Primäre Mailadresse',
  'Phone number; masked unless the source says otherwise':
    'Telefonnummer; maskiert, sofern die Quelle nichts anderes festlegt',
  'Keyed hash of the phone number': 'Mit Schlüssel gebildeter Hash der Telefonnummer',
  'Keyed hash of a second number in the same field':
    'Mit Schlüssel gebildeter Hash einer zweiten Nummer im selben Feld',
  'Id of the device in the EMM': 'Kennung des Geräts in der Geräteverwaltung',
  'Name of the device; people often put theirs into it':
    'Name des Geräts; häufig enthält er den Namen der Person, die es benutzt',
  'Country of that network, ISO 3166-1': 'Land dieses Netzes (ISO 3166-1)',
  'Network of the SIM, MCC-MNC': 'Heimatnetz der SIM-Karte (MCC-MNC)',
  'Type of the device, as it says itself': 'Typ des Geräts nach dessen eigener Angabe',
  'ActiveSync id of a device that no system knows': 'ActiveSync-Kennung eines Geräts, das kein System kennt',
  'How long it took': 'Dauer',
  'How it ended': 'Ergebnis',
  'Who: name of the identity, keyed hash of the function key, or both':
    'Wer: Name der Identität, mit Schlüssel gebildeter Hash des Funktionsschlüssels, oder beides',
  'Roles that the function key had then; null where keys had none':
    'Rollen, die der Funktionsschlüssel da hatte; leer, wo Schlüssel keine hatten',
  Name: 'Name',
  Version: 'Version',
  Source: 'Quelle',
  Dataset: 'Datenbestand',
  State: 'Zustand',
  Kind: 'Art',
  When: 'Zeitpunkt',
  'Surrogate id': 'Interne Kennung',
};
