// Texts of the search.

const en = {
  title: 'Find people, devices and mailboxes',
  label: 'Name, account, mail address, phone number, serial number, IMEI …',
  help: 'The beginning of a word is enough; of a number also its last six characters. What is typed stands in no address and no log.',
  go: 'Search',
  searching: 'Searching …',
  empty: 'Type what to search for.',
  people: 'People',
  devices: 'Devices',
  mailboxes: 'Mailboxes',
  asked: 'Searched for:',
  understood: {
    mail: 'Searched for this mail address alone:',
    imei: 'Searched for this IMEI alone:',
    number: 'Searched for this number alone:',
    identifier: 'Searched for this alone:',
    text: 'Searched for this alone:',
  },
  whole: 'Search for all that was typed',
  none: {
    mail: 'Nobody is known by this address, and no mailbox has it as its primary one.',
    imei: 'No device has this IMEI.',
    number:
      'Nothing was found. A phone number of which digits are hidden is found by the whole of it alone: with the prefix of its country, such as +44 …, or as it is dialled in a country that a source is in. Others are not guessed.',
    identifier:
      'Nothing was found: neither is it the whole of an identifier, nor its beginning or its last six characters.',
    text: 'Nothing was found.',
  },
  toLeavers: 'Somebody who left: export of a person',
  order: 'The best matches first, then by name.',
  noImei:
    'No device has this IMEI, and no device can: an IMEI has 15 digits, and its last one does not fit the others. Is one mistyped?',
  noPeople: 'No person was found by this; who has a device stands beside it.',
  noDevices: 'No device was found.',
  noDevicesThemselves: 'No device was found by itself; those of a person stand on the person’s page.',
  devicesThemselves: 'Devices that match by themselves. All of a person’s stand on the person’s page.',
  found: (people: string, devices: string, mailboxes: string) =>
    `People: ${people}, devices that match by themselves: ${devices}, further mailboxes: ${mailboxes}.`,
  cutPeople: 'More people match than are shown: type more, or show more.',
  cutDevices: 'More devices match than are shown: type more, or show more.',
  cutMailboxes: 'More mailboxes match than are shown: type more.',
  more: 'Show more',
  columns: {
    ...{ person: 'Person', address: 'UPN and mail address', department: 'Department', matched: 'What matched' },
    ...{ device: 'Device', what: 'Platform and model', state: 'State', systems: 'Systems', user: 'User' },
    ...{ mailbox: 'Mailbox', mail: 'Mail address', type: 'Kind', system: 'System' },
  },
  toPerson: 'the person',
  seen: 'last seen',
  match: (field: string, rank: string) => `${field} (${rank})`,
  attributes: {
    ...{ imei: 'a further IMEI', employee: 'employee number', mac: 'a further MAC address', upn: 'a further UPN' },
    ...{ serial: 'a further serial number', mail: 'a further mail address', account: 'account name' },
    other: 'a further value',
  },
  alone: 'found by its beginning',
};

const de: typeof en = {
  title: 'Personen, Geräte und Postfächer finden',
  label: 'Name, Konto, Mailadresse, Telefonnummer, Seriennummer, IMEI …',
  help: 'Der Anfang eines Worts genügt; von einer Nummer auch die letzten sechs Zeichen. Was Sie eingeben, steht in keiner Adresse und keinem Log.',
  go: 'Suchen',
  searching: 'Wird gesucht …',
  empty: 'Geben Sie ein, wonach gesucht werden soll.',
  people: 'Personen',
  devices: 'Geräte',
  mailboxes: 'Postfächer',
  asked: 'Gesucht wurde nach:',
  understood: {
    mail: 'Gesucht wurde nur nach dieser Mailadresse:',
    imei: 'Gesucht wurde nur nach dieser IMEI:',
    number: 'Gesucht wurde nur nach dieser Nummer:',
    identifier: 'Gesucht wurde nur danach:',
    text: 'Gesucht wurde nur danach:',
  },
  whole: 'Nach allem Eingegebenen suchen',
  none: {
    mail: 'Niemand ist unter dieser Adresse bekannt, und kein Postfach hat sie als primäre.',
    imei: 'Kein Gerät hat diese IMEI.',
    number:
      'Nichts gefunden. Eine Telefonnummer, deren Ziffern verborgen sind, wird nur als Ganzes gefunden: mit der Vorwahl ihres Landes, etwa +44 …, oder so, wie sie in einem Land gewählt wird, in dem eine Quelle ist. Andere werden nicht geraten.',
    identifier: 'Nichts gefunden: Es ist weder eine ganze Kennung noch ihr Anfang noch ihre letzten sechs Zeichen.',
    text: 'Nichts gefunden.',
  },
  toLeavers: 'Wer ausgeschieden ist: Auskunft über eine Person',
  order: 'Was am besten passt, zuerst; dann nach Namen.',
  noImei:
    'Kein Gerät hat diese IMEI, und keines kann sie haben: Eine IMEI hat 15 Ziffern, und ihre letzte passt nicht zu den anderen. Ist eine vertippt?',
  noPeople: 'Darüber wurde keine Person gefunden; wer ein Gerät hat, steht bei ihm.',
  noDevices: 'Kein Gerät gefunden.',
  noDevicesThemselves: 'Kein Gerät passt selbst; die einer Person stehen auf deren Seite.',
  devicesThemselves: 'Geräte, die selbst passen. Alle einer Person stehen auf deren Seite.',
  found: (people, devices, mailboxes) =>
    `Personen: ${people}, Geräte, die selbst passen: ${devices}, weitere Postfächer: ${mailboxes}.`,
  cutPeople: 'Es passen mehr Personen, als zu sehen sind: Geben Sie mehr ein, oder lassen Sie mehr anzeigen.',
  cutDevices: 'Es passen mehr Geräte, als zu sehen sind: Geben Sie mehr ein, oder lassen Sie mehr anzeigen.',
  cutMailboxes: 'Es passen mehr Postfächer, als zu sehen sind: Geben Sie mehr ein.',
  more: 'Mehr anzeigen',
  columns: {
    ...{ person: 'Person', address: 'UPN und Mailadresse', department: 'Abteilung', matched: 'Was passte' },
    ...{ device: 'Gerät', what: 'Plattform und Modell', state: 'Zustand', systems: 'Systeme', user: 'Benutzer' },
    ...{ mailbox: 'Postfach', mail: 'Mailadresse', type: 'Art', system: 'System' },
  },
  toPerson: 'zur Person',
  seen: 'zuletzt gesehen',
  match: (field, rank) => `${field} (${rank})`,
  attributes: {
    ...{ imei: 'weitere IMEI', employee: 'Personalnummer', mac: 'weitere MAC-Adresse', upn: 'weiterer UPN' },
    ...{ serial: 'weitere Seriennummer', mail: 'weitere Mailadresse', account: 'Kontoname' },
    other: 'weiterer Wert',
  },
  alone: 'am Anfang gefunden',
};

export const search = { en, de };
