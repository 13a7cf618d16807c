// Text that people or systems gave, as text of its own: what stands beside it keeps its direction.
import type { ComponentChildren } from 'preact';
import { textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { isBlank, withoutTurns } from './turns.ts';

export const Text = ({ text }: { readonly text: string }) => <bdi>{withoutTurns(text)}</bdi>;

/** Of a name something has to be seen. */
export const Name = ({ text }: { readonly text: string }) =>
  isBlank(text) ? textsIn(texts).noName : <Text text={text} />;

/** What a cell, or a fact, says: plain text may be that of a system. */
export const Told = ({ value }: { readonly value: ComponentChildren }) =>
  typeof value === 'string' && value !== '' ? <Text text={value} /> : value;
