// Text that means the same on both engines: stored text is well-formed and free of NUL, and whatever is compared
// without regard to case or width goes through `fold`, in Node, so that no collation decides.

/** Text of one device's apps alone is looked at some hundred times: one quick look tells that there is nothing to do. */
const MAYBE_UNCLEAN = /[\0\uD800-\uDFFF]/;
const NOT_PLAIN = /[^\x20-\x7E]/;

/** What is stored: SQL Server refuses lone surrogates and cuts nothing at NUL, sqlite changes the one and cuts at the other. */
export function cleanText(value: string): string {
  if (!MAYBE_UNCLEAN.test(value)) return value;
  const wellFormed = value.isWellFormed() ? value : value.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed;
}

/** Keys are trimmed too: SQL Server ignores trailing blanks in comparisons, even under a binary collation. */
export const cleanKey = (value: string): string => cleanText(value).trim();

/** At most `length` UTF-16 code units, never half a surrogate pair. */
export function cut(value: string, length: number): string {
  return value.length <= length ? value : value.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/** NFKC and lower case, trimmed, at most `length` code units: what filters, sorting and search compare. */
export function fold(value: string, length: number | 'max' = 'max'): string {
  const normal = NOT_PLAIN.test(value) ? cleanText(value).normalize('NFKC') : value;
  const folded = normal.toLowerCase().trim();
  return length === 'max' ? folded : cut(folded, length);
}

/** The least text above every text that starts with `prefix`; null where there is none. */
export function afterPrefix(prefix: string): string | null {
  const points = [...prefix];
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    // U+D800..U+DFFF are no characters of their own.
    if (last < 0x10ffff) return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
  return null;
}

/** A `LIKE` pattern for a prefix, to be used with `ESCAPE '\'`; `[` is a wildcard on SQL Server. */
export const likePrefix = (prefix: string): string => `${prefix.replace(/[\\%_[]/g, '\\$&')}%`;
