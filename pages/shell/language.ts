// The language of the page: that of the browser until another one is chosen. Nothing of it is kept.
import { effect, signal } from '@preact/signals';
import { type Formats, formatsOf, type Language } from '../parts/formats.ts';

export const language = signal<Language>(navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en');

effect(() => {
  document.documentElement.lang = language.value;
});

/** Texts of a view in the language of the page: components that ask are drawn anew when it changes. */
export const textsIn = <T>(texts: Readonly<Record<Language, T>>): T => texts[language.value];

/** Numbers and times as the language writes them, in the zone of the browser. */
export const formats = (): Formats => formatsOf(language.value);
