// Texts of one person.

const en = {
  kind: 'Person',
  disabled: 'The account is disabled.',
  views: 'What each system says',
  linked: 'How it is linked',
  field: 'Value',
  devices: 'Devices',
  noDevices: 'No device is known.',
};

const de: typeof en = {
  kind: 'Person',
  disabled: 'Das Konto ist deaktiviert.',
  views: 'Was jedes System sagt',
  linked: 'Wie es verknüpft ist',
  field: 'Wert',
  devices: 'Geräte',
  noDevices: 'Kein Gerät bekannt.',
};

export const person = { en, de };
