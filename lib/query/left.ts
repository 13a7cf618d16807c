// What is asked for by its id, and left: told for as long as its changes are kept, of a person as long as the entry is.
import { Gone, notFound } from '../http/problem.ts';
import { firstRows } from '../store/capabilities.ts';
import type { Store } from '../store/database.ts';

/** Throws ApiError 410 where a change says that the device left, else 404. */
export async function deviceLeft({ db, engine }: Store, id: number): Promise<never> {
  const query = db
    .selectFrom('change')
    .select(['occurred_at', 'source', 'subject_id'])
    .where('left_id', '=', id)
    .where('dataset', '=', 'device')
    .orderBy('id', 'desc');
  const change = await firstRows(engine, query, 1).executeTakeFirst();
  if (!change) throw notFound('device');
  const { occurred_at, source, subject_id } = change;
  const fields = ['occurredAt', 'source', 'kind'];
  const subjects = subject_id === null ? [] : [subject_id];
  throw new Gone(
    'device',
    `Source ${source} had it no more at ${occurred_at.toISOString()}. Where it is known again, it has another id.`,
    { at: occurred_at.toISOString(), how: 'removed' },
    [{ dataset: 'change', fields, filters: ['id'], rowCount: 1, subjects }],
  );
}

interface Person {
  readonly id: number;
  readonly changed_at: Date;
  readonly merged_into: number | null;
}

/** Throws ApiError 410 where there still is an entry of the person, else 404. */
export function personLeft(person: Person | undefined): never {
  if (!person) throw notFound('user');
  const { id, changed_at, merged_into: into } = person;
  const at = changed_at.toISOString();
  throw new Gone(
    'user',
    into === null
      ? `No source knew the person any more at ${at}. The export answers what is still kept.`
      : `The person turned out to be another entry at ${at}: ask for the id that \`left\` names.`,
    into === null ? { at, how: 'removed' } : { at, how: 'merged', id: String(into) },
    [{ dataset: 'subject', fields: ['present', 'changedAt'], filters: ['id'], rowCount: 1, subjects: [into ?? id] }],
  );
}
