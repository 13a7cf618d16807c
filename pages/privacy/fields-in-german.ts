// Descriptions of fields in German: hundreds, which two places of this view show.
import { germanOnes } from '../parts/german.ts';

const useWords = germanOnes(() => import('./german/fields.ts'));

/** Null until they have come, and in English. */
export const useFieldsInGerman = (): ((description: string) => string | null) | null =>
  useWords()?.fieldInGerman ?? null;
