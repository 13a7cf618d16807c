// What the view asks, and the shape of what it is answered.

export type { CollectingSource } from '../../lib/privacy/collected.ts';
export type { FoundPerson, FoundPersons } from '../../lib/privacy/find-person.ts';
export type { ProcessingEntry, ProcessingField } from '../../lib/privacy/processing.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A row of the access log. */
export interface Reading {
  readonly id: string;
  readonly occurredAt: string;
  readonly principal: string;
  readonly operation: string;
  readonly dataset: string;
  readonly purpose: string | null;
  readonly fields: readonly string[];
  readonly rowCount: number;
}

/** Everything about a person: records by dataset, in the spelling of JSON. */
export type Export = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
