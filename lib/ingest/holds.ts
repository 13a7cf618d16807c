// Deletion holds as rows. Of removals at most one is open per source and dataset; a rejected one protects what was absent
// until then. Lost values and rows beyond what a day may bring are held beside them, and named by their kind.
import { apiName, type HoldKind, type MirrorName } from '../catalog/index.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import { readInLists } from '../store/lists.ts';
import { seenOf } from './held-rows.ts';

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
    .where('kind', 'is', null)
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

/** Up to when absences are counted in the last of them. */
export const latest = (holds: readonly Hold[]): Date =>
  new Date(Math.max(...holds.map((hold) => hold.confirmedAt.getTime())));

interface Refusal {
  readonly absent: number;
  readonly total: number;
  readonly sample: readonly number[];
  /** The absences that are counted: approved or rejected are these, and no later ones. */
  readonly until: Date;
}

/** Opens a hold, or brings the open one up to date: a refused removal is offered again by every complete pass. */
export async function openHold(
  tx: WriteTransaction,
  { source, name, at }: { source: string; name: MirrorName; at: Date },
  { open }: Decision,
  refusal: Refusal,
): Promise<void> {
  const { absent, total, sample, until } = refusal;
  const counts = { absent, total, sample: JSON.stringify(sample), confirmed_at: until };
  if (open) await bringUpToDate(tx, open.id, counts);
  else await tx.insert('deletion_hold', [{ source, dataset: name, state: 'open', ...counts, opened_at: at }]);
}

/** An open hold; one that an operator has decided on meanwhile stays as it was when it was decided. */
export const bringUpToDate = (
  { db }: WriteTransaction,
  id: number,
  change: Partial<{ absent: number; total: number; sample: string; confirmed_at: Date }>,
): Promise<unknown> =>
  db.updateTable('deletion_hold').set(change).where('id', '=', id).where('state', '=', 'open').execute();

/** What they spoke of is present again, or gone. */
export const recover = (tx: WriteTransaction, holds: readonly Pick<Hold, 'id'>[]): Promise<void> =>
  tx.update(
    'deletion_hold',
    holds.map(({ id }) => ({ id, state: 'recovered' })),
  );

/** The rows of a dataset are gone, all of them: nothing is left to decide on. */
export async function recoverAll(store: Store, writer: FencedWriter, dataset: MirrorName): Promise<void> {
  const { open, approved, rejected } = await decisionsOn(store, writer.lease.source, dataset);
  const others = (await otherHolds(store, writer.lease.source)).filter((hold) => hold.dataset === dataset);
  const holds = [...(open ? [open] : []), ...approved, ...rejected, ...others];
  if (holds.length > 0) await writer.write((tx) => recover(tx, holds));
}

/** A hold of something else than a removal of rows. */
export interface OtherHold {
  readonly id: number;
  readonly dataset: string;
  readonly kind: HoldKind;
  readonly state: 'open' | 'approved' | 'rejected';
  /** Of lost values. */
  readonly parameters: readonly string[];
  readonly absent: number;
  readonly total: number;
  readonly openedAt: Date;
  /** Decided on is what was counted until then. */
  readonly confirmedAt: Date;
}

export async function otherHolds({ db }: Store, source: string): Promise<readonly OtherHold[]> {
  const rows = await db
    .selectFrom('deletion_hold')
    .selectAll()
    .where('source', '=', source)
    .where('kind', 'is not', null)
    .where('state', 'in', ['open', 'approved', 'rejected'])
    .orderBy('id')
    .execute();
  return rows.map(({ id, dataset, kind, state, parameters, absent, total, opened_at, confirmed_at }) => ({
    id,
    dataset,
    kind: kind === 'growth' ? kind : 'values',
    state: state === 'approved' || state === 'rejected' ? state : 'open',
    parameters: JSON.parse(parameters ?? '[]'),
    absent,
    total,
    openedAt: opened_at,
    confirmedAt: confirmed_at,
  }));
}

/** Opens a hold of another kind. */
export const openOther = (
  tx: WriteTransaction,
  { source, name, at }: { source: string; name: MirrorName; at: Date },
  about: { kind: HoldKind; parameters: readonly string[]; absent: number; total: number },
): Promise<void> =>
  tx.insert('deletion_hold', [
    {
      ...about,
      source,
      dataset: name,
      parameters: JSON.stringify(about.parameters),
      state: 'open',
      sample: '[]',
      opened_at: at,
      confirmed_at: at,
    },
  ]);

export const isDue = (openedAt: Date, at: Date): boolean => at.getTime() - openedAt.getTime() >= CARRIED_OUT_AFTER_MS;

/** Names of parameters as the API has them. */
export const parametersOf = (text: string | null): readonly string[] =>
  JSON.parse(text ?? '[]').map((name: string) => apiName(name.replace(/^attributes\./, '')));

export const markCarriedOut = (tx: WriteTransaction, holds: readonly Pick<Hold, 'id'>[], at: Date): Promise<void> =>
  tx.update(
    'deletion_hold',
    holds.map(({ id }) => ({ id, state: 'done', decided_at: at })),
  );

