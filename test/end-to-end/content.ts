// What a database holds of the company, without what differs between two that read it apart: surrogate ids and instants.
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

type Row = Record<string, unknown>;
/** Ours, not the company's: surrogate ids, and when it was read. */
const OWN = new Set([
  'id',
  'first_seen_at',
  'changed_at',
  'absent_since',
  'subject_id',
  'occurred_at',
  'record_key',
  'transition',
]);
const MIRRORS = ['device', 'device_app', 'emm_user', 'directory_user', 'infrastructure'];

const text = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value);
const withoutOwn = (row: Row): string =>
  JSON.stringify(Object.entries(row).flatMap(([name, value]) => (OWN.has(name) ? [] : [[name, text(value)]])));

/** Everything that is stored about the company in a sqlite file, by table, sorted. */
export function contentOf(file: string): Record<string, readonly string[]> {
  using database = new DatabaseSync(file, { readOnly: true });
  const all = (sql: string): Row[] => z.array(z.record(z.string(), z.unknown())).parse(database.prepare(sql).all());
  const content: Record<string, readonly string[]> = {};
  for (const table of [...MIRRORS, 'change']) content[table] = all(`SELECT * FROM "${table}"`).map(withoutOwn).sort();
  for (const table of MIRRORS)
    content[`${table} keys`] = all(`SELECT hex(record_key) AS k, absent_since IS NULL AS here FROM "${table}"`)
      .map((row) => JSON.stringify(row))
      .sort();
  const views = `SELECT subject_id, 'directory' AS source, external_id, subject_link FROM directory_user
    UNION ALL SELECT subject_id, 'emm', external_id, subject_link FROM emm_user ORDER BY 2, 3`;
  content.subjects = [...Map.groupBy(all(views), (row) => row.subject_id).values()]
    .map((group) =>
      JSON.stringify(group.map(({ source, external_id, subject_link }) => [source, external_id, subject_link])),
    )
    .sort();
  content['present subjects'] = all('SELECT * FROM subject WHERE present = 1')
    .map(({ created_at: _, ...row }) => withoutOwn(row))
    .sort();
  content.aliases = all('SELECT dataset, kind, value, valid_to IS NULL AS valid FROM subject_alias')
    .map((row) => JSON.stringify(row))
    .sort();
  content['digests of parents'] = all('SELECT source, dataset, hex(parent_key) AS k, rows AS n FROM parent_digest')
    .map((row) => JSON.stringify(row))
    .sort();
  return content;
}
