// What it costs to know that records of several sources are one person: first loads of six sources that know the same
// people, at once, and a second reading. CPU of the collector, not time: a server computes elsewhere.

import type { Engine } from '../lib/store/engine.ts';
import { type EngineName, openEngine, type Store } from '../lib/store/index.ts';
import { migrate } from '../lib/store/migrate.ts';
import { storeOver } from '../lib/store/store.ts';
import { guidOf, ScriptedSource, wholePass } from '../test/ingest/scripted.ts';
import { emptyDatabase } from '../test/store/databases.ts';
import type { Result } from './report.ts';

const SOURCES = [0, 1, 2, 3, 4, 5];
/** Microseconds of CPU a person: in all, and while nobody else may link. A fifth is what they are found by (decision 0031). */
const IN_ALL = 250;
const UNDER_THE_LOCK = 125;

export async function measurePeople(engine: EngineName, people: number): Promise<readonly Result[]> {
  const each = people * SOURCES.length;
  const atOnce = await loaded(engine, people, (sources) =>
    Promise.all(SOURCES.map((number) => read(sources[number], number, people))),
  );
  // One after the other, or what the others do meanwhile would count as work under the lock.
  const inTurn = await loaded(engine, people, async (sources) => {
    for (const number of SOURCES) await read(sources[number], number, people);
  });
  const perPerson = (micros: number): string => `${(micros / each).toFixed(0)} µs CPU a person`;
  const what = `first load of ${people} people by six sources`;
  return [
    {
      engine,
      what: `${what} at once, against ${IN_ALL} µs`,
      measured: perPerson(atOnce.first),
      ratio: atOnce.first / each / IN_ALL,
      target: { atMost: 1 },
    },
    {
      engine,
      what: `${what} in turn, from lock to COMMIT, against ${UNDER_THE_LOCK} µs`,
      measured: perPerson(inTurn.locked),
      ratio: inTurn.locked / each / UNDER_THE_LOCK,
      target: { atMost: 1 },
    },
    {
      engine,
      what: `${people} unchanged people of six sources at once, against their first load`,
      measured: `${perPerson(atOnce.second)} against ${perPerson(atOnce.first)}`,
      ratio: atOnce.second / atOnce.first,
      target: null,
    },
  ];
}

interface Loaded {
  readonly first: number;
  readonly second: number;
  /** Of the first reading, from each lock to the end of its transaction. */
  readonly locked: number;
}

/** Microseconds of CPU of two readings of six sources into a database of their own. */
async function loaded(
  engine: EngineName,
  people: number,
  readAll: (sources: readonly ScriptedSource[]) => Promise<unknown>,
): Promise<Loaded> {
  const { database, drop } = await emptyDatabase(engine);
  const opened = await openEngine({ database });
  await migrate(opened);
  const locked = { micros: 0 };
  const store = storeOver(timed(opened, locked));
  const sources = SOURCES.map(() => new ScriptedSource(store));
  const first = await cpuOf(() => readAll(sources));
  const read = { first, locked: locked.micros, second: await cpuOf(() => readAll(sources)) };
  await checked(store, people);
  await store.close();
  await drop();
  return read;
}

/** Adds up the CPU of transactions from their lock to their end. */
function timed(engine: Engine, locked: { micros: number }): Engine {
  return {
    ...engine,
    begin: async () => {
      const transaction = await engine.begin();
      let since: NodeJS.CpuUsage | undefined;
      return {
        ...transaction,
        lock: async (kind) => {
          await transaction.lock(kind);
          since ??= process.cpuUsage();
        },
        commit: async () => {
          await transaction.commit();
          if (since) locked.micros += microsOf(process.cpuUsage(since));
        },
      };
    },
  };
}

const microsOf = ({ user, system }: NodeJS.CpuUsage): number => user + system;

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return microsOf(process.cpuUsage(before));
}

async function read(source: ScriptedSource | undefined, number: number, people: number): Promise<void> {
  const rows = Array.from({ length: people }, (_, i) => ({
    external_id: `${number}-${i}`,
    display_name: `Person ${i}`,
    user_principal_name: `person${i}@corp.example`,
    mail: `p.${i}@mail.example`,
    department: `Department ${i % 40}`,
    ...(number % 2 === 1 ? { object_guid: guidOf(`guid-${i}`) } : {}),
  }));
  const dataset = number === 0 ? 'directory_user' : 'emm_user';
  const receipt = await source?.poll(() => wholePass(rows, dataset));
  if (receipt?.outcome !== 'complete') throw new Error(`a poll ended as ${receipt?.outcome}`);
}

async function checked({ db }: Store, people: number): Promise<void> {
  const { n } = await db
    .selectFrom('subject')
    .select(({ fn }) => fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  if (Number(n) !== people) throw new Error(`${people} people became ${n} users`);
}
