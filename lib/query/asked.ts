// What `q` asks for, of people and devices: as it is typed, and as the whole number that it may be.
import type { ApiDependencies } from '../http/dependencies.ts';
import { ownCountry } from '../numbers/own-country.ts';
import { hashesOfNumber } from '../numbers/phone.ts';
import { hashesOfSim } from '../numbers/subscriber.ts';
import { DEVICES_SOUGHT, PEOPLE_SOUGHT, type Sought } from '../search/find.ts';
import { areTermsMade } from '../search/made.ts';
import { type Question, questionOf } from '../search/question.ts';
import { devices, type Resource, users } from './resource.ts';

export interface Asked {
  readonly sought: Sought;
  readonly question: Question;
  /** Rows from before there were terms have none yet: the searched columns are asked, too. */
  readonly alsoColumns: boolean;
}

/** What stands before numbers and addresses where they are copied from: `tel:+49..`, `SMTP:..`. */
const SCHEME = /^(?:tel|sip|smtp|mailto):/;

/** Null of a resource that is searched by its columns alone. */
export async function askedOf(
  { store, numbers }: ApiDependencies,
  resource: Resource,
  q: string | null,
): Promise<Asked | null> {
  const sought = resource === users ? PEOPLE_SOUGHT : resource === devices ? DEVICES_SOUGHT : null;
  if (q === null || !sought) return null;
  const key = numbers.key.read();
  const countries = numbers.countries.flatMap((country) => ownCountry(country) ?? []);
  const text = q.replace(SCHEME, '');
  const question = questionOf(text, [...hashesOfNumber(text, key, countries), ...hashesOfSim(text, key)]);
  return { sought, question, alsoColumns: !(await areTermsMade(store)) };
}
