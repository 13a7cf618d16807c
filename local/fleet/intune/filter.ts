// `$filter` as far as Intune and the directory are asked for it: comparisons, contains and startswith, joined by `and` or
// `or` without parentheses. What the service does not filter by is refused, as the service does.
import type { Json } from '../estate/device.ts';
import { badRequest } from './odata.ts';

type Operator = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'contains' | 'startswith';

/** Which operators a property may be filtered by. */
export type FilterRules = Readonly<Record<string, readonly Operator[]>>;

/** Reads a property of one record. */
export type ReadProperty<T> = (record: T, property: string) => Json;

const COMPARISON = /^(\w+)\s+(eq|ne|gt|lt|ge|le)\s+('(?:[^']|'')*'|[^\s']+)$/;
const FUNCTION = /^(contains|startswith)\((\w+),\s*('(?:[^']|'')*')\)$/;
const OPERATORS: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'contains', 'startswith']);

const isOperator = (text: string): text is Operator => OPERATORS.has(text);

function literal(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}

function holds(operator: Operator, value: Json, wanted: string): boolean {
  const actual = String(value ?? '').toLowerCase();
  const other = wanted.toLowerCase();
  switch (operator) {
    case 'eq':
      return actual === other;
    case 'ne':
      return actual !== other;
    case 'contains':
      return actual.includes(other);
    case 'startswith':
      return actual.startsWith(other);
    default: {
      const difference = Date.parse(actual) - Date.parse(other);
      if (Number.isNaN(difference)) return false;
      if (operator === 'gt') return difference > 0;
      if (operator === 'lt') return difference < 0;
      return operator === 'ge' ? difference >= 0 : difference <= 0;
    }
  }
}

function term<T>(text: string, rules: FilterRules, read: ReadProperty<T>): (record: T) => boolean {
  const comparison = COMPARISON.exec(text);
  const call = FUNCTION.exec(text);
  const [property = '', operator = '', raw = ''] =
    comparison?.slice(1) ?? [call?.[2], call?.[1], call?.[3]].map((part) => part ?? '');
  if (!isOperator(operator)) throw badRequest(`Invalid filter clause: ${text}`);
  if (!rules[property]?.includes(operator)) throw badRequest(`Filter not supported on property '${property}'.`);
  const wanted = literal(raw);
  return (record) => holds(operator, read(record, property), wanted);
}

/** Splits at a word outside quotes. */
function split(text: string, word: string): string[] {
  const pieces = text.split(new RegExp(`\\s+${word}\\s+(?=(?:[^']*'[^']*')*[^']*$)`, 'i'));
  return pieces.map((piece) => piece.trim());
}

/** The predicate of a `$filter`, or undefined without one. `or` binds weaker than `and`. */
export function parseFilter<T>(
  text: string | null,
  rules: FilterRules,
  read: ReadProperty<T>,
): ((record: T) => boolean) | undefined {
  if (text === null || text.trim() === '') return undefined;
  const alternatives = split(text.trim(), 'or').map((part) =>
    split(part, 'and').map((piece) => term(piece, rules, read)),
  );
  return (record) => alternatives.some((terms) => terms.every((test) => test(record)));
}
