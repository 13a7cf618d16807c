// Letters that no header can carry: mail and word processors change dashes and quotes of what is copied, and add what is not seen.
// https://fetch.spec.whatwg.org/#concept-header-value

export interface OddLetter {
  readonly what: 'dash' | 'quote' | 'invisible' | 'other';
  /** From one: the letter itself is part of a key, and is not shown. */
  readonly place: number;
}

const KINDS = [
  ['dash', /[\p{Pd}\u2212]/u],
  ['quote', /[\p{Pi}\p{Pf}]/u],
  ['invisible', /[\p{C}\p{Z}]/u],
] as const;

/** The first letter of `entered` that is none of a key's; null where all are. */
export function oddLetterIn(entered: string): OddLetter | null {
  const letters = [...entered];
  const at = letters.findIndex((letter) => letter < ' ' || letter > '~');
  const odd = letters[at];
  if (odd === undefined) return null;
  return { what: KINDS.find(([, letter]) => letter.test(odd))?.[0] ?? 'other', place: at + 1 };
}
