// The page of the API: its operations, to be looked for, and tried with the key. A document of its own, since what draws them
// makes markup, which the policy of the others forbids.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { Frame } from '../shell/frame.tsx';
import { forgotten, key } from '../shell/session.ts';
import { Operations } from './operations.tsx';

/** Swagger UI has the key as well, and what was answered: only with the document all of it goes. */
let wasOpen = false;
effect(() => {
  if (key.value === null && wasOpen && forgotten.peek() !== 'left') location.reload();
  wasOpen = key.value !== null;
});
// What is being left cannot be loaded anew: that is done where somebody comes back to it.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = (): unknown => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

const root = document.getElementById('app');
if (root)
  render(
    <Frame current="docs">
      <Operations />
    </Frame>,
    root,
  );
