// German words that are many stand in files of their own, which are loaded where they are wanted: in English never.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { language } from '../shell/language.ts';

/** Makes a hook that has the words once they have come; null before, and in English. */
export function germanOnes<Words>(load: () => Promise<Words>): () => Words | null {
  const loaded = signal<Words | null>(null);
  return () => {
    const isGerman = language.value === 'de';
    useEffect(() => {
      if (!isGerman || loaded.peek() !== null) return;
      load().then(
        (words) => {
          loaded.value = words;
        },
        // What the API says in English stands there then.
        () => undefined,
      );
    }, [isGerman]);
    return isGerman ? loaded.value : null;
  };
}
