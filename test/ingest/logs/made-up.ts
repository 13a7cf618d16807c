// A source of a made-up log, polled as a collector does, over the store: its lines become single events and counters of
// datasets that only tests have.
import { afterAll, beforeAll } from '@jest/globals';
import { event } from '../../../lib/catalog/dataset.ts';
import { bigint, instant, required } from '../../../lib/catalog/field.ts';
import { catalog, type EventDataset, type ToldEventName } from '../../../lib/catalog/index.ts';
import type { PollDependencies } from '../../../lib/ingest/dependencies.ts';
import { poll } from '../../../lib/ingest/poll.ts';
import type { PollReceipt } from '../../../lib/ingest/run.ts';
import { Collection } from '../../../lib/sources/collection.ts';
import type { SourceRow } from '../../../lib/sources/contract.ts';
import { logConfig } from '../../../lib/sources/logs/config.ts';
import type { Gathering } from '../../../lib/sources/logs/format.ts';
import { logReader } from '../../../lib/sources/logs/source.ts';
import type { Entity } from '../../../lib/sources/parameters.ts';
import type { Store } from '../../../lib/store/index.ts';
import { FollowedFiles, madeUpLog, type Said, unique } from '../../sources/logs/made-up.ts';
import { steadyClock } from '../../steady-clock.ts';
import { openTestStore, type TestStore } from '../../store/databases.ts';
import { migrationOf } from '../../store/ddl.ts';
import { describeEachEngine } from '../../store/stores.ts';
import { parameter, silent } from '../scripted.ts';
import '../../jest/keep-nothing.ts';

/** What each line said. */
export const SAID = event({
  name: 'made_log_line',
  purpose: 'Shows that a line is told once.',
  key: ['log_line'],
  toldBy: 'source',
  fields: { number: required.bigint('usage', 'Its number') },
});
/** How many lines an hour. */
export const HOURS = event({
  name: 'made_log_hours',
  purpose: 'Shows that a line is counted once.',
  key: ['activity'],
  toldBy: 'source',
  counter: { per: 'hour', sums: ['lines'], first: 'first_at', last: 'last_at' },
  fields: {
    activity: required.text(16)('usage', 'What it was', { opaque: true }),
    lines: bigint('usage', 'How many'),
    first_at: instant('usage', 'The first of them'),
    last_at: instant('usage', 'The last of them'),
  },
});
const MADE: readonly EventDataset[] = [SAID, HOURS];
Object.assign(catalog, Object.fromEntries(MADE.map((dataset) => [dataset.name, dataset])));

const told = ({ name }: EventDataset): ToldEventName => name as ToldEventName;

const ENTITIES: readonly Entity[] = MADE.map((dataset) => ({
  name: dataset.name,
  dataset: told(dataset),
  path: 'log',
  parameters: Object.keys(dataset.fields).map((field) => parameter(field, { class: 'usage' })),
}));

/** Lines count from yesterday on: a number is its milliseconds. */
export const YESTERDAY = Math.floor((Date.now() - 86_400_000) / 3_600_000) * 3_600_000;

function gathering(): Gathering<Said> {
  const single: SourceRow[] = [];
  const counted = { lines: 0, first: Number.POSITIVE_INFINITY, last: 0 };
  return {
    add({ number }, line) {
      const at = YESTERDAY + number;
      single.push({ log_line: line(), occurred_at: new Date(at), number });
      counted.lines += 1;
      counted.first = Math.min(counted.first, at);
      counted.last = Math.max(counted.last, at);
    },
    rows() {
      const { lines, first, last } = counted;
      const first_at = new Date(first);
      const hours =
        lines === 0 ? [] : [{ activity: 'say', occurred_at: first_at, lines, first_at, last_at: new Date(last) }];
      return [
        { dataset: told(SAID), events: single },
        { dataset: told(HOURS), events: hours },
      ];
    },
  };
}

/** Its files are read by polls into the store. */
export class LogSource extends FollowedFiles {
  readonly name = `log-${unique()}`;
  readonly logged: string[] = [];
  config: Record<string, unknown> = {};
  mappingVersion = 1;
  clock = steadyClock;
  readonly #store: Store;

  constructor(store: Store) {
    super();
    this.#store = store;
  }

  dependencies(more: Partial<PollDependencies> = {}): PollDependencies {
    const { name, paths, encoding, mappingVersion } = this;
    const from = new Date(0).toISOString();
    const purpose = 'shows what is promised';
    const config = { ...logConfig.parse({ name, paths, encoding, purpose, from, ...this.config }), type: 'made-up' };
    const note = (line: string): void => void this.logged.push(line);
    return {
      store: this.#store,
      config,
      connector: {
        ...logReader(madeUpLog(gathering), config, { product: 'Made up', mappingVersion }),
        mappingVersion,
        collection: new Collection(ENTITIES, config),
      },
      collector: 'test',
      clock: this.clock,
      log: { ...silent, info: note, warn: note, error: note },
      http: () => {
        throw new TypeError('a log is asked nothing');
      },
      phoneKey: null,
      retention: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {} },
      rules: [],
      stop: new AbortController().signal,
      ...more,
    };
  }

  async poll(more: Partial<PollDependencies> = {}): Promise<PollReceipt> {
    const receipt = await poll(this.dependencies(more));
    if (!receipt) throw new Error('another collector holds the source');
    return receipt;
  }

  override async read(): Promise<boolean> {
    return (await this.poll()).outcome === 'complete';
  }

  async rows(table: string): Promise<Record<string, unknown>[]> {
    const rows = await this.#store.rows.selectFrom(table).selectAll().where('source', '=', this.name).execute();
    return rows.map((row) => ({ ...row }));
  }

  /** Numbers of the lines that are stored, and how many lines are counted. */
  async stored(): Promise<{ numbers: readonly number[]; counted: number }> {
    const numbers = (await this.rows(SAID.name)).map(({ number }) => Number(number)).sort((a, b) => a - b);
    const counted = (await this.rows(HOURS.name)).reduce((sum, { lines }) => sum + Number(lines), 0);
    return { numbers, counted };
  }

  /** Column `files` of the source. */
  async kept(): Promise<Record<string, unknown>> {
    const [state] = await this.rows('source_state');
    return JSON.parse(String(state?.files ?? '{}'));
  }
}

/** The same promises about each engine. */
export function onEachWithLogs(promises: (opened: () => TestStore) => void): void {
  describeEachEngine((engine) => {
    let opened: TestStore | undefined;
    beforeAll(async () => {
      const sql = MADE.map((dataset) => migrationOf(engine, dataset)).join('\n');
      opened = await openTestStore(engine, [{ version: 9000, name: 'made up', sql }]);
    });
    afterAll(async () => opened?.remove());
    promises(() => {
      if (!opened) throw new Error('the store is not open');
      return opened;
    });
  });
}
