// Reads the regular expressions that this code base writes. What a backtracking-free proof cannot speak about
// (look-around, back-references) is refused by name.
// https://tc39.es/ecma262/#sec-patterns

export type Pattern =
  /** One character; `source` is the atom as it is written: `a`, `\d`, `[^;]`. */
  | { readonly kind: 'character'; readonly source: string }
  | { readonly kind: 'assertion'; readonly source: '^' | '$' | '\\b' | '\\B' }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number };

const ESCAPE = /\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|p\{[^}]*\}|[\s\S])/iy;
const CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/y;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y;
const GROUP = /\((?:\?:|\?<[A-Za-z]\w*>)?/y;

/** Parses the source of a RegExp. Throws RangeError for look-around and back-references. */
export function parsePattern(source: string): Pattern {
  let at = 0;
  const take = (syntax: RegExp): RegExpExecArray | null => {
    syntax.lastIndex = at;
    const match = syntax.exec(source);
    if (match) at = syntax.lastIndex;
    return match;
  };
  const choice = (): Pattern => {
    const options = [sequence()];
    while (source[at] === '|') {
      at += 1;
      options.push(sequence());
    }
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  };
  const sequence = (): Pattern => {
    const parts: Pattern[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(quantified(term()));
    return { kind: 'sequence', parts };
  };
  const quantified = (part: Pattern): Pattern => {
    const match = take(QUANTIFIER);
    if (!match) return part;
    const [, sign, from, comma, to] = match;
    if (sign)
      return { kind: 'repeat', part, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
    const max = comma === undefined ? Number(from) : to ? Number(to) : Number.POSITIVE_INFINITY;
    return { kind: 'repeat', part, min: Number(from), max };
  };
  const group = (): Pattern => {
    take(GROUP);
    if (source[at] === '?') throw new RangeError('look-around');
    const inner = choice();
    at += 1;
    return inner;
  };
  const escaped = (): Pattern => {
    const text = take(ESCAPE)?.[0] ?? '';
    if (/^\\[1-9k]/.test(text)) throw new RangeError('back-reference');
    return text === '\\b' || text === '\\B' ? { kind: 'assertion', source: text } : { kind: 'character', source: text };
  };
  const term = (): Pattern => {
    const next = source[at];
    if (next === '(') return group();
    if (next === '\\') return escaped();
    if (next === '[') return { kind: 'character', source: take(CLASS)?.[0] ?? '' };
    at += 1;
    return next === '^' || next === '$'
      ? { kind: 'assertion', source: next }
      : { kind: 'character', source: next ?? '' };
  };
  return choice();
}
