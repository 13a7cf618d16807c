// Removal is bounded: a source that is wrong about a little is believed, one that is wrong about much is asked again. Growth is, too.
// The pages tell these numbers.

/** More than this share, and more than this number, at once is refused. */
export const REMOVAL = { share: 0.1, rows: 5 } as const;

export const isBeyondBound = (gone: number, of: number): boolean => gone > REMOVAL.rows && gone > of * REMOVAL.share;

/** In a day a dataset may become so many times as large, or so many rows larger, whichever is more. */
export const GROWTH = { times: 10, rows: 10_000 } as const;

/** How many rows there may be a day after there were `base`. */
export const mostRows = (base: number): number => Math.max(base * GROWTH.times, base + GROWTH.rows);

/** The day over which both are summed. */
export const BOUND_HOURS = 24;