export const carriedOutAt = (openedAt: Date): Date => new Date(openedAt.getTime() + CARRIED_OUT_AFTER_MS);

export interface Waiting {
  readonly source: string;
  readonly dataset: string;
  readonly since: Date;
  /** Null for a removal of rows. */
  readonly kind: string | null;
  readonly line: string;
}

/** What waits for a decision, with a line that says so: of all sources, or of one. */
export async function waiting({ db }: Store, only?: string): Promise<readonly Waiting[]> {
  const open = db.selectFrom('deletion_hold').selectAll().where('state', '=', 'open').orderBy('id');
  const holds = await (only === undefined ? open : open.where('source', '=', only)).execute();
  return holds.map(({ kind, source, dataset, absent, total, parameters, opened_at }) => {
    const approve = `POST /api/sources/${source}/deletions/approve`;
    const at = carriedOutAt(opened_at).toISOString();
    const names = parametersOf(parameters).join(', ');
    if (kind === 'growth')
      return {
        source,
        dataset,
        since: opened_at,
        kind,
        line: `${absent} rows of ${dataset} at source ${source} are more than a day may bring to ${total}: they are not stored. ${approve} lets them in with the next poll, /reject keeps them out.`,
      };
    if (kind === 'values')
      return {
        source,
        dataset,
        since: opened_at,
        kind,
        line: `${absent} of ${total} rows of ${dataset} lost ${names} at source ${source}: the former values are kept, and removed at ${at} if it does not tell them again. ${approve} removes them, /reject keeps them.`,
      };
    return {
      source,
      dataset,
      since: opened_at,
      kind,
      line: `${absent} of ${total} rows of ${dataset} are gone at source ${source}: their removal is held, and carried out at ${at} if every complete pass confirms it. ${approve} removes them, /reject keeps them.`,
    };
  });
}

export const heldLines = async (store: Store, only?: string): Promise<readonly string[]> =>
  (await waiting(store, only)).map(({ line }) => line);

/** What an operator decides on. */
export interface HeldOf {
  readonly dataset: string | undefined;
  readonly kind: string | undefined;
}

/** What holds tell, of what is decided on together. */
export interface HeldNow {
  /** Of all of them. */
  readonly absent: number;
  /** When the last of them was opened. */
  readonly openedAt: Date;
  /** Of each. */
  readonly seen: ReadonlySet<string>;
}

export interface DecidedHold {
  readonly dataset: string;
  readonly absent: number;
  /** Where it is no removal of rows. */
  readonly kind?: string;
  readonly parameters?: readonly string[];
}

/**
 * An operator's word on the open holds of a source (all datasets, or one). Approval also takes back an earlier
 * rejection of the same rows. The removal itself is done by the next poll, under its lease. `note` is written with it, and told
 * what is decided on as it stands behind the decision, which no poll changes any more: what it throws takes the decision back.
 */
export async function decideHolds(
  store: Store,
  source: string,
  verdict: 'approved' | 'rejected',
  { dataset, kind }: Partial<HeldOf> = {},
  note: (tx: WriteTransaction, decided: readonly DecidedHold[], held: HeldNow) => Promise<void> = async () => {},
): Promise<readonly DecidedHold[]> {
  const at = await store.now();
  return store.write(async (tx) => {
    let query = tx.db
      .selectFrom('deletion_hold')
      .select(['id', 'state'])
      .where('source', '=', source)
      .where('state', 'in', verdict === 'approved' ? ['open', 'rejected'] : ['open']);
    if (dataset !== undefined) query = query.where('dataset', '=', dataset);
    if (kind === 'removal') query = query.where('kind', 'is', null);
    else if (kind !== undefined) query = query.where('kind', '=', kind);
    const ids: number[] = [];
    for (const hold of await query.execute()) if (await decide(tx, hold, verdict, at)) ids.push(hold.id);
    if (ids.length === 0) return [];
    // A poll may have counted anew since they were found.
    const ofThem = tx.db.selectFrom('deletion_hold').selectAll().orderBy('id');
    const holds = await readInLists(ids, (list) => ofThem.where('id', 'in', list));
    const decided = holds.map(({ dataset, absent, kind, parameters }) => ({
      dataset,
      absent,
      ...(kind === null ? {} : { kind }),
      ...(kind === 'values' ? { parameters: parametersOf(parameters) } : {}),
    }));
    const absent = holds.reduce((sum, hold) => sum + hold.absent, 0);
    const openedAt = new Date(Math.max(...holds.map((hold) => hold.opened_at.getTime())));
    const seen = new Set<string>();
    for (const hold of holds) seen.add(await seenOf(tx, hold));
    await note(tx, decided, { absent, openedAt, seen });
    return decided;
  });
}

/** False where a poll has ended the hold meanwhile, or another operator decided. */
async function decide(
  { db }: WriteTransaction,
  { id, state }: { readonly id: number; readonly state: string },
  verdict: 'approved' | 'rejected',
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deletion_hold')
    .set({ state: verdict, decided_at: at })
    .where('id', '=', id)
    .where('state', '=', state)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
