// Texts of what has an end.
const en = {
  none: 'No certificate, token or licence with an end is known.',
  columns: { what: 'What', name: 'Name', source: 'Source', ends: 'Ends', left: 'Left' },
  ended: 'has ended',
  endedFor: (days: string) => `expired ${days} ago`,
  endsIn: (days: string) => `expires in ${days}`,
  firstOf: (count: string) => `the first of ${count}`,
  kinds: {
    'tls-certificate': 'certificate of a server',
    'apns-certificate': 'APNs certificate',
    'dep-token': 'token of Apple Business Manager',
    'vpp-token': 'token of Apps and Books',
    licence: 'licence',
    'exchange-connector': 'Exchange connector',
    'compliance-partner': 'compliance partner',
    'threat-defense-connector': 'threat defence connector',
    application: 'application',
  },
};

const de: typeof en = {
  none: 'Kein Zertifikat, kein Token und keine Lizenz mit Ablaufdatum ist bekannt.',
  columns: { what: 'Was', name: 'Name', source: 'Quelle', ends: 'Läuft ab', left: 'Noch' },
  ended: 'ist abgelaufen',
  endedFor: (days) => `seit ${days} abgelaufen`,
  endsIn: (days) => `läuft in ${days} ab`,
  firstOf: (count) => `als Erstes von ${count}`,
  kinds: {
    'tls-certificate': 'Zertifikat eines Servers',
    'apns-certificate': 'APNs-Zertifikat',
    'dep-token': 'Token des Apple Business Managers',
    'vpp-token': 'Token für Apps und Bücher',
    licence: 'Lizenz',
    'exchange-connector': 'Exchange-Connector',
    'compliance-partner': 'Compliance-Partner',
    'threat-defense-connector': 'Connector zur Bedrohungsabwehr',
    application: 'Anwendung',
  },
};

export const texts = { en, de };
