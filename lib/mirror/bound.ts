// Removal is bounded: a source that is wrong about a little is believed, one that is wrong about much is asked again.

/** More than this share, and more than this number, at once is refused. */
const SHARE = 0.1;
const NUMBER = 5;

export const isBeyondBound = (gone: number, of: number): boolean => gone > NUMBER && gone > of * SHARE;
