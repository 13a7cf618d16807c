// What happened without the reader's focus being there: said by screen readers, and shown for a while.
import { effect } from '@preact/signals';
import { route } from './route.ts';
import { keptWithKey } from './session.ts';

const SHOWN_MS = 8_000;
/** It may count whom a search found. */
const said = keptWithKey('');
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence. */
export function announce(sentence: string): void {
  clearTimeout(timer);
  said.value = sentence;
  timer = setTimeout(() => {
    said.value = '';
  }, SHOWN_MS);
}

// What was said of one place, or of what was filtered there, is untrue of the next.
effect(() => {
  if (route.value) said.value = '';
});

/** Stands in the document before its first text: else nothing is said. */
export const Announcer = () => (
  <div role="status" class="announcer">
    {said}
  </div>
);
