// What the catalogue says of fields, in German, by its English words: one that is changed or added is missed by
// test/pages/german.test.ts. Loaded where fields are described. Pure.
import { own } from '../../parts/own.ts';
import { devices } from './devices.ts';
import { events } from './events.ts';
import { internal } from './internal.ts';
import { mail } from './mail.ts';
import { people } from './people.ts';
import { shared } from './shared.ts';
import { upkeep } from './upkeep.ts';

/** A file for each part of the catalogue. */
export const parts = { shared, people, devices, mail, events, internal, upkeep };
const all: Readonly<Record<string, string>> = Object.fromEntries(Object.values(parts).flatMap(Object.entries<string>));

/** Null where a newer collector says what this page does not know. */
export const fieldInGerman = (description: string): string | null => own(all, description) ?? null;
