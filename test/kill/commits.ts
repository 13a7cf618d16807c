// Watches this process's commits, and stops it at one. It stands where a driver stands, below everything of ours:
// `exec('COMMIT')` of node:sqlite and `commit` of the mssql package. The product knows nothing of it.
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Before COMMIT is sent; when it was sent and is not answered (SQL Server alone); or before the code goes on. */
export type Side = 'before' | 'sent' | 'after';

export interface Stop {
  readonly purpose: string;
  /** The how manieth commit of this purpose, from 1. */
  readonly occurrence: number;
  readonly side: Side;
}

/** Whoever was to kill this process is gone then: it ends by itself. */
const WAIT_TO_BE_KILLED_MS = 20_000;

let stop: Stop | null = null;
let purposes: string[] = [];

/** From now on commits are counted anew. */
export function watchCommits(until: Stop | null): void {
  stop = until;
  purposes = [];
}

/** What each commit since then was for. */
export const commitsSoFar = (): readonly string[] => purposes;

/** Where this commit is to end the process, if it is. */
function begins(): Side | null {
  const here = { stack: '' };
  Error.captureStackTrace(here, begins);
  const purpose = purposeOf(here.stack);
  purposes.push(purpose);
  const occurrence = purposes.filter((other) => other === purpose).length;
  return stop?.purpose === purpose && stop.occurrence === occurrence ? stop.side : null;
}

/** Says so and runs no further: nothing is sent, nothing is read, no timer comes. */
function waitToBeKilled(): never {
  writeSync(1, `${JSON.stringify({ stopped: true })}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_TO_BE_KILLED_MS);
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
}

const LINE = /at (?:async )?(?:\S*?(\w+) (?:\[as \w+\] )?\()?(?:file:\/\/)?\/\S*?\/lib\/([\w/-]+)\.ts:(\d+)/;
/** How every commit comes about. */
const PLUMBING = /^(store\/(sqlite|mssql|store)\b.*|.* (write|writeFenced|again|async|read|poll))$/;

/** The functions of ours that led to this commit, innermost first: `removal.remove:139 < complete.settleAll`. */
function purposeOf(stack: string): string {
  const frames = stack.split('\n').flatMap((text) => {
    const [, name = 'async', file, line] = LINE.exec(text) ?? [];
    return file === undefined || PLUMBING.test(`${file} ${name}`)
      ? []
      : [{ name, file: file.replace(/.*\//, ''), line }];
  });
  const said = frames.slice(0, 3).map(({ name, file, line }, i) => `${file}.${name}${i === 0 ? `:${line}` : ''}`);
  // The stack ends where a caller hands the promise on without waiting for it.
  return said.join(' < ') || 'store.write';
}

function watchSqlite(): void {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    const end = sql === 'COMMIT' ? begins() : null;
    if (end === 'before') waitToBeKilled();
    exec.call(this, sql);
    if (end === 'after') waitToBeKilled();
  };
}

async function watchMssql(): Promise<void> {
  const { default: mssql } = await import('mssql');
  const { commit } = mssql.Transaction.prototype;
  Reflect.set(mssql.Transaction.prototype, 'commit', async function (this: object): Promise<void> {
    const end = begins();
    if (end === 'before') waitToBeKilled();
    const answer: Promise<void> = Reflect.apply(commit, this, []);
    if (end === 'sent') {
      for (let turn = 0; turn < 4; turn += 1) await nextTurn();
      waitToBeKilled();
    }
    await answer;
    if (end === 'after') waitToBeKilled();
  });
}

Error.stackTraceLimit = 50;
if (process.env.DATABASE?.startsWith('sqlite:')) watchSqlite();
else await watchMssql();
