// Fills the tables of web traffic with days of counters, as fast as sqlite can make them: in the order of their keys, the
// index afterwards.
import { DatabaseSync } from 'node:sqlite';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PEOPLE = 20_000;
export const HOSTS = 5_000;

/** `before` is the begin of the day behind the last one. */
export function fillWithCounters(database: string, rowsADay: number, days: number, before: number): void {
  const db = new DatabaseSync(database.replace(/^sqlite:/, ''));
  try {
    db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;');
    const index = db.prepare("SELECT sql FROM sqlite_master WHERE name = 'ix_http_traffic_subject'").get();
    db.exec('BEGIN; DROP INDEX ix_http_traffic_subject;');
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)';
    const begin = before - days * DAY_MS;
    db.prepare(
      `${numbers} INSERT INTO "http_traffic"
         (source, record_key, occurred_at, subject_id, host, requests, blocked, errors, bytes)
       SELECT 'bench', unhex(printf('%032x', i)), ? + (i * 24 / ?) * ${HOUR_MS}, 1 + (i * 7919) % ${PEOPLE},
         'host' || ((i * 104729) % ${HOSTS}) || '.example', 3, 0, 0, 9000 FROM n`,
    ).run(rowsADay * days, begin, rowsADay);
    db.prepare(
      `${numbers} INSERT INTO "http_total"
         (source, record_key, occurred_at, kind, name, requests, blocked, errors, bytes, persons, person_hashes)
       SELECT 'bench', unhex(printf('%032x', i)), ? + (i / ${HOSTS}) * ${DAY_MS}, 'host',
         'host' || (i % ${HOSTS}) || '.example', 30, 0, 0, 90000, 1 + i % 900, randomblob(8 * (1 + i % 900)) FROM n`,
    ).run(HOSTS * days, begin);
    db.exec(String(index?.sql));
    db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE);');
  } finally {
    db.close();
  }
}
