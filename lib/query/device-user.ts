// Who a device belongs to: its user in the EMM is an `emm_user` of the same source, who is linked to a subject.
import type { Store } from '../store/database.ts';
import type { DatabaseRow } from './page.ts';

/** Sizes of IN lists: few sizes make few plans on SQL Server, which takes 2,100 parameters at most. */
const LIST_SIZES = [10, 100, 500];
const KEYS_A_CALL = 500;

/** The subject of each device row (`source`, `user_external_id`), in their order; null where there is none. */
export async function subjectsOfDevices(
  store: Store,
  rows: readonly DatabaseRow[],
): Promise<readonly (number | null)[]> {
  const wanted = new Map<string, Set<string>>();
  for (const { source, user_external_id: user } of rows)
    if (typeof user === 'string') wanted.set(String(source), (wanted.get(String(source)) ?? new Set()).add(user));
  const found = new Map<string, number | null>();
  for (const [source, users] of wanted)
    for (const chunk of chunksOf([...users], KEYS_A_CALL)) {
      const linked = await store.db
        .selectFrom('emm_user')
        .select(['external_id', 'subject_id'])
        .where('source', '=', source)
        .where('external_id', 'in', padded(chunk))
        .execute();
      for (const row of linked) found.set(keyOf(source, row.external_id), row.subject_id);
    }
  return rows.map((row) => found.get(keyOf(row.source, row.user_external_id)) ?? null);
}

const keyOf = (source: unknown, user: unknown): string => `${source}\0${user}`;

function chunksOf<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
}

function padded(values: readonly string[]): readonly string[] {
  const size = LIST_SIZES.find((n) => n >= values.length) ?? values.length;
  return [...values, ...Array<string>(size - values.length).fill(values.at(-1) ?? '')];
}
