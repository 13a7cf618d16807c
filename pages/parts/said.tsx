// What the API, or a document, says in English: in German where there are words for it, else marked as what it is.
import { language } from '../shell/language.ts';
import { Marked } from './marked.tsx';

interface SaidProps {
  readonly text: string;
  /** Null for what has no words; absent while they are loaded. */
  readonly german: ((text: string) => string | null) | null;
}

export function Said({ text, german }: SaidProps) {
  const said = language.value === 'de' ? (german?.(text) ?? null) : null;
  return said === null ? <Marked text={text} /> : <Marked lang="de" text={said} />;
}
