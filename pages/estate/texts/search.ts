// Texts of the search.

const en = {
  title: 'Find people and devices',
  label: 'Name, account, mail address, phone number, serial number, IMEI …',
  help: 'The beginning of a word is enough; of a number also its last six characters. What is typed stands in no address and no log.',
  go: 'Search',
  searching: 'Searching …',
  empty: 'Type what to search for.',
  people: 'People',
  devices: 'Devices',
  none: 'Nothing was found. A masked phone number is found by the whole of it alone; somebody who left is found in the export of a person.',
  noPeople: 'No person was found.',
  noDevices: 'No device was found.',
  found: (people: string, devices: string) => `People: ${people}, devices: ${devices}.`,
  cutPeople: 'More people match than are shown: type more, or show more.',
  cutDevices: 'More devices match than are shown: type more, or show more.',
  more: 'Show more',
  columns: {
    ...{ person: 'Person', address: 'UPN and mail address', department: 'Department', matched: 'What matched' },
    ...{ device: 'Device', what: 'Platform and model', state: 'State', systems: 'Systems', user: 'User' },
  },
  seen: 'last seen',
  match: (field: string, rank: string) => `${field} (${rank})`,
  alone: 'found by its beginning',
};

const de: typeof en = {
  title: 'Personen und Geräte finden',
  label: 'Name, Konto, Mailadresse, Telefonnummer, Seriennummer, IMEI …',
  help: 'Der Anfang eines Worts genügt; von einer Nummer auch die letzten sechs Zeichen. Was Sie eingeben, steht in keiner Adresse und keinem Protokoll.',
  go: 'Suchen',
  searching: 'Wird gesucht …',
  empty: 'Geben Sie ein, wonach gesucht werden soll.',
  people: 'Personen',
  devices: 'Geräte',
  none: 'Nichts gefunden. Eine maskierte Telefonnummer wird nur als Ganzes gefunden; wer ausgeschieden ist, steht in der Auskunft über eine Person.',
  noPeople: 'Keine Person gefunden.',
  noDevices: 'Kein Gerät gefunden.',
  found: (people, devices) => `Personen: ${people}, Geräte: ${devices}.`,
  cutPeople: 'Es passen mehr Personen, als zu sehen sind: Geben Sie mehr ein, oder lassen Sie mehr anzeigen.',
  cutDevices: 'Es passen mehr Geräte, als zu sehen sind: Geben Sie mehr ein, oder lassen Sie mehr anzeigen.',
  more: 'Mehr anzeigen',
  columns: {
    ...{ person: 'Person', address: 'UPN und Mailadresse', department: 'Abteilung', matched: 'Was passte' },
    ...{ device: 'Gerät', what: 'Plattform und Modell', state: 'Zustand', systems: 'Systeme', user: 'Benutzer' },
  },
  seen: 'zuletzt gesehen',
  match: (field, rank) => `${field} (${rank})`,
  alone: 'am Anfang gefunden',
};

export const search = { en, de };
