const en = {
  title: 'The API',
  about:
    'Every operation of this collector. Open one, press “Try it out”, then “Execute”: the request goes to this collector with your key, and is logged like any other.',
  operations: 'Operations',
  search: 'Search paths and summaries',
  found: (count: string) => `Operations found: ${count}.`,
};

const de: typeof en = {
  title: 'Die API',
  about:
    'Alle Operationen dieses Kollektors, auf Englisch beschrieben. Öffnen Sie eine, drücken Sie „Try it out“ und dann „Execute“: Die Anfrage geht mit Ihrem Schlüssel an diesen Kollektor und wird protokolliert wie jede andere.',
  operations: 'Operationen',
  search: 'Pfade und Beschreibungen durchsuchen',
  found: (count) => `Gefundene Operationen: ${count}.`,
};

export const texts = { en, de };
