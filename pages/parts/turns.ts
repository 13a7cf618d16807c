// Marks that turn the direction of what follows (UAX 9): a name with one reads as another, `exe.pdf` for `fdp.exe`. Pure.

/** Overrides, embeddings and isolates; marks that names of right-to-left scripts have are none of them. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Shows that there is one, in place of obeying it. */
export const withoutTurns = (text: string): string => text.replace(TURNS, '\uFFFD');

/** Zero-width marks, fillers and the blank of Braille, beside what is white. */
const UNSEEN = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/gu;

/** Whether nothing of it can be seen: a link of it alone could not be found. */
export const isBlank = (text: string): boolean => withoutTurns(text).replace(UNSEEN, '') === '';
