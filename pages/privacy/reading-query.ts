// What the API is asked for of the log of readings. Pure.

export type ReadingFilter = 'since' | 'until' | 'purpose' | 'key';
export type Filters = Readonly<Record<ReadingFilter, string>>;

/** As the log has a function key; the API finds it behind the name that a proxy gave, too. */
export const isKey = (typed: string): boolean => /^key:[0-9a-f]{16}$/.test(typed.trim());

/** Days are those of the reader, and begin and end with them. */
export const readingQuery = ({ since, until, purpose, key }: Filters): Readonly<Record<string, string>> => ({
  ...(since !== '' && { 'occurredAt.ge': new Date(`${since}T00:00:00`).toISOString() }),
  ...(until !== '' && { 'occurredAt.le': new Date(`${until}T23:59:59.999`).toISOString() }),
  ...(purpose !== '' && { purpose }),
  ...(isKey(key) && { principal: key.trim() }),
});
