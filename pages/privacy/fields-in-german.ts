// Descriptions of fields in German: hundreds, which two places of this view show.
import { germanOnes } from '../parts/german.ts';

const useWords = germanOnes(() => import('./german/fields.ts'));

/** Undefined until they have come; null in English. */
export const useFieldsInGerman = (): ((description: string) => string | null) | null | undefined => {
  const words = useWords();
  return words ? words.fieldInGerman : words;
};
