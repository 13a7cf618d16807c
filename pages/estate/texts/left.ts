// Texts of what left.
const en = {
  device: (at: string) =>
    `This device left: its system had it no more on ${at}. If it was enrolled again since then, it is found as another one.`,
  person: (at: string) =>
    `This person left: no system knew them any more on ${at}. What is still kept is in their export.`,
  merged: (at: string) => `This entry was joined with another one of the same person on ${at}.`,
  toPerson: 'Go to the person',
  toSearch: 'Search for it',
  toExport: 'Export of a person',
};

const de: typeof en = {
  device: (at) =>
    `Dieses Gerät ist nicht mehr da: Sein System hatte es am ${at} nicht mehr. Wurde es seither neu registriert, ist es als ein anderes zu finden.`,
  person: (at) =>
    `Diese Person ist nicht mehr da: Kein System kannte sie am ${at} noch. Was noch aufbewahrt wird, steht in der Auskunft über sie.`,
  merged: (at) => `Dieser Eintrag wurde am ${at} mit einem anderen derselben Person zusammengelegt.`,
  toPerson: 'Zur Person',
  toSearch: 'Danach suchen',
  toExport: 'Auskunft über eine Person',
};

export const left = { en, de };
