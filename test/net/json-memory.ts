// What a parser takes for texts of some megabytes, against what the bounds count of them. Run with --expose-gc, in a process
// of its own; prints a line of JSON for each.
import { JsonBounds } from '../../lib/net/json-bounds.ts';

const CHARACTERS = 2_500_000;
const ITEMS = 10_000;

/** Lists of so many items each, in a list. */
function lists(one: (i: number) => string): string {
  const all: string[] = [];
  for (let i = 0, length = 0; length < CHARACTERS; i += ITEMS) {
    const list = `[${Array.from({ length: ITEMS }, (_, n) => one(i + n)).join()}]`;
    length += list.length;
    all.push(list);
  }
  return `[${all.join()}]`;
}

const keys = (from: number, count: number): string =>
  `{${Array.from({ length: count }, (_, i) => `"${(from + i).toString(36)}":0`).join()}}`;
const nested = '['.repeat(10) + ']'.repeat(10);

const TEXTS: Readonly<Record<string, string>> = {
  'empty objects': lists(() => '{}'),
  'empty lists': lists(() => '[]'),
  'lists in lists': lists(() => nested),
  'small numbers': lists(() => '0'),
  fractions: lists((i) => `${i}.5`),
  'empty strings': lists(() => '""'),
  'different strings': lists((i) => `"${i.toString(36)}"`),
  'longer strings': lists((i) => `"a value of some length ${i}"`),
  'objects of a fraction': lists(() => '{"a":1.5}'),
  'objects in objects': lists(() => '{"a":{}}'),
  'objects of many keys': `[${Array.from({ length: 4 }, (_, i) => keys(i * 5_000, 5_000)).join()}]`,
  'objects of different keys': `[${Array.from({ length: 4_000 }, (_, i) => keys(i * 5, 5)).join()}]`,
  'records alike': lists((i) => JSON.stringify({ id: i, name: `device ${i}`, os: 'iOS', free: 1.5, on: true })),
};

const collect = globalThis.gc;
/** Nothing that was there before may leave in between. */
const kept: unknown[] = [];
if (!collect) throw new TypeError('run it with --expose-gc');
for (const [name, made] of Object.entries(TEXTS)) {
  const bytes = Buffer.from(made);
  const bounds = new JsonBounds();
  bounds.take(bytes);
  const text = bytes.toString();
  kept.push(text);
  collect();
  const before = process.memoryUsage().heapUsed;
  const parsed: unknown = JSON.parse(text);
  kept.push(parsed);
  collect();
  const taken = process.memoryUsage().heapUsed - before;
  console.log(JSON.stringify({ name, taken, counted: bounds.memory }));
}
