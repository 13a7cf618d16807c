// The table of faults in German, by its English words: one that is changed or added is missed by test/pages/german.test.ts.
// Loaded where a row of it is shown. Pure.
import { own } from '../../parts/own.ts';
import { happens } from './happens.ts';
import { todo } from './todo.ts';

/** Null where the document of a newer collector says what this page does not know. */
export const happensInGerman = (text: string): string | null => own(happens, text) ?? null;
export const todoInGerman = (text: string): string | null => own(todo, text) ?? null;
export { writtenInGerman } from './written.ts';
