// The language of the page: the one that was chosen, or else the first of the browser's that there is. The choice is all that a
// browser keeps of these pages: it stands in no address, so that a link opens in the language of whoever gets it.
import { effect, signal } from '@preact/signals';
import { type Formats, formatsOf, type Language, languageOf } from '../parts/formats.ts';

/** Other applications may be behind the same proxy, with the same store. */
const KEPT = 'emm-lens.language';

export const language = signal<Language>(languageOf([kept(), ...navigator.languages]));

export function choose(chosen: Language): void {
  language.value = chosen;
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // This browser keeps nothing: the choice ends with the document.
  }
}

function kept(): string {
  try {
    return localStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

effect(() => {
  document.documentElement.lang = language.value;
});

/** Texts of a view in the language of the page: components that ask are drawn anew when it changes. */
export const textsIn = <T>(texts: Readonly<Record<Language, T>>): T => texts[language.value];

/** Numbers and times as the language writes them, in the zone of the browser. */
export const formats = (): Formats => formatsOf(language.value);
