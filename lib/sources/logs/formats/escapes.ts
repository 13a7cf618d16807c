// What producers write instead of characters: percent encoding, and backslashes of four kinds. Decoding never fails: what
// is no escape stays, and bytes that are no UTF-8 become replacement characters.

const PLAIN: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f' };
const BYTES = /(?:%[0-9a-f]{2})+/gi;
const ESCAPES = /(?:\\x[0-9a-f]{2})+|\\["\\nrtbvf]/gi;

/** Decodes `%c3%b6`; a broken escape (`User%domain.com`) stays as it is. */
export function percentDecoded(text: string): string {
  return text.includes('%') ? text.replace(BYTES, (run) => utf8Of(run.replaceAll('%', ''))) : text;
}

/** Of a query: blanks are written `+`. */
export const queryDecoded = (text: string): string =>
  percentDecoded(text.includes('+') ? text.replaceAll('+', ' ') : text);

/** Decodes `\"`, `\\`, `\t` and `\xc3` (Apache, nginx, lighttpd, Squid's quoted strings). */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPES, (run) => {
    if (/^\\x/i.test(run)) return utf8Of(run.replace(/\\x/gi, ''));
    const char = run.charAt(1);
    return PLAIN[char] ?? char;
  });
}

/** Bytes of UTF-8 where a backslash may be a name's own: two at least, since `CORP\xaver` has one. */
export const bytesUnescaped = (text: string): string =>
  text.replace(/(?:\\x[89a-f][0-9a-f]){2,}/gi, (run) => utf8Of(run.replace(/\\x/gi, '')));

const utf8Of = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8');

/** The next double quote from `from` on that no backslash escapes, or -1. */
export function quoteFrom(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 1)) {
    let backslashes = at;
    while (backslashes > from && line.charCodeAt(backslashes - 1) === 92) backslashes -= 1;
    if ((at - backslashes) % 2 === 0) return at;
  }
  return -1;
}
