// What is written after a fault, as docs/faults.md says it in a handful of phrases, in German. Pure.

const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bthe rest after 1 polls\b/g, 'der Rest nach einer weiteren Abfrage'],
  [/\bthe rest after (\d+) polls\b/g, 'der Rest nach $1 Abfragen'],
  [/\bwhat could not be read is counted in\b/g, 'was nicht gelesen werden konnte, ist gezählt in'],
  [/\b(everything|nothing|a part) of\b/g, '$1 von'],
  [/\beverything\b/g, 'alles'],
  [/\bnothing\b/g, 'nichts'],
  [/\ba part\b/g, 'ein Teil'],
];

export const writtenInGerman = (written: string): string =>
  PHRASES.reduce((text, [english, german]) => text.replaceAll(english, german), written);
