// A list in pages from a row on, read whole: how most management systems list users and devices. A poll that ends in its
// middle is gone on with by the next one, at the next page.
import type { MirrorName } from '../catalog/index.ts';
import type { Checkpoint, PollStep, Proof, SourceRow } from './contract.ts';
import type { ReadPage } from './offset-pages.ts';
import { readPass } from './resumed-pass.ts';
import type { WireRecord } from './wire.ts';

export interface Place {
  /** The row that the next page begins with. */
  readonly offset: number;
}

export interface WholeList<S extends Place> {
  readonly dataset: MirrorName;
  /** Where the last poll stopped; null where it did not. */
  readonly state: S | null;
  /** The state of a new pass. */
  readonly begin: () => S;
  readonly pages: (from: number) => AsyncGenerator<ReadPage, Proof, void>;
  /** Hands on a page, with what else comes with it; gives the state behind it, whatever its place. */
  readonly page: (page: ReadPage, state: S) => AsyncGenerator<PollStep, S, void>;
  readonly checkpoint: (state: S | null) => Checkpoint;
  /** The checkpoint behind the end, where that is another one than of no pass. */
  readonly finish?: (state: S) => Checkpoint;
  /** What the end of the list proves: that it was read as the list itself says, unless given; null for nothing. */
  readonly proof?: (proof: Proof, state: S) => Proof | null;
  /** What comes with its pages, in full for each of its rows: how many there were, null where some could not be read. */
  readonly children?: { readonly dataset: MirrorName; readonly count: (state: S) => number | null } | null;
}

/** Gives the state at its end. Throws SourceError, `incomplete` among them. */
export function readWholeList<S extends Place>(list: WholeList<S>): AsyncGenerator<PollStep, S, void> {
  const { dataset, state, checkpoint } = list;
  return readPass({
    state,
    read: (resumed) => readFrom(list, resumed),
    forget: () => ({ dataset, rows: [], checkpoint: checkpoint(null) }),
  });
}

async function* readFrom<S extends Place>(list: WholeList<S>, resumed: S | null): AsyncGenerator<PollStep, S, void> {
  const { dataset, children, checkpoint, proof: proven = (proof) => proof, finish = () => checkpoint(null) } = list;
  const pages = list.pages(resumed?.offset ?? 0);
  // Nothing is handed on before the server let us in: whoever is told asks it as well, and a wrong password counts twice.
  let page = await pages.next();
  let state = resumed ?? list.begin();
  if (resumed === null) {
    // A pass that starts over must not be taken up again in the middle of the former one.
    yield { dataset, pass: 'start', checkpoint: checkpoint(null) };
    if (children) yield { dataset: children.dataset, pass: 'start' };
  }
  for (; !page.done; page = await pages.next()) {
    state = yield* list.page(page.value, state);
    const { next } = page.value;
    if (next === null) continue;
    state = { ...state, offset: next };
    yield { dataset, rows: [], checkpoint: checkpoint(state) };
  }
  const count = children?.count(state) ?? null;
  if (children && count !== null) yield { dataset: children.dataset, complete: { ...page.value, rows: count } };
  const complete = proven(page.value, state);
  const end = finish(state);
  yield complete ? { dataset, complete, checkpoint: end } : { dataset, rows: [], checkpoint: end };
  return state;
}

/** A page whose rows are all that comes with it. */
export const rowsAlone = (
  dataset: MirrorName,
  rowsOf: (records: readonly WireRecord[]) => readonly SourceRow[] | Promise<readonly SourceRow[]>,
) =>
  async function* <S>({ records }: ReadPage, state: S): AsyncGenerator<PollStep, S, void> {
    yield { dataset, rows: await rowsOf(records) };
    return state;
  };
