// What an answer leaves out for the role of the key: told as that, lest it reads as if there were none.
import { textsIn } from '../shell/language.ts';
import { texts } from './texts/attention.ts';

export const NotTold = ({ what }: { readonly what: keyof typeof texts.en.notTold }) => (
  <p class="quiet">{textsIn(texts).notTold[what]}</p>
);
