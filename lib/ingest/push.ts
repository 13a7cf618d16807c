// Lines that were pushed: each is stored and counted once, and all of a batch with the hashes that tell so, or nothing.
// Pushes need no lease: one that is held by a collector that died would keep them away for a minute, and shippers give up.
import { randomUUID } from 'node:crypto';
import { events } from '../catalog/index.ts';
import { hasherOf } from '../keyed-hash.ts';
import { digestOf } from '../mirror/key.ts';
import type { BaseConfig } from '../sources/config.ts';
import type { Connector, LogReader, PushedLine } from '../sources/contract.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { lockSource } from '../store/lease.ts';
import { mapInTurns } from '../turns.ts';
import type { Telling } from './apply.ts';
import { applyLines, type LineWriting } from './apply-log.ts';
import { type CollectedNames, collectedNow, covers, parseCollected } from './collected.ts';
import type { PollDependencies } from './dependencies.ts';
import { LineHashes, timesAmong } from './line-hashes.ts';
import { addToWindow, type Batch, isAsRead, isWritten, LogWindows, type Window } from './log-window.ts';
import { ToldIds, ToldMeanwhile } from './told-ids.ts';

export type PushDependencies = Pick<
  PollDependencies,
  'store' | 'collector' | 'clock' | 'phoneKey' | 'retention' | 'rules'
> & {
  readonly config: BaseConfig;
  readonly connector: Connector<LogReader>;
};

type Lines = readonly Omit<PushedLine, 'name'>[];

export interface PushedBatch {
  readonly sender: string;
  /** Called when it is its turn. */
  lines(): Promise<Lines>;
}

export type PushReceipt = Batch['counts'];

/** `busy`: others wrote until the deadline. `unprepared`: no poll has seen yet what the source collects now. */
export type Refusal = 'busy' | 'unprepared';

/** A push that came between: what is known again must be looked at anew. */
class Moved extends Error {}
class Refused extends Error {
  readonly why: Refusal;

  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}

const RESTATED = events().filter(({ restated }) => restated);

export class Pushes {
  readonly #windows = new LogWindows();
  readonly #toldIds = new Map<string, ToldIds>();
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * One batch of a source at a time in this process; between processes its row decides. `deadline` is for waiting on others:
   * what a batch takes by itself throws nothing of it away, since it would come again as it is. Throws StoreError.
   */
  async push(of: PushDependencies, batch: PushedBatch, deadline: AbortSignal): Promise<PushReceipt | Refusal> {
    const { name } = of.config;
    const before = this.#last.get(name);
    const work = (async () => {
      await before;
      return deadline.aborted ? 'busy' : this.#apply(of, batch, deadline);
    })();
    const settled = work.catch(() => {});
    this.#last.set(name, settled);
    try {
      return await work;
    } finally {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    }
  }

  async #apply(of: PushDependencies, batch: PushedBatch, deadline: AbortSignal): Promise<PushReceipt | Refusal> {
    const telling = await tellingOf(of);
    if (telling === null) return 'unprepared';
    const lines = await batch.lines();
    // A batch of what is restated counts as a whole: a line of it that did not change belongs to the day that it tells anew.
    const hashes = RESTATED.some(({ name }) => telling.readings.isCollected(name))
      ? lines.map(() => '')
      : await hashesOf(batch.sender, lines, of.phoneKey);
    for (;;) {
      const window = await this.#windows.read(of.store, { source: telling.source, sender: batch.sender });
      try {
        const toldIds = this.#toldIdsOf(of.store, telling.source);
        return await applyTo(of, { telling, window, toldIds }, await named(lines, hashes, window), hashes, deadline);
      } catch (error) {
        if (error instanceof Refused) return error.why;
        if (!(error instanceof Moved || error instanceof ToldMeanwhile)) throw error;
      }
    }
  }

  #toldIdsOf(store: Store, source: string): ToldIds {
    const ids = this.#toldIds.get(source) ?? new ToldIds(store, source);
    this.#toldIds.set(source, ids);
    return ids;
  }
}

/** What tells what is known again. */
interface Known {
  readonly telling: Telling;
  readonly window: Window;
  readonly toldIds: ToldIds;
}

