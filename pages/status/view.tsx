// The status of the collector and its sources.
import { Heading } from '../shell/heading.tsx';
import { textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';

export function View() {
  return <Heading title={textsIn(texts).views.status} />;
}
