// A sentence with code in it, between backticks. What the API and the documents say is English.
import type { Language } from './formats.ts';
import { withoutTurns } from './turns.ts';

export const Marked = ({ text, lang = 'en' }: { readonly text: string; readonly lang?: Language }) => (
  <span lang={lang}>
    {withoutTurns(text)
      .split('`')
      .map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}
  </span>
);