async function applyTo(
  { store, connector, collector, config }: PushDependencies,
  { telling, window, toldIds }: Known,
  lines: readonly PushedLine[],
  hashes: readonly string[],
  deadline: AbortSignal,
): Promise<PushReceipt> {
  const { source } = telling;
  const receivedAt = telling.clock.now();
  const step = await connector.readPushed(lines, { fields: window.fields, receivedAt, toldBefore: toldIds.before });
  const sum = (by: Readonly<Record<string, number>>): number => Object.values(by).reduce((all, n) => all + n, 0);
  // By the ids of what they tell, or as lines.
  const toldBefore = step.lines.ignored.known ?? 0;
  const known = lines.filter(({ name }) => name === null).length + toldBefore;
  const [ignored, rejected] = [sum(step.lines.ignored) - toldBefore, sum(step.lines.rejected)];
  const now = collectedNow(connector.collection, config);
  const batch: Batch = {
    token: randomUUID(),
    hashes: LineHashes.of(hashes.filter((hash, i) => step.counted[i] === true && hash !== '')),
    fields: step.fields,
    counts: { accepted: step.lines.read - ignored - rejected - toldBefore, known, ignored, rejected },
  };
  const writing: LineWriting = {
    adding: {
      write: (work) => {
        const isLate = deadline.aborted;
        return store.write(
          async (tx) => {
            await lockSource(tx, source);
            if (deadline.aborted && !isLate) throw new Refused('busy');
            // A poll of another collector may have purged meanwhile what this one tells.
            if (!(await isPrepared(tx, source, now))) throw new Refused('unprepared');
            if (!(await isAsRead(tx, window))) throw new Moved();
            return work(tx);
          },
          { committed: () => isWritten(store, window, batch) },
        );
      },
    },
    deleting: store,
  };
  const { told, lines: counts } = step;
  const also: Parameters<typeof applyLines>[2]['also'] = async (tx, at) => {
    await toldIds.write(tx, step.ids, at);
    await addToWindow(tx, window, batch, at);
  };
  await applyLines(telling, { source, collector }, { told, lines: counts, also }, writing);
  return batch.counts;
}

/** Null where no poll has taken note of what is collected: whoever deletes events of a source must know that it tells them. */
async function tellingOf({
  store,
  config,
  connector,
  clock,
  phoneKey,
  retention,
  rules,
}: PushDependencies): Promise<Telling | null> {
  // A misspelt name may be one of what is to be left out.
  if (connector.unknownNames?.length) return null;
  const now = collectedNow(connector.collection, config);
  if (!(await isPrepared(store, config.name, now))) return null;
  const { phoneNumbers, personalDevices } = config;
  return {
    store,
    source: config.name,
    clock,
    readings: {
      isCollected: (dataset) => now[dataset] !== undefined,
      collects: (dataset) => now[dataset] ?? [],
    },
    minimisation: { phoneNumbers, phoneKey, collection: connector.collection },
    personalDevices,
    retention,
    rules,
  };
}

/** Whether a poll took note of all that is collected now, and purges nothing of the source. */
async function isPrepared({ db }: Pick<WriteTransaction, 'db'>, source: string, now: CollectedNames): Promise<boolean> {
  const row = await db.selectFrom('source_state').select('collected').where('source', '=', source).executeTakeFirst();
  const stored = parseCollected(row?.collected ?? null);
  return stored !== null && !stored.purging && covers(stored.current, now);
}

/** 32 hexadecimal digits each; empty of what has no text. Senders may have equal lines. */
function hashesOf(sender: string, lines: Lines, secret: string | null): Promise<readonly string[]> {
  const hash = secret === null ? (text: string) => digestOf(text).toString('hex') : hasherOf(secret, 'line');
  return mapInTurns(lines, ({ text }) => (text === '' ? '' : hash(`${sender}\0${text}`)));
}

/** Lines with their names. One that stands in a batch more often than it came so far is new as often as that. */
function named(lines: Lines, hashes: readonly string[], { parts }: Window): Promise<readonly PushedLine[]> {
  const before = timesAmong(
    new Set(hashes),
    parts.map((part) => part.hashes),
  );
  const times = new Map<string, number>();
  return mapInTurns(lines, (line, i) => {
    const hash = hashes[i] ?? '';
    const time = (times.get(hash) ?? 0) + 1;
    times.set(hash, time);
    if (hash !== '' && time <= (before.get(hash) ?? 0)) return { ...line, name: null };
    return { ...line, name: time === 1 ? hash : `${hash}:${time}` };
  });
}
