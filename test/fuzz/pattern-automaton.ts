// The automaton of a regular expression as a backtracking matcher walks it: one state after each character, the search
// for the place where a match begins included.
import { type Pattern, parsePattern } from './pattern-syntax.ts';

export interface Step {
  readonly to: number;
  /** By class of characters. */
  readonly on: ReadonlySet<number>;
  /** The same step by two ways, as the inner and the outer loop of `(a+)+`. */
  readonly twice: boolean;
}

export interface Automaton {
  readonly steps: readonly (readonly Step[])[];
  /** States from which the whole expression has matched, whatever follows. */
  readonly accepting: readonly boolean[];
}

interface Node {
  readonly free: { readonly to: number; readonly assertion: string | null }[];
  readonly read: { readonly to: number; readonly atom: string | null }[];
}

/** Characters that atoms tell apart: all of Latin, and some that case folding, blanks and surrogates make special. */
const ALPHABET = [
  ...Array.from({ length: 0x180 }, (_, code) => String.fromCodePoint(code)),
  ...['\u212A', '\u2028', '\u3000', '\uFEFF', '\uD800', '\uDC00', '\u{1F600}'],
];

/** Throws RangeError where the expression has look-around or back-references. */
export function automatonOf(expression: RegExp): Automaton {
  const nodes: Node[] = [];
  const node = (): number => nodes.push({ free: [], read: [] }) - 1;
  const free = (from: number, to: number, assertion: string | null = null): void =>
    void nodes[from]?.free.push({ to, assertion });

  /** Puts a pattern behind `from`; gives where it ends. */
  const add = (pattern: Pattern, from: number): number => {
    if (pattern.kind === 'sequence') return pattern.parts.reduce((at, part) => add(part, at), from);
    const end = node();
    if (pattern.kind === 'character') nodes[from]?.read.push({ to: end, atom: pattern.source });
    else if (pattern.kind === 'assertion') free(from, end, pattern.source);
    else if (pattern.kind === 'choice') for (const option of pattern.options) free(add(option, branch(from)), end);
    else repeat(pattern, from, end);
    return end;
  };
  const branch = (from: number): number => {
    const start = node();
    free(from, start);
    return start;
  };
  const repeat = ({ part, min, max }: Pattern & { kind: 'repeat' }, from: number, end: number): void => {
    let at = from;
    for (let i = 0; i < min; i += 1) at = add(part, at);
    if (max === Number.POSITIVE_INFINITY) {
      const loop = branch(at);
      free(add(part, branch(loop)), loop);
      free(loop, end);
      return;
    }
    for (let i = min; i < max; i += 1) {
      free(at, end);
      at = add(part, branch(at));
    }
    free(at, end);
  };

  // Where a line begins `^` is passed; elsewhere the search goes on.
  const line = node();
  const search = node();
  const first = node();
  const last = add(parsePattern(expression.source), first);
  for (const at of [line, search]) {
    nodes[at]?.read.push({ to: search, atom: expression.multiline ? '[^\\n]' : null });
    if (expression.multiline) nodes[at]?.read.push({ to: line, atom: '\\n' });
    free(at, first);
  }
  return walked(nodes, { line, last, classes: classesOf(nodes, expression) });
}

interface Whole {
  readonly line: number;
  readonly last: number;
  readonly classes: ReadonlyMap<string | null, ReadonlySet<number>>;
}

function walked(nodes: readonly Node[], { line, last, classes }: Whole): Automaton {
  const accepting = nodes.map(() => false);
  const steps = nodes.map((_, origin) => {
    const found = new Map<string, { to: number; on: ReadonlySet<number>; twice: boolean }>();
    const visit = (at: number, path: readonly number[], asserted: boolean): void => {
      if (at === last && !asserted) accepting[origin] = true;
      for (const { to, atom } of nodes[at]?.read ?? []) {
        const key = `${at} ${to}`;
        found.set(key, { to, on: classes.get(atom) ?? new Set(), twice: found.has(key) });
      }
      for (const { to, assertion } of nodes[at]?.free ?? []) {
        const passable = assertion !== '^' || origin === line;
        if (passable && !path.includes(to))
          visit(to, [...path, to], asserted || (assertion !== null && assertion !== '^'));
      }
    };
    visit(origin, [origin], false);
    return [...found.values()];
  });
  return { steps, accepting };
}

/** Which classes of characters each atom takes: characters that all atoms judge alike are one class. */
function classesOf(nodes: readonly Node[], { flags }: RegExp): Map<string | null, Set<number>> {
  const atoms = [...new Set(nodes.flatMap(({ read }) => read.flatMap(({ atom }) => atom ?? [])))];
  const tests = atoms.map((atom) => new RegExp(`^(?:${atom})$`, flags.replace(/[gmyd]/g, '')));
  const numbers = new Map<string, number>();
  const classes = new Map<string | null, Set<number>>([null, ...atoms].map((atom) => [atom, new Set()]));
  for (const character of ALPHABET) {
    const judged = tests.map((test) => test.test(character));
    const key = judged.join();
    const number = numbers.get(key) ?? numbers.set(key, numbers.size).size - 1;
    classes.get(null)?.add(number);
    for (const [i, atom] of atoms.entries()) if (judged[i]) classes.get(atom)?.add(number);
  }
  return classes;
}
