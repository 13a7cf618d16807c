// Texts of one person.

const en = {
  kind: 'Person',
  disabled: 'The account is disabled.',
  views: 'What each system says',
  linked: 'How it is linked',
  field: 'Value',
  devices: 'Devices',
  noDevices: 'No device is known.',
  mailboxes: 'Mailboxes',
  noMailboxes: 'No mailbox is known.',
  mailDevices: 'What synchronises them',
  noMailDevices: 'Nothing is known to synchronise a mailbox.',
  unmanaged: 'known to no management system',
  syncColumns: {
    ...{ device: 'Device', model: 'Model', os: 'Operating system', access: 'Access' },
    ...{ sync: 'Last synchronisation', source: 'System' },
  },
  mailColumns: {
    ...{ name: 'Mailbox', type: 'Kind', size: 'Size', items: 'Items', quota: 'Against its quota' },
    ...{ logon: 'Last logon', source: 'System', as: 'As of' },
  },
};

const de: typeof en = {
  kind: 'Person',
  disabled: 'Das Konto ist deaktiviert.',
  views: 'Was jedes System sagt',
  linked: 'Wie es verknüpft ist',
  field: 'Wert',
  devices: 'Geräte',
  noDevices: 'Kein Gerät bekannt.',
  mailboxes: 'Postfächer',
  noMailboxes: 'Kein Postfach bekannt.',
  mailDevices: 'Was sie synchronisiert',
  noMailDevices: 'Es ist nichts bekannt, was ein Postfach synchronisiert.',
  unmanaged: 'keinem Verwaltungssystem bekannt',
  syncColumns: {
    ...{ device: 'Gerät', model: 'Modell', os: 'Betriebssystem', access: 'Zugang' },
    ...{ sync: 'Letzte Synchronisierung', source: 'System' },
  },
  mailColumns: {
    ...{ name: 'Postfach', type: 'Art', size: 'Größe', items: 'Elemente', quota: 'Gegen die Grenze' },
    ...{ logon: 'Letzte Anmeldung', source: 'System', as: 'Stand' },
  },
};

export const person = { en, de };
