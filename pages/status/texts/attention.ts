// Texts of what needs attention.
const en = {
  none: 'Nothing: no warning, and every source is well or waits.',
  problems: 'Wrong in the configuration',
  warnings: 'Warnings',
  since: 'since',
};

const de: typeof en = {
  none: 'Nichts: keine Warnung, und jede Quelle ist in Ordnung oder wartet.',
  problems: 'Falsch in der Konfiguration',
  warnings: 'Warnungen',
  since: 'seit',
};

export const texts = { en, de };
