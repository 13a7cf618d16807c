// What is known of the files of a source of logs, as the database keeps it: what a poll found, and since when it is so.
import type { FilesFound, TroublePlace } from '../sources/contract.ts';

export interface FilesKnown extends FilesFound {
  readonly places: readonly (TroublePlace & { readonly since: string })[];
}

/** Null before the first poll, and of what reads no files. */
export function filesKnown(text: string | null | undefined): FilesKnown | null {
  if (!text) return null;
  const known: Omit<FilesKnown, 'places'> & Partial<FilesKnown> = JSON.parse(text);
  // An older version told no places: the next poll does.
  return { ...known, places: known.places ?? [] };
}

/** What was wrong at a place before is so since then, however many files it is now. */
export function filesKnownNow(found: FilesFound, before: string | null, now: Date): FilesKnown {
  const earlier = filesKnown(before)?.places ?? [];
  const since = ({ trouble, path }: TroublePlace): string | undefined =>
    earlier.find((one) => one.trouble === trouble && one.path === path)?.since;
  return { ...found, places: found.places.map((one) => ({ ...one, since: since(one) ?? now.toISOString() })) };
}
