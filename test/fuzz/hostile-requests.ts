// Requests that no client library would send, as arbitraries.
import fc from 'fast-check';
import { devices } from '../../lib/query/resource.ts';
import { PURPOSE } from '../http/api.ts';

/** Stands in values, and in no answer and no log line. */
export const SECRET = 'Zq7marker';

/** One value of a parameter, or a piece of a path. */
export const hostile = fc.constantFrom(
  '',
  ' ',
  '-1',
  '9'.repeat(40),
  '%',
  '[a',
  'a\0b',
  '2026-13-45T00:00:00Z',
  "' OR 1=1 --",
  '\u{1F600}',
  '\uD800',
  '＝',
  'x'.repeat(5000),
  'null',
  '__proto__',
  ',',
  '1,2',
  'true',
);

const names = [
  ...devices.fields.keys(),
  'q',
  'limit',
  'sort',
  'fields',
  'cursor',
  'format',
  'code',
  '__proto__',
  '',
  '%00',
];
const operators = ['', '.eq', '.ne', '.lt', '.ge', '.in', '.startsWith', '.isNull', '.', '.constructor', '..'];
const piece = fc.constantFrom(
  ...['%', '%F', '%ff', '%00', '%ED%A0%80', '+', ',', '%2C', '1', 'true', '2026-01-01T00:00:00Z'],
  ...['\u{1F600}', "'--", '[', '=', '#', ';'],
);
const value = fc.array(piece, { maxLength: 6 }).map((pieces) => `${SECRET}${pieces.join('')}`);
const name = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...operators)).map((parts) => parts.join(''));
const pair = fc
  .tuple(name, fc.oneof(value, piece), fc.boolean())
  .map(([named, text, bare]) => (bare ? named : `${named}=${text}`));

/** A query string, byte by byte. */
export const rawQuery = fc.array(pair, { maxLength: 5 }).map((pairs) => pairs.join('&'));

export const sentHeaders = fc.record(
  {
    'x-purpose': fc.constantFrom(PURPOSE, SECRET, '', ` ${PURPOSE} `),
    'x-functions-key': fc.constantFrom('', SECRET, 'x'.repeat(9_000)),
    'x-ms-client-principal': fc.constantFrom('e30=', SECRET, '{}'),
    'x-ms-client-principal-name': fc.constantFrom(SECRET, '\u00FF'.repeat(500), ' '),
    accept: fc.constantFrom('text/html', '*/*;q=0', ';;;'),
    'if-none-match': fc.constantFrom('*', '"a"', 'W/"'),
    'content-type': fc.constantFrom(
      'application/json',
      'APPLICATION/JSON ; charset=latin1',
      'text/json',
      '',
      ';',
      'application/json,x',
    ),
  },
  { requiredKeys: [] },
);

const filters = fc.dictionary(
  name,
  fc.oneof(value, fc.array(fc.oneof(value, fc.double(), fc.boolean()), { maxLength: 200 }), fc.jsonValue()),
  { maxKeys: 5 },
);
const member = fc.constantFrom('dataset', 'filters', 'sort', 'fields', 'limit', 'cursor', 'q', 'foo', '__proto__');
const anyMembers = fc.dictionary(
  member,
  fc.oneof(hostile, fc.constantFrom('users', 'devices'), fc.jsonValue({ maxDepth: 2 })),
);

/** A body of the search. */
export const body = fc.oneof(
  fc
    .oneof(
      fc.record({ dataset: fc.constantFrom('users', 'devices', SECRET), filters }),
      anyMembers,
      fc.jsonValue({ maxDepth: 1 }),
    )
    .map((json) => JSON.stringify(json)),
  fc.constantFrom(
    `{"filters":${'['.repeat(20_000)}`,
    `${'{"filters":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    '{"q":"a","q":["b"]}',
    '{"__proto__":{"q":"a"}}',
    '\uFEFF{}',
    '{"q":"\\ud800"}',
    `"${SECRET}"`,
    'x'.repeat(70_000),
  ),
);
