// What was typed into the fields of the inventory: it may be somebody's name by mistake, and stands in no address. It is kept
// for going back, and goes with the key.
import { keptWithKey } from '../shell/session.ts';

/** The app whose devices are listed, and the beginning of the titles that are. */
export const typedApp = keptWithKey('');
export const typedTitle = keptWithKey('');
