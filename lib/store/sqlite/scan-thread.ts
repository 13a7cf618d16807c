// The thread of scans.ts: runs one read after the other on a connection of its own, and says what it found or why not.
import { parentPort, workerData } from 'node:worker_threads';
import { SqliteConnection } from './connection.ts';
import { sqliteError } from './errors.ts';
import type { ScanAnswer, ScanQuestion } from './scans.ts';

let connection: SqliteConnection | null = null;

parentPort?.on('message', (question: ScanQuestion | 'close') => {
  if (question !== 'close') return parentPort?.postMessage(answerTo(question));
  connection?.close();
  parentPort?.close();
});

function answerTo(question: ScanQuestion): ScanAnswer {
  try {
    // Not before it is asked: a file that cannot be opened now is told to whoever asks, and opened for the next one.
    connection ??= new SqliteConnection(String(workerData), { readOnly: true });
    return { rows: connection.execute(question).rows };
  } catch (error) {
    // An error's class does not pass the edge of a thread.
    const { message, code, hint, transient } = sqliteError(error);
    return { refused: { message, code, hint, transient } };
  }
}
