// What was typed into the fields of the inventory: it may be somebody's name by mistake, and stands in no address. It is kept
// for going back, and goes with the key.
import { effect, signal } from '@preact/signals';
import { key } from '../shell/session.ts';

/** The app whose devices are listed, and the beginning of the titles that are. */
export const typedApp = signal('');
export const typedTitle = signal('');
effect(() => {
  if (key.value === null) {
    typedApp.value = '';
    typedTitle.value = '';
  }
});
