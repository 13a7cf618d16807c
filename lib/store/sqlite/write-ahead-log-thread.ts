// The thread of write-ahead-log.ts: writes the log back into the database file whenever it is asked to, without waiting for
// anybody. What fails here is met again, and told, by whoever uses the database.
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

// `rw`: a file that is gone must not be made anew.
const database = new DatabaseSync(new URL(`${pathToFileURL(String(workerData))}?mode=rw`), { timeout: 0 });

const READERS_MS = 5_000;

parentPort?.on('message', (asked) => {
  if (asked === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(asked === 'empty' ? empty() : checkpoint());
});

/** Pages that are in the log now. */
function checkpoint(): unknown {
  try {
    return database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()?.log;
  } catch {
    // Locked, full or damaged.
    return 0;
  }
}

/** Waits for who reads. */
function empty(): unknown {
  try {
    database.exec(`PRAGMA busy_timeout = ${READERS_MS}`);
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.log;
  } catch {
    return 0;
  } finally {
    database.exec('PRAGMA busy_timeout = 0');
  }
}
