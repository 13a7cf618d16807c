// Texts of what needs attention.
const en = {
  none: 'Nothing: no warning, and every source is well or waits.',
  noneOfSources: 'Every source is well or waits.',
  sources: 'Sources',
  problems: 'Wrong in the configuration',
  warnings: 'Warnings',
  since: 'since',
  notTold: {
    warnings: 'Your key is not told warnings, nor what is wrong with the configuration; an operator is.',
    problems: 'Your key is not told what is wrong with its configuration; an operator is.',
    database: 'Your key is not told this; an operator is.',
  },
};

const de: typeof en = {
  none: 'Nichts: keine Warnung, und jede Quelle ist in Ordnung oder wartet.',
  noneOfSources: 'Jede Quelle ist in Ordnung oder wartet.',
  sources: 'Quellen',
  problems: 'Falsch in der Konfiguration',
  warnings: 'Warnungen',
  since: 'seit',
  notTold: {
    warnings: 'Warnungen und Fehler der Konfiguration erfährt nur ein Operator, nicht Ihr Schlüssel.',
    problems: 'Was an ihrer Konfiguration falsch ist, erfährt nur ein Operator, nicht Ihr Schlüssel.',
    database: 'Das erfährt nur ein Operator, nicht Ihr Schlüssel.',
  },
};

export const texts = { en, de };
