// Before the source is asked: what is known of it is read, what no longer fits is void, and what may no longer be kept
// is purged.
import { datasetNamed, isEvent, type MirrorName, mirrors } from '../catalog/index.ts';
import { SourceError } from '../errors.ts';
import { deleteEventsOfSource, deleteHitsOf } from '../mirror/events.ts';
import type { Connector, Description, PollContext, SourceReader } from '../sources/contract.ts';
import { FencedWriter, type Lease, parsePollState } from '../store/lease.ts';
import { AfterRestore } from './after-restore.ts';
import { healAhead } from './ahead.ts';
import type { Applying } from './apply.ts';
import { collectedNow, comparableWith, parseCollected, uncollected } from './collected.ts';
import type { PollDependencies } from './dependencies.ts';
import { fingerprintOf } from './fingerprint.ts';
import { fullWish, takeFullWish } from './full.ts';
import { Growth } from './growth.ts';
import { keepingOf } from './kept-values.ts';
import { deletePassKeys, RowsRead } from './pass.ts';
import { purge, purgeDataset } from './purge.ts';
import { purgeEvents, purgeFiner } from './purge-events.ts';
import { Readings } from './readings.ts';
import type { Rejections } from './record.ts';
import type { PollRun } from './run.ts';
import { ToldIds } from './told-ids.ts';

export async function prepare(
  {
    store,
    config,
    connector,
    clock,
    phoneKey,
    retention,
    rules,
    believesClock,
  }: Pick<
    PollDependencies,
    'store' | 'config' | 'connector' | 'clock' | 'phoneKey' | 'retention' | 'rules' | 'believesClock'
  >,
  lease: Lease,
  run: PollRun,
  rejections: Rejections,
): Promise<Applying> {
  const state = await store.db
    .selectFrom('source_state')
    .select(['checkpoint', 'collected', 'passes'])
    .where('source', '=', config.name)
    .executeTakeFirstOrThrow();
  const pollState = parsePollState(state.checkpoint);
  const now = collectedNow(connector.collection, config);
  const fingerprint = fingerprintOf(config, now, connector.mappingVersion);
  const full = (await fullWish(store, config.name)) !== null;
  const fits = pollState.fingerprint === fingerprint && !full;
  const checkpoint = fits || isAppendOnly(connector) ? pollState.checkpoint : null;
  const writer = new FencedWriter(
    store,
    lease,
    fits ? pollState : { ...pollState, fingerprint, checkpoint, unfinished: {}, read: {} },
  );
  await healAhead(store, writer, clock.now());
  const before = parseCollected(state.collected);
  const gone = uncollected(before?.current ?? {}, now, connector.collection);
  // First, so that no line that is pushed to another collector adds behind the purge what it takes away.
  if (before && gone.size > 0) await writer.advance({}, { collected: JSON.stringify({ ...before, purging: true }) });
  for (const [dataset, names] of gone) {
    const collected = now[dataset.name] !== undefined;
    // Which fields rules made them of is not known: with one of them all leave.
    if (isEvent(dataset)) await deleteHitsOf(store, writer, dataset);
    if (isEvent(dataset) && collected) {
      await purgeEvents(store, writer, dataset, names);
      await purgeFiner(store, writer, dataset, { names, finer: connector.collection.finer });
    } else if (isEvent(dataset)) await deleteEventsOfSource(store, writer, dataset);
    else if (collected)
      await purge(store, writer, dataset.name as MirrorName, names, config.personalDevices, clock.now());
    else await purgeDataset(store, writer, dataset.name as MirrorName, clock.now());
  }
  // What a pass left that is not under way any more: another fingerprint voided it, or a collector died at its end.
  for (const { name } of mirrors)
    if (!Object.hasOwn(writer.pollState.unfinished, name)) await deletePassKeys(store, writer, name as MirrorName);
  const comparable = comparableWith(before, now, connector.collection);
  const readings = new Readings({ current: now, comparable }, state.passes, clock.now());
  await writer.advance({}, readings.columns);
  // Only now: from here on what goes on is the reading that was asked for, whatever becomes of this poll.
  if (full) await takeFullWish(store, config.name);
  return {
    store,
    source: config.name,
    writer,
    run,
    clock,
    collection: connector.collection,
    minimisation: {
      phoneNumbers: config.phoneNumbers,
      phoneKey,
      country: config.country,
      collection: connector.collection,
    },
    rejections,
    personalDevices: config.personalDevices,
    retention,
    rules,
    readings,
    believesClock,
    rowsRead: new RowsRead(writer.pollState.read),
    keeping: await keepingOf(store, config.name),
    growth: new Growth(store, config.name, clock),
    toldIds: new ToldIds(store, config.name),
    afterRestore: await AfterRestore.of(store, config.name),
  };
}

/** What such a source has told is not told otherwise when it is read again: where it goes on is not void. */
const isAppendOnly = ({ collection: { entities } }: Connector): boolean =>
  entities.length > 0 && entities.every(({ dataset }) => isEvent(datasetNamed(dataset)));

/** Product and version, for the licence check and `/api/sources`; a source that cannot tell is polled all the same. */
export async function describe(
  connector: SourceReader,
  context: PollContext,
  { writer }: Applying,
): Promise<Description | null> {
  try {
    const description = await connector.describe(context);
    await writer.advance({}, { versions: JSON.stringify(description) });
    return description;
  } catch (error) {
    // A secret that is refused now is not tried again with the rest of the poll.
    if (!(error instanceof SourceError) || error.refusedSignIns > 0) throw error;
    context.log.warn('the source does not tell its version', { source: writer.lease.source, code: error.code });
    return null;
  }
}
