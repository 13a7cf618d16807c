// Fills the table of changes with rows that are long overdue, as fast as the engine can: on sqlite it makes the rows
// itself, and the indexes afterwards.
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../lib/store/index.ts';

const OLDEST = Date.UTC(2026, 0, 1);
const DAYS = 60;
const ROWS_AT_ONCE = 10_000;

export async function fillWithChanges(store: Store, database: string, rows: number): Promise<void> {
  const stepMs = (DAYS * 86_400_000) / rows;
  if (store.engine === 'sqlite') return fillFile(database.replace(/^sqlite:/, ''), rows, stepMs);
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - from);
    const changes = Array.from({ length: count }, (_, i) => ({
      source: 'bench',
      record_key: randomBytes(16),
      occurred_at: new Date(Math.floor(OLDEST + (from + i) * stepMs)),
      transition: randomBytes(16),
      dataset: 'device',
      owner_key: randomBytes(16),
      kind: 'changed',
      parameter: 'os_version',
      old_value: '17.1.1',
      new_value: '17.2.0',
    }));
    await store.write((tx) => tx.insert('change', changes));
  }
}

function fillFile(path: string, rows: number, stepMs: number): void {
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;');
    const indexes = db
      .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'change' AND sql IS NOT NULL")
      .all();
    db.exec('BEGIN');
    for (const { name } of indexes) db.exec(`DROP INDEX "${String(name)}"`);
    db.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
       INSERT INTO "change" (source, record_key, occurred_at, transition, dataset, owner_key, kind, parameter, old_value, new_value)
       SELECT 'bench', randomblob(16), CAST(? + i * ? AS INTEGER), randomblob(16), 'device', randomblob(16), 'changed',
         'os_version', '17.1.1', '17.2.0' FROM n`,
    ).run(rows, OLDEST, stepMs);
    for (const { sql } of indexes) db.exec(String(sql));
    db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE);');
  } finally {
    db.close();
  }
}
