// A list in pages from a row on, read whole: how most management systems list users and devices. A poll that ends in its
// middle is gone on with by the next one, at the next page.
import type { MirrorName } from '../catalog/index.ts';
import { SourceError } from '../errors.ts';
import { type Asked, endOfAsked, isUnknownRequest, type Silent } from './asked.ts';
import type { Checkpoint, PollStep, Proof, SourceRow } from './contract.ts';
import { BEGINNING, LIST_MOVED, type Place, type ReadPage } from './offset-pages.ts';
import { readPass } from './resumed-pass.ts';
import type { WireRecord } from './wire.ts';

export interface WholeList<S extends Place> {
  readonly dataset: MirrorName;
  /** Where the last poll stopped; null where it did not. */
  readonly state: S | null;
  /** The state of a new pass. */
  readonly begin: () => S;
  readonly pages: (from: Place) => AsyncGenerator<ReadPage, Proof, void>;
  /** Hands on a page, with what else comes with it; gives the state behind it, whatever its place. */
  readonly page: (page: ReadPage, state: S) => AsyncGenerator<PollStep, S, void>;
  readonly checkpoint: (state: S | null) => Checkpoint;
  /** The checkpoint behind the end, where that is another one than of no pass. */
  readonly finish?: (state: S) => Checkpoint;
  /** Where it is a list of parents, whose rows were asked for one by one: what came of them. */
  readonly asked?: (state: S) => Asked;
  /** Who of them gave no answer. */
  readonly silent?: Silent;
  /** Of parts that were asked for row by row, those that nobody answered. */
  readonly lacking?: () => Pick<Proof, 'lacking'>;
  /** What comes with its pages, in full for each of its rows that answers; null where some could not be read. */
  readonly children?: Children<S> | null;
}

interface Children<S> {
  readonly dataset: MirrorName;
  readonly asked: (state: S) => Asked | null;
  readonly silent: Silent;
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
  const { dataset, children, checkpoint, asked, finish = () => checkpoint(null) } = list;
  const pages = list.pages(resumed ?? BEGINNING);
  // Nothing is handed on before the server let us in: whoever is told asks it as well, and a wrong password counts twice.
  let page: IteratorResult<ReadPage, Proof | null>;
  try {
    page = await pages.next();
  } catch (error) {
    if (!isUnknownRequest(error)) throw error;
    yield { dataset, unproven: 'not-supported', checkpoint: checkpoint(null) };
    if (children) yield { dataset: children.dataset, unproven: 'not-supported' };
    return list.begin();
  }
  let state = resumed ?? list.begin();
  if (resumed === null) {
    // A pass that starts over must not be taken up again in the middle of the former one.
    yield { dataset, pass: 'start', checkpoint: checkpoint(null) };
    if (children) yield { dataset: children.dataset, pass: 'start' };
  }
  for (; !page.done; page = await nextOf(pages)) {
    state = yield* list.page(page.value, state);
    const { next } = page.value;
    if (next === null) continue;
    state = { ...state, ...next };
    yield { dataset, rows: [], checkpoint: checkpoint(state) };
  }
  const proof = page.value;
  const endOf = async (name: MirrorName, of: Asked | null, silent: Silent | undefined): Promise<PollStep> => {
    if (proof === null) return { dataset: name, unproven: LIST_MOVED };
    return of
      ? endOfAsked(
          name,
          proof,
          of,
          async () => (await silent?.haveLeft(() => list.pages(BEGINNING), of.silent)) ?? false,
        )
      : { dataset: name, complete: proof };
  };
  const ofChildren = children?.asked(state) ?? null;
  if (children && ofChildren) yield await endOf(children.dataset, ofChildren, children.silent);
  const end = await endOf(dataset, asked?.(state) ?? null, list.silent);
  if ('complete' in end)
    yield { ...end, complete: { ...end.complete, ...list.lacking?.() }, checkpoint: finish(state) };
  else yield { ...end, checkpoint: finish(state) };
  return state;
}

/** The next page; null for the proof of a list that moved: it was read to its end, and is not begun anew in this poll. */
async function nextOf(pages: AsyncGenerator<ReadPage, Proof, void>): Promise<IteratorResult<ReadPage, Proof | null>> {
  try {
    return await pages.next();
  } catch (error) {
    if (!(error instanceof SourceError && error.code === LIST_MOVED)) throw error;
    return { done: true, value: null };
  }
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
