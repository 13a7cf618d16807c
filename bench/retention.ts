// Retention over millions of overdue event rows: rows a second, and the longest time that a reader or a writer waited
// meanwhile. Waiting counts from the moment at which a request was due, whoever held the event loop.
import { setTimeout as delay } from 'node:timers/promises';
import { runRetention } from '../lib/retention/retention.ts';
import type { EngineName, Store } from '../lib/store/index.ts';
import { openTestStore } from '../test/store/databases.ts';
import { fillWithChanges } from './overdue.ts';
import type { Result } from './report.ts';

const BUDGET_MS = 150_000;
const EVERY_MS = 5;
/** What takes ten million rows away in an hour. */
const ROWS_A_SECOND = 10_000_000 / 3_600;
export const LONGEST_WAIT_MS = 100;

export async function measureRetention(engine: EngineName, rows: number): Promise<readonly Result[]> {
  const { store, database, remove } = await openTestStore(engine);
  try {
    await fillWithChanges(store, database, rows);
    const ended = new AbortController();
    const waits = Promise.all([
      longestWait(ended.signal, () => read(store)),
      longestWait(ended.signal, () => write(store)),
    ]);
    const start = performance.now();
    const receipt = await runRetention({
      store,
      settings: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 },
      stopped: () => performance.now() - start > BUDGET_MS,
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    const seconds = (performance.now() - start) / 1000;
    ended.abort();
    const [reader, writer] = await waits;
    const { due = 0, removed = 0 } = receipt.datasets.change ?? {};
    if (due !== rows || removed === 0) throw new Error('not all rows were overdue, or none was removed');
    const what = `retention of ${rows} event rows`;
    return [
      {
        engine,
        what: `${what}, against what removes 10000000 in an hour`,
        measured: `${Math.round(removed / seconds)} rows/s (${removed} in ${Math.round(seconds)} s)`,
        ratio: removed / seconds / ROWS_A_SECOND,
        target: { atLeast: 1 },
      },
      ...[
        { who: 'reader', ms: reader },
        { who: 'writer', ms: writer },
      ].map(({ who, ms }) => ({
        engine,
        what: `${what}, longest wait of a ${who}, against ${LONGEST_WAIT_MS} ms`,
        measured: `${Math.round(ms)} ms`,
        ratio: ms / LONGEST_WAIT_MS,
        target: { atMost: 1 },
      })),
    ];
  } finally {
    await remove();
  }
}

export async function longestWait(
  ended: AbortSignal,
  request: () => Promise<unknown>,
  everyMs = EVERY_MS,
): Promise<number> {
  let longest = 0;
  while (!ended.aborted) {
    const due = performance.now() + everyMs;
    await delay(everyMs);
    await request();
    longest = Math.max(longest, performance.now() - due);
  }
  return longest;
}

/** As small as the API's: the newest event, and a line of the access log. */
export const read = (store: Store) => store.db.selectFrom('source_state').select('source').execute();

export const write = (store: Store) =>
  store.write((tx) =>
    tx.insert('access_log', [
      {
        occurred_at: new Date(),
        principal: 'bench',
        operation: 'listDevices',
        dataset: 'device',
        fields: '[]',
        filters: '[]',
        row_count: 0,
      },
    ]),
  );
