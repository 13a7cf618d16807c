// Bounds how deep values of the wire are nested: JSON.parse reads any depth, JSON.stringify ends in a stack overflow.

const LEVELS = 32;

/** Whether a JSON value is nested no deeper than any product's records are. */
export function isShallow(value: unknown, levels = LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const inner of Object.values(value)) if (!isShallow(inner, levels - 1)) return false;
  return true;
}

/** What stands for a value that is nested too deep: no declared type fits it, so it is counted where it was declared. */
const TOO_DEEP: Readonly<Record<string, never>> = Object.freeze({});

/** The record with its unreadably deep values replaced; mostly the record itself. */
export function withoutDeepValues(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (isShallow(record)) return record;
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, isShallow(value, LEVELS - 1) ? value : TOO_DEEP]),
  );
}
