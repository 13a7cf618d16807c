// What the API is asked for of the log of readings. Pure.

export type ReadingFilter = 'since' | 'until' | 'dataset' | 'purpose' | 'key';
export type Filters = Readonly<Record<ReadingFilter, string>>;

/** As the log has a function key; the API finds it behind the name that a proxy gave, too. */
export const isKey = (typed: string): boolean => /^key:[0-9a-f]{16}$/.test(typed.trim());

/** A field for days takes years of six digits, too. */
export const isDay = (typed: string): boolean => /^\d{4}-\d\d-\d\d$/.test(typed);

/** Days are those of the reader, and begin and end with them. */
export const readingQuery = ({ since, until, dataset, purpose, key }: Filters): Readonly<Record<string, string>> => ({
  ...(isDay(since) && { 'occurredAt.ge': new Date(`${since}T00:00:00`).toISOString() }),
  ...(isDay(until) && { 'occurredAt.le': new Date(`${until}T23:59:59.999`).toISOString() }),
  ...(dataset !== '' && { dataset }),
  ...(purpose !== '' && { purpose }),
  ...(isKey(key) && { principal: key.trim() }),
});
