// German words that are many stand in files of their own, which are loaded where they are wanted: in English never.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { language } from '../shell/language.ts';

/** Makes a hook that has the words once they have come; undefined before, null in English and where they do not come. */
export function germanOnes<Words>(load: () => Promise<Words>): () => Words | null | undefined {
  const loaded = signal<Words | null | undefined>(undefined);
  return () => {
    const isGerman = language.value === 'de';
    useEffect(() => {
      if (!isGerman || loaded.peek()) return;
      load().then(
        (words) => {
          loaded.value = words;
        },
        // What the API says in English stands there then.
        () => {
          loaded.value = null;
        },
      );
    }, [isGerman]);
    return isGerman ? loaded.value : null;
  };
}
