// What the view asks, and the shape of what it is answered.
import type { WholeRow } from '../api/row.ts';

export type { CollectingSource } from '../../lib/privacy/collected.ts';
export type { FoundPerson, FoundPersons } from '../../lib/privacy/find-person.ts';
export type { ProcessingEntry, ProcessingField } from '../../lib/privacy/processing.ts';

/** A row of the access log. */
export interface Reading extends Omit<WholeRow<'access_log'>, 'fields'> {
  readonly fields: readonly string[];
}

/** Everything about a person: records by dataset, in the spelling of JSON. */
export type Export = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
