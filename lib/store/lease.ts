// One runner per source: the row in `source_state` holds lease and fence, by the database's clock. Whoever holds the
// lease writes with its fence as the last statement of every transaction; a fence that is no longer the row's rolls back.
import { setTimeout as delay } from 'node:timers/promises';
import { LeaseLost, SourceError } from '../errors.ts';
import { addRow } from './add-row.ts';
import type { Store, WriteTransaction } from './database.ts';

/** Where polls of a source stand: committed with the rows it covers. */
export interface PollState {
  /** Address, scope, fields, switches and mapping version; another one voids `checkpoint`. */
  fingerprint: string;
  /** Grows with each fenced transaction: tells after a lost COMMIT whether it took effect. */
  sequence: number;
  /** The connector's own checkpoint, as it gave it. */
  checkpoint: Readonly<Record<string, unknown>> | null;
  /** Passes under way, by dataset. */
  unfinished: Record<string, { pass: number; startedAt: string }>;
  /** Rows read since a dataset's reading began, as of `checkpoint`: what came behind it is read again. */
  read: Record<string, number>;
  /** Datasets whose last complete pass was paged by offset. */
  offsetPaged: readonly string[];
}

export interface Lease {
  readonly source: string;
  readonly fence: number;
}

/** With the tick that finds it run out, another collector goes on 25 seconds after a death. */
const LEASE_MS = 20_000;
/** One renewal may be lost, and one late, without a loss. */
const RENEW_EVERY_MS = LEASE_MS / 4;
/** No lease is longer, those of 0.1.0 (a minute) included: one that seems to be was taken by a clock that ran ahead. */
const LONGEST_MS = 120_000;

export const isLeased = (until: Date | null | undefined, now: Date): boolean =>
  until != null && until > now && until.getTime() <= now.getTime() + LONGEST_MS;

/** Makes the row of a source where there is none, and says that a collector has it configured. */
export async function announceSource(store: Store, source: string, type: string): Promise<void> {
  const now = await store.now();
  const seen = await store.write(({ db }) =>
    db
      .updateTable('source_state')
      .set({ last_seen_at: now, product: type })
      .where('source', '=', source)
      .executeTakeFirst(),
  );
  if (seen.numUpdatedRows > 0n) return;
  // Not from 0: in a database that was restored, a collector of before may hold a number of a row that the backup lacks.
  await addRow(store, 'source_state', { source, product: type, fence: now.getTime(), last_seen_at: now });
}

/** A lease that ran out: nobody gave it back. */
export type Abandoned = (tx: WriteTransaction, holder: string) => Promise<void>;

/** Whether a lease that ran out is taken, asked behind the wait for it: several collectors may have found it. */
export type TakesOver = (tx: WriteTransaction) => Promise<boolean>;

/**
 * The lease, or null while another collector holds it. The time is read behind the wait for the row, or the lease would be
 * over when it is given. `abandoned` is written with it where the one before was not given back. With `takesOver` one that
 * was given back is not taken either.
 */
export function acquireLease(
  store: Store,
  source: string,
  holder: string,
  abandoned?: Abandoned,
  takesOver?: TakesOver,
): Promise<Lease | null> {
  return store.write(async (tx) => {
    await lockSource(tx, source);
    const now = await tx.now();
    const state = await tx.db
      .selectFrom('source_state')
      .select(['fence', 'holder', 'lease_until'])
      .where('source', '=', source)
      .executeTakeFirst();
    if (!state || isLeased(state.lease_until, now)) return null;
    if (takesOver && (state.lease_until === null || !(await takesOver(tx)))) return null;
    const fence = state.fence + 1;
    await tx.db
      .updateTable('source_state')
      .set({ fence, holder, lease_until: leasedUntil(now) })
      .where('source', '=', source)
      .execute();
    if (state.lease_until !== null && state.holder !== null) await abandoned?.(tx, state.holder);
    return { source, fence };
  });
}

const leasedUntil = (now: Date): Date => new Date(now.getTime() + LEASE_MS);

/** Sources whose holder died, was cut off, or was stopped in the middle of a poll. Logs are read every minute as it is. */
export async function abandonedSources({ db, now }: Pick<Store, 'db' | 'now'>): Promise<readonly string[]> {
  const over = db
    .selectFrom('source_state')
    .select('source')
    .where('lease_until', '<=', await now())
    .where('files', 'is', null);
  return (await over.execute()).map(({ source }) => source);
}

/** Throws LeaseLost where another collector took over. */
export async function renewLease(store: Store, lease: Lease): Promise<void> {
  await store.write(async (tx) => {
    await lockSource(tx, lease.source);
    await setFenced(tx, lease, { lease_until: leasedUntil(await tx.now()) });
  });
}

/** Is over, and nobody's: whoever looks for what was left in the middle goes on, and it is no loss. */
const HANDED_ON = new Date(0);

/** Gives the source free; `handedOn` for others to go on at once. A lease that was lost meanwhile is not touched. */
export async function releaseLease(store: Store, lease: Lease, handedOn = false): Promise<void> {
  await store.write(({ db }) =>
    db
      .updateTable('source_state')
      .set({ lease_until: handedOn ? HANDED_ON : null, holder: null })
      .where('source', '=', lease.source)
      .where('fence', '=', lease.fence)
      .execute(),
  );
}

