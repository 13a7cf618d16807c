// A name that people or systems gave, as text of its own: what stands beside it keeps its direction.
import { withoutTurns } from './turns.ts';

export const Name = ({ text }: { readonly text: string }) => <bdi>{withoutTurns(text)}</bdi>;
