// Threads that work on the database's file beside the event loop: how they begin, and how they let go of the file.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** `code` stands beside the caller: TypeScript in a checkout, JavaScript in the bundle. */
export const startThread = (code: URL, path: string): Worker =>
  new Worker(code, { workerData: path, execArgv: [], stdout: true, stderr: true });

/** Resolves when the thread has done what it was asked, and let go of the file. */
export async function endThread(thread: Worker): Promise<void> {
  const exit = once(thread, 'exit');
  thread.ref();
  thread.postMessage('close');
  await exit;
}
