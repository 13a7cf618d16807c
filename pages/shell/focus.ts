// What comes late takes the focus along from where it was asked for, and from nowhere else: who went on meanwhile stays there.
import { effect } from '@preact/signals';
import { route } from './route.ts';

let left: Element | null = null;

/** Something is asked for here that takes the focus when it comes. */
export function leave(): void {
  left = document.activeElement;
}

// The next place does.
effect(() => {
  if (route.value) leave();
});

/** Takes the focus unless the reader moved it since. */
export function arriveAt(take: () => void): void {
  const { activeElement: now, body } = document;
  if (now !== null && now !== body && now !== left) return;
  take();
  leave();
}