interface Asked {
  readonly source: string;
  readonly holder: string;
  readonly abandoned?: Abandoned;
  readonly takesOver?: TakesOver | undefined;
  /** Of work that is stopped by it, and that another collector may go on with. */
  readonly stop?: AbortSignal;
}

/**
 * Runs `work` under the lease of a source, renewed meanwhile; `lost` aborts with LeaseLost when it is lost. Null where
 * another collector holds it.
 */
export async function underLease<T>(
  store: Store,
  { source, holder, abandoned, takesOver, stop }: Asked,
  work: (lease: Lease, lost: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const lease = await acquireLease(store, source, holder, abandoned, takesOver);
  if (!lease) return null;
  const ending = new AbortController();
  const kept = keepLease(store, lease, ending);
  try {
    return await work(lease, ending.signal);
  } finally {
    ending.abort();
    await kept;
    await releaseLease(store, lease, stop?.aborted);
  }
}

/** Renews until `ending` aborts; a lost lease aborts it, with the reason. */
async function keepLease(store: Store, lease: Lease, ending: AbortController): Promise<void> {
  while (!ending.signal.aborted) {
    await delay(RENEW_EVERY_MS, undefined, { signal: ending.signal, ref: false }).catch(() => {});
    if (ending.signal.aborted) return;
    await renewLease(store, lease).catch((error: unknown) => {
      if (error instanceof LeaseLost) ending.abort(error);
    });
  }
}

/**
 * Runs `work` in one transaction of a holder, and changes `state` with it. Throws LeaseLost where another collector took
 * over; the fence comes first here, since what that one wrote may be in the way of `work`.
 */
export async function writeFenced(
  store: Store,
  lease: Lease,
  work: (tx: WriteTransaction) => Promise<void>,
  state: StateChange = {},
): Promise<void> {
  await store.write(async (tx) => {
    await setFenced(tx, lease, state);
    await work(tx);
  });
}

/** What is written of a source's state with something else. */
export type StateChange = Partial<{
  checkpoint: string;
  collected: string;
  versions: string;
  passes: string;
  lease_until: Date;
  next_poll_at: Date;
  last_success_at: Date;
  sign_in: string | null;
  stuck: string | null;
  removals: string;
  arrivals: string;
  files: string;
  peers: string;
}>;

/** Before rows are read that several add to, or move: those that the source tells. Held until the transaction ends. */
export async function lockSource({ db }: WriteTransaction, source: string): Promise<void> {
  const held = db.updateTable('source_state').set(({ ref }) => ({ fence: ref('fence') }));
  await held.where('source', '=', source).execute();
}

async function setFenced({ db }: WriteTransaction, lease: Lease, change: StateChange): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('source_state')
    .set({ ...change, fence: lease.fence })
    .where('source', '=', lease.source)
    .where('fence', '=', lease.fence)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LeaseLost();
}

/** Transactions of one poll: each ends with the checkpoint under the fence. */
export class FencedWriter {
  readonly #store: Store;
  readonly lease: Lease;
  pollState: PollState;

  constructor(store: Store, lease: Lease, pollState: PollState) {
    this.#store = store;
    this.lease = lease;
    this.pollState = pollState;
  }

  /** Runs `work`, then commits `next`. Nothing of it is kept when the lease is lost. */
  async write<T>(
    work: (tx: WriteTransaction) => Promise<T>,
    next: Partial<PollState> = {},
    state: StateChange = {},
  ): Promise<T> {
    const pollState = { ...this.pollState, ...next, sequence: this.pollState.sequence + 1 };
    const checkpoint = boundedText(pollState);
    const value = await this.#store.write(
      async (tx) => {
        const result = await work(tx);
        await setFenced(tx, this.lease, { ...state, checkpoint });
        return result;
      },
      { committed: async () => (await this.#committedSequence()) === pollState.sequence },
    );
    this.pollState = pollState;
    return value;
  }

  /** Commits `next` or `state` alone, as `write` does. */
  advance(next: Partial<PollState>, state: StateChange = {}): Promise<void> {
    return this.write(async () => {}, next, state);
  }

  async #committedSequence(): Promise<number | null> {
    const row = await this.#store.db
      .selectFrom('source_state')
      .select('checkpoint')
      .where('source', '=', this.lease.source)
      .where('fence', '=', this.lease.fence)
      .executeTakeFirst();
    return row?.checkpoint ? parsePollState(row.checkpoint).sequence : null;
  }
}

/** It is written with every transaction, and part of it comes from the source: links, ids, times. */
const MOST_CHARACTERS = 1_000_000;

function boundedText(pollState: PollState): string {
  const text = JSON.stringify(pollState);
  if (text.length <= MOST_CHARACTERS) return text;
  throw new SourceError('What the source gives to go on from is too long.', {
    code: 'too-large',
    hint: 'Nothing of this page is stored. Look at the source: its links, or the names of its lists, are no ordinary ones.',
  });
}

export function parsePollState(text: string | null): PollState {
  const empty = { fingerprint: '', sequence: 0, checkpoint: null, unfinished: {}, read: {}, offsetPaged: [] };
  if (text === null) return empty;
  // As versions before this one called them.
  const { position = null, passes = {}, ...state } = JSON.parse(text);
  return { ...empty, checkpoint: position, unfinished: passes, ...state };
}
