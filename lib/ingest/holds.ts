// Deletion holds as rows: at most one open per source and dataset; a rejected one protects what was absent until then.
import type { MirrorName } from '../catalog/index.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';

/** An absence that every complete pass confirmed for so long is carried out unless it was rejected. */
export const CARRIED_OUT_AFTER_MS = 14 * 86_400_000;

export interface Hold {
  readonly id: number;
  readonly openedAt: Date;
  readonly confirmedAt: Date;
}

export interface Decision {
  readonly open: Hold | null;
  /** In the order in which they were opened: a rejected one may have been approved after all, together with a later one. */
  readonly approved: readonly Hold[];
  readonly rejected: readonly Hold[];
  /** Absences up to this instant were rejected: they stay until an operator approves them. */
  readonly rejectedUntil: Date | null;
}

export async function decisionsOn({ db }: Store, source: string, dataset: MirrorName): Promise<Decision> {
  const rows = await db
    .selectFrom('deletion_hold')
    .selectAll()
    .where('source', '=', source)
    .where('dataset', '=', dataset)
    .where('state', 'in', ['open', 'approved', 'rejected'])
    .orderBy('id')
    .execute();
  const holds = rows.map((row) => ({
    state: row.state,
    id: row.id,
    openedAt: row.opened_at,
    confirmedAt: row.confirmed_at,
  }));
  const rejected = holds.filter((hold) => hold.state === 'rejected');
  return {
    open: holds.find((hold) => hold.state === 'open') ?? null,
    approved: holds.filter((hold) => hold.state === 'approved'),
    rejected,
    rejectedUntil: rejected.length > 0 ? latest(rejected) : null,
  };
}

/** When the last of them was confirmed. */
export const latest = (holds: readonly Hold[]): Date =>
  new Date(Math.max(...holds.map((hold) => hold.confirmedAt.getTime())));

interface Refusal {
  readonly absent: number;
  readonly total: number;
  readonly sample: readonly number[];
  readonly confirmed: boolean;
}

/** Opens a hold, or brings the open one up to date: a refused removal is offered again by every complete pass. */
export async function openHold(
  tx: WriteTransaction,
  { source, name, at }: { source: string; name: MirrorName; at: Date },
  { open }: Decision,
  refusal: Refusal,
): Promise<void> {
  const { absent, total, sample, confirmed } = refusal;
  const counts = { absent, total, sample: JSON.stringify(sample) };
  if (open) await tx.update('deletion_hold', [{ id: open.id, ...counts, ...(confirmed ? { confirmed_at: at } : {}) }]);
  else
    await tx.insert('deletion_hold', [
      { source, dataset: name, state: 'open', ...counts, opened_at: at, confirmed_at: at },
    ]);
}

/** What they spoke of is present again, or gone. */
export const recover = (tx: WriteTransaction, holds: readonly Hold[]): Promise<void> =>
  tx.update(
    'deletion_hold',
    holds.map(({ id }) => ({ id, state: 'recovered' })),
  );

/** The rows of a dataset are gone, all of them: nothing is left to decide on. */
export async function recoverAll(store: Store, writer: FencedWriter, dataset: MirrorName): Promise<void> {
  const { open, approved, rejected } = await decisionsOn(store, writer.lease.source, dataset);
  const holds = [...(open ? [open] : []), ...approved, ...rejected];
  if (holds.length > 0) await writer.write((tx) => recover(tx, holds));
}

export const markCarriedOut = (tx: WriteTransaction, holds: readonly Hold[], at: Date): Promise<void> =>
  tx.update(
    'deletion_hold',
    holds.map(({ id }) => ({ id, state: 'done', decided_at: at })),
  );

export const carriedOutAt = (openedAt: Date): Date => new Date(openedAt.getTime() + CARRIED_OUT_AFTER_MS);

/** One line for each removal that waits for a decision: of all sources, or of one. */
export async function heldLines({ db }: Store, only?: string): Promise<readonly string[]> {
  const open = db.selectFrom('deletion_hold').selectAll().where('state', '=', 'open').orderBy('id');
  const holds = await (only === undefined ? open : open.where('source', '=', only)).execute();
  return holds.map(
    ({ source, dataset, absent, total, opened_at }) =>
      `${absent} of ${total} rows of ${dataset} are gone at source ${source}: their removal is held, and carried out at ${carriedOutAt(opened_at).toISOString()} if every complete pass confirms it. POST /api/sources/${source}/deletions/approve removes them, /reject keeps them.`,
  );
}

export interface DecidedHold {
  readonly dataset: string;
  readonly absent: number;
}

/**
 * An operator's word on the open holds of a source (all datasets, or one). Approval also takes back an earlier
 * rejection of the same rows. The removal itself is done by the next poll, under its lease. `note` is written with it.
 */
export async function decideHolds(
  store: Store,
  source: string,
  verdict: 'approved' | 'rejected',
  dataset?: string,
  note: (tx: WriteTransaction, decided: readonly DecidedHold[]) => Promise<void> = async () => {},
): Promise<readonly DecidedHold[]> {
  const at = await store.now();
  return store.write(async (tx) => {
    let query = tx.db
      .selectFrom('deletion_hold')
      .selectAll()
      .where('source', '=', source)
      .where('state', 'in', verdict === 'approved' ? ['open', 'rejected'] : ['open']);
    if (dataset !== undefined) query = query.where('dataset', '=', dataset);
    const holds = await query.execute();
    await tx.update(
      'deletion_hold',
      holds.map(({ id }) => ({ id, state: verdict, decided_at: at })),
    );
    const decided = holds.map((hold) => ({ dataset: hold.dataset, absent: hold.absent }));
    if (decided.length > 0) await note(tx, decided);
    return decided;
  });
}
