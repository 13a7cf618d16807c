// Marks that turn the direction of what follows (UAX 9): a name with one reads as another, `exe.pdf` for `fdp.exe`. Pure.

/** Overrides, embeddings and isolates; marks that names of right-to-left scripts have are none of them. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Shows that there is one, in place of obeying it. */
export const withoutTurns = (text: string): string => text.replace(TURNS, '\uFFFD');
