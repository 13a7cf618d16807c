// Whether a backtracking matcher's work on an expression can grow faster than its text. It can only where a stretch of
// text may be read in two ways again and again and no match is sure (Weber and Seidl, "On the degree of ambiguity of
// finite automata", 1991; Wuestholz et al., "Static Detection of DoS Vulnerabilities in Programs that use Regular
// Expressions", 2017). Walks that have passed an accepting state do not count: there the match is sure.
import { type Automaton, automatonOf, type Step } from './pattern-automaton.ts';

/** `linear`, or what the work may be: `polynomial`, `exponential`. Throws RangeError for look-around and back-references. */
export function growthOf(expression: RegExp): 'linear' | 'polynomial' | 'exponential' {
  const automaton = automatonOf(expression);
  const states = automaton.steps.map((_, state) => state);
  const reach = states.map((state) => reachable(automaton, state));
  const looping = states.filter((state) => reach[state]?.has(state));
  if (looping.some((p) => !automaton.accepting[p] && twoWaysBack(automaton, p, reach))) return 'exponential';
  const ambiguous = (p: number, q: number): boolean =>
    p !== q && !automaton.accepting[q] && Boolean(reach[p]?.has(q)) && staysAndLeaves(automaton, p, q, reach);
  return looping.some((p) => looping.some((q) => ambiguous(p, q))) ? 'polynomial' : 'linear';
}

type Reach = readonly (ReadonlySet<number> | undefined)[];

function reachable({ steps }: Automaton, from: number): Set<number> {
  const found = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const { to } of steps[at] ?? []) if (!found.has(to)) open.push(to) && found.add(to);
  return found;
}

const common = (...steps: readonly Step[]): boolean =>
  [...(steps[0]?.on ?? [])].some((letter) => steps.every(({ on }) => on.has(letter)));

/** Whether one text leads from p back to p in two ways. */
function twoWaysBack({ steps, accepting }: Automaton, p: number, reach: Reach): boolean {
  const within = (state: number): boolean => Boolean(reach[state]?.has(p)) && !accepting[state];
  return search(
    [p, p, 0],
    ([a = 0, b = 0, apart = 0]) =>
      (steps[a] ?? []).flatMap((one) =>
        (steps[b] ?? []).flatMap((other) => {
          if (!within(one.to) || !within(other.to) || !common(one, other)) return [];
          const parted = apart === 1 || one.to !== other.to || one !== other || one.twice;
          return [[one.to, other.to, parted ? 1 : 0]];
        }),
      ),
    [p, p, 1],
  );
}

/** Whether one text leads from p to p, from p to q and from q to q. */
function staysAndLeaves({ steps, accepting }: Automaton, p: number, q: number, reach: Reach): boolean {
  return search(
    [p, p, q],
    ([stay = 0, leave = 0, loop = 0]) =>
      (steps[stay] ?? [])
        .filter(({ to }) => reach[to]?.has(p))
        .flatMap((a) =>
          (steps[leave] ?? [])
            .filter((b) => (b.to === p || !accepting[b.to]) && reach[b.to]?.has(q) && common(a, b))
            .flatMap((b) =>
              (steps[loop] ?? [])
                .filter((c) => !accepting[c.to] && reach[c.to]?.has(q) && common(a, b, c))
                .map((c) => [a.to, b.to, c.to]),
            ),
        ),
    [p, q, q],
  );
}

type Place = readonly number[];

function search(from: Place, next: (place: Place) => readonly Place[], goal: Place): boolean {
  const seen = new Set<string>();
  const open: Place[] = [from];
  for (let place = open.pop(); place; place = open.pop())
    for (const one of next(place)) {
      if (one.join() === goal.join()) return true;
      if (!seen.has(one.join())) open.push(one) && seen.add(one.join());
    }
  return false;
}
