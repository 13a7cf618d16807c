// Names of the environment that nobody reads and that look like a setting: a misspelt one would silently not count.
import { DECLARATIONS } from './declarations.ts';

const MOST_EDITS = 2;

/** A sentence for each, which names the setting that is nearest; never a value. */
export function misspeltSettings(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = Object.keys(DECLARATIONS);
  return Object.keys(environment).flatMap((name) => {
    if (known.includes(name)) return [];
    const [edits, nearest] = known
      .map((setting) => [distance(bare(name), bare(setting)), setting] as const)
      .reduce((least, one) => (one[0] < least[0] ? one : least));
    // Where names know no case, as on Windows, it was read.
    const isRead = edits === 0 && environment[nearest] !== undefined;
    return edits > MOST_EDITS || isRead ? [] : [`${name} is set, and ignored: it is no setting. ${nearest} is one.`];
  });
}

const bare = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** How many letters are to be changed, added or left out (Levenshtein); beyond what matters, more than that. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return MOST_EDITS + 1;
  let row = [...b, ''].map((_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
