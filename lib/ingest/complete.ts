// After a dataset was read whole, and after the source was read: what is absent is marked, and removed or held.
import { type MirrorName, mirrors } from '../catalog/index.ts';
import type { PollStep } from '../sources/contract.ts';
import type { PollState } from '../store/lease.ts';
import { type Applying, targetOf } from './apply.ts';
import { otherHolds } from './holds.ts';
import { countPassKeys, deletePassKeys, markAbsences, passOf } from './pass.ts';
import { settleRemovals } from './removal.ts';
import { settleValues } from './settle-values.ts';

/** Ends a pass: the proof makes absences of what it did not find. */
export async function completePass(applying: Applying, step: Extract<PollStep, { complete: unknown }>): Promise<void> {
  const { store, writer, run, clock, readings, rowsRead } = applying;
  const { dataset, complete } = step;
  const { marker, rows, again = 0 } = complete;
  // Null where a row could not be read: that has ended the pass, and nothing is proven.
  const begun = passOf(writer.pollState, dataset);
  const read = begun === null ? rowsRead.end(dataset) : await countPassKeys(store, writer.lease.source, dataset, begun);
  run.count(dataset).proof = { marker, rows, again, read };
  // A row that came twice stands in the place of another: as many rows as were proven need not be all of them.
  const isWhole = read === null || (read >= rows && read <= rows + again);
  const pass = isWhole ? begun : null;
  const at = clock.now();
  if (pass !== null) {
    const startedAt = new Date(writer.pollState.unfinished[dataset]?.startedAt ?? at);
    await markAbsences(store, writer, dataset, pass, at);
    // A pass that seems to begin later than it ends was begun by a clock that ran ahead.
    const before = new Date(Math.min(startedAt.getTime(), at.getTime()) - 1);
    const until = complete.offsetPaged ? before : at;
    const days = applying.afterRestore.days(dataset);
    const absences = { until, confirmed: true, believesClock: applying.believesClock, days };
    const settled = await settleRemovals(store, writer, targetOf(applying, dataset), absences);
    run.count(dataset).removed += settled.removed;
    run.count(dataset).held = settled.held ?? 0;
    await applying.afterRestore.passed(dataset);
  }
  if (pass !== null || (isWhole && isChild(dataset))) {
    readings.readWhole(dataset, at);
    run.count(dataset).complete = true;
    run.count(dataset).unproven = false;
    if (complete.lacking) run.count(dataset).why = 'not-supported';
  } else run.count(dataset).unproven = true;
  const offsetPaged = [
    ...writer.pollState.offsetPaged.filter((name) => name !== dataset),
    ...(complete.offsetPaged ? [dataset] : []),
  ];
  await endPass(applying, step, { offsetPaged });
}

/** Ends a pass that its source has not proven: what it did not find stays as it is. */
export async function endUnproven(applying: Applying, step: Extract<PollStep, { unproven: unknown }>): Promise<void> {
  const counts = applying.run.count(step.dataset);
  counts.unproven = true;
  counts.why = step.unproven;
  applying.rowsRead.end(step.dataset);
  await endPass(applying, step, {});
}

async function endPass(
  { store, writer, readings, rowsRead }: Applying,
  { dataset, checkpoint }: Extract<PollStep, { complete: unknown } | { unproven: unknown }>,
  next: Partial<PollState>,
): Promise<void> {
  const { [dataset]: begun, ...unfinished } = writer.pollState.unfinished;
  const place = checkpoint ? { checkpoint, read: rowsRead.all } : {};
  await writer.advance({ ...next, unfinished, ...place }, readings.columns);
  // Behind the end of the pass: one that is taken up again without its keys would prove everything absent.
  if (begun) await deletePassKeys(store, writer, dataset);
}

const isChild = (dataset: MirrorName): boolean =>
  mirrors.some((mirror) => mirror.name === dataset && mirror.parent !== undefined);

/**
 * What the source itself said to be gone, what an operator approved, and what became of values and of new rows, in every
 * mirror of the source.
 */
export async function settleAll(applying: Applying): Promise<unknown> {
  try {
    for (const mirror of mirrors) {
      const name = mirror.name as MirrorName;
      if (!applying.readings.isCollected(name)) continue;
      const settled = await settleRemovals(applying.store, applying.writer, targetOf(applying, name), {
        until: applying.clock.now(),
        // Of children each page says which of its parents' are gone.
        confirmed: isChild(name) && (applying.run.datasets[name]?.complete ?? false),
        believesClock: applying.believesClock,
        // One pass of such a source proves no absence: its removals wait for the next.
        approvedOnly: !isChild(name) && applying.writer.pollState.offsetPaged.includes(name),
      });
      if (settled.removed > 0) applying.run.count(name).removed += settled.removed;
      // What a pass held may have left since.
      if (settled.held !== null && (settled.held > 0 || applying.run.datasets[name]))
        applying.run.count(name).held = settled.held;
    }
    const holds = await otherHolds(applying.store, applying.writer.lease.source);
    for (const mirror of mirrors) {
      const name = mirror.name as MirrorName;
      const isWhole = applying.run.datasets[name]?.complete ?? false;
      const held =
        (await settleValues(applying, name, holds)) +
        (await applying.growth.settle(applying.writer, name, holds, isWhole));
      if (held > 0) applying.run.count(name).held += held;
    }
    return null;
  } catch (error) {
    return error;
  }
}

/**
 * What is held may be a source's lie. Sources that tell only what changed would not take it back before their daily
 * pass: the next poll reads everything. Only after a whole poll, or an interrupted pass would never get to its end.
 */
export async function readAnewNext({ writer }: Applying): Promise<unknown> {
  try {
    await writer.advance({ checkpoint: null });
    return null;
  } catch (error) {
    return error;
  }
}
