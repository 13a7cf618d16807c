// One poll of a source of logs: what is new in its files is read, step by step. One that finds nothing writes nothing but
// when it was, and says nothing.
import { within } from '../correlation.ts';
import { describeError, LeaseLost } from '../errors.ts';
import { seal, sealingKeys, unsealed } from '../sealed.ts';
import { type Connector, type LogReader, type LogStep, NO_LINES, type Sealing } from '../sources/contract.ts';
import { span } from '../span.ts';
import { type Lease, underLease, writeFenced } from '../store/lease.ts';
import type { Applying } from './apply.ts';
import { applyLog } from './apply-log.ts';
import { countPoll } from './counted.ts';
import type { PollDependencies } from './dependencies.ts';
import { reasonOf, refuseUnknown, type Stops, sayEnded, unlessLost } from './ending.ts';
import { filesKnownNow } from './files-known.ts';
import { addToHour, endTrouble } from './hour.ts';
import { readLogFiles } from './log-files.ts';
import { prepare } from './prepare.ts';
import { Rejections } from './record.ts';
import { lossOf, type PollReceipt, PollRun } from './run.ts';
import { countRows } from './statistics.ts';
import { ToldMeanwhile } from './told-ids.ts';

/** Null where another collector polls the source. Never throws for what is wrong with files; StoreError for the database. */
export async function pollLog(
  dependencies: PollDependencies,
  connector: Connector<LogReader>,
): Promise<PollReceipt | null> {
  const { store, config, collector, nextPollAt, clock } = dependencies;
  const asked = { source: config.name, holder: collector, abandoned: lossOf(config.name) };
  return underLease(store, asked, async (lease, lost) => {
    const run = new PollRun(config.name, clock.now());
    const next = nextPollAt && { next_poll_at: nextPollAt(await store.now()) };
    if (next) await unlessLost(writeFenced(store, lease, async () => {}, next));
    const budget = AbortSignal.timeout(config.timeBudgetSeconds * 1000);
    const reading = new Reading(dependencies, connector, lease, run);
    // All polls of an hour share a run, so that their lines have none.
    const receipt = await within({ source: config.name }, () =>
      span('poll', { source: config.name }, async (tell) => {
        const ended = await reading.end(await reading.all({ lost, stop: dependencies.stop, budget }));
        tell({ outcome: ended.outcome, ...(ended.error && { code: ended.error.code }) });
        return ended;
      }),
    );
    countPoll(receipt, reading.rejections);
    return receipt;
  });
}

class Reading {
  readonly #of: PollDependencies;
  readonly #connector: Connector<LogReader>;
  readonly #lease: Lease;
  readonly #run: PollRun;
  readonly rejections = new Rejections();
  #lines = 0;
  #rejectedLines = 0;
  #found: string | null = null;

  constructor(of: PollDependencies, connector: Connector<LogReader>, lease: Lease, run: PollRun) {
    this.#of = of;
    this.#connector = connector;
    this.#lease = lease;
    this.#run = run;
  }

  /** Why it ended before its end, or null. */
  async all(stops: Stops): Promise<unknown> {
    const signal = AbortSignal.any(Object.values(stops));
    try {
      refuseUnknown(this.#connector.unknownNames);
      const applying = await prepare(this.#of, this.#lease, this.#run, this.rejections);
      for (;;) if (await this.#read(applying, signal)) return null;
    } catch (thrown) {
      return reasonOf(thrown, stops);
    }
  }

  /** False where a push told some of it meanwhile: it is read again from where it was committed. */
  async #read(applying: Applying, signal: AbortSignal): Promise<boolean> {
    const { store, clock, log, config } = this.#of;
    const files = await readLogFiles(store, config.name);
    this.#found = await this.#storedFound();
    const { checkpoint } = applying.writer.pollState;
    const toldBefore = applying.toldIds.before;
    const sealing = sealingOf(config.name, this.#of.phoneKey);
    try {
      for await (const step of this.#connector.poll({ signal, clock, checkpoint, files, log, toldBefore, sealing })) {
        await this.#apply(applying, step);
        this.#of.onProgress?.(this.#run);
        signal.throwIfAborted();
      }
    } catch (thrown) {
      if (thrown instanceof ToldMeanwhile) return false;
      throw thrown;
    }
    return true;
  }

  async #apply(applying: Applying, step: LogStep): Promise<void> {
    const { clock } = this.#of;
    const found =
      step.found === undefined ? this.#found : JSON.stringify(filesKnownNow(step.found, this.#found, clock.now()));
    const isNews = found !== this.#found;
    if (step.lines.read === 0 && step.files.length === 0 && !step.checkpoint && !isNews) return;
    const state = {
      ...(isNews && found !== null && { files: found }),
      ...(this.#lines === 0 && { versions: JSON.stringify(await this.#connector.describe()) }),
    };
    await applyLog(applying, this.#hour, step, state);
    this.#found = found;
    this.#lines += step.lines.read;
    this.#rejectedLines += Object.values(step.lines.rejected).reduce((sum, times) => sum + times, 0);
  }

  get #hour() {
    return { source: this.#run.source, collector: this.#of.collector };
  }

  async #storedFound(): Promise<string | null> {
    const state = this.#of.store.db.selectFrom('source_state').select('files').where('source', '=', this.#run.source);
    return (await state.executeTakeFirst())?.files ?? null;
  }

  async end(error: unknown): Promise<PollReceipt> {
    const { store, clock, log } = this.#of;
    const { source, datasets, run } = this.#run;
    const said = error === null ? null : describeError(error);
    const isLost = error instanceof LeaseLost || said?.code === 'stopped';
    const outcome = error === null ? 'complete' : isLost ? 'aborted' : this.#lines > 0 ? 'partial' : 'failed';
    const durationMs = this.#run.tookMs(clock.now());
    if (error === null && this.#lines === 0) await endTrouble(store, source);
    else if (!isLost) await this.#note(outcome, said, durationMs);
    if (error === null) {
      await unlessLost(writeFenced(store, this.#lease, async () => {}, { last_success_at: clock.now() }));
      await unlessLost(countRows(store, this.#lease, clock.now()));
    }
    const [lines, rejected, notStored] = [this.#lines, this.#rejectedLines, this.rejections.total];
    const receipt = {
      source,
      run,
      outcome,
      error: said,
      seconds: durationMs / 1000,
      datasets,
      rejected: rejected + notStored,
    } as const;
    const counts = { source, outcome, lines, rejected, notStored, seconds: Math.round(durationMs / 100) / 10 };
    if (said || this.#lines > 0) sayEnded(log, said, counts);
    return receipt;
  }

  async #note(outcome: PollReceipt['outcome'], error: PollReceipt['error'], durationMs: number): Promise<void> {
    const { store } = this.#of;
    const at = await store.now();
    const added = {
      datasets: {},
      rejections: new Rejections(),
      lines: NO_LINES,
      outcome,
      durationMs,
      ...(error && { error }),
    };
    await store.write((tx) => addToHour(tx, this.#hour, at, added));
  }
}

function sealingOf(source: string, secret: string | null): Sealing {
  const keys = secret === null ? null : sealingKeys(secret, 'halves');
  return {
    seal: (text) => keys && seal(keys, source, text),
    open: (sealed) => keys && unsealed(keys, source, sealed),
  };
}
