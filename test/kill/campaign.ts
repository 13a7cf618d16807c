// A campaign of kills over two databases of one company. In each cycle the company rests; one collector polls it unbroken,
// others are killed at commits and at any time, until one gets through: then both databases must hold the same.
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineName, Store } from '../../lib/store/index.ts';
import { below, hash } from '../../local/fleet/random.ts';
import { Company } from '../end-to-end/company.ts';
import { contentOf, differencesOf, rowsIn } from '../end-to-end/content.ts';
import { leaks } from '../end-to-end/personal-data.ts';
import { type EmptyDatabase, emptyDatabase } from '../store/databases.ts';
import type { Boundaries } from './boundaries.ts';
import type { Step } from './child.ts';
import { type Done, KillableCollector } from './collector.ts';
import { type Cycle, configured, EPISODES, WAYS_TO_POLL, type World } from './episodes.ts';
import { Installation } from './installation.ts';

export interface CampaignOptions {
  readonly engine: EngineName;
  readonly seed: number;
  readonly kills: number;
  readonly boundaries: Boundaries;
  /** Goes on above `kills` until every episode was there, and every kind of commit had its kill. */
  readonly everyKind?: boolean;
  readonly onKill?: () => void;
}

export interface CampaignResult {
  readonly kills: number;
  readonly cycles: number;
  /** Rows that both databases were compared in, of all cycles. */
  readonly rows: number;
  /** Log lines with personal data, and temporary files with content: none. */
  readonly leaks: readonly string[];
  readonly files: readonly string[];
}

/** The fleet is the same for a seed on every day. */
const EPOCH = Date.UTC(2026, 10, 24);
/** Kills a cycle, at most; where every kind of commit is to have one, one a cycle while there is none left. */
const KILLS_A_CYCLE = 7;
const KINDS_A_CYCLE = 14;
const DAY_MS = 86_400_000;
const LONGEST_CYCLE_MS = 300_000;

/** Throws an Error that names the cycle and the differences. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const company = await Company.start({ users: 40, devices: 30, appsPerDevice: 4, seed: options.seed, epoch: EPOCH });
  const databases = [await emptyDatabase(options.engine), await emptyDatabase(options.engine)] as const;
  const campaign = new Campaign(options, company, databases);
  try {
    return await campaign.run();
  } finally {
    await campaign.end();
    await company.close();
    for (const { drop } of databases) await drop();
  }
}

class Campaign {
  readonly #options: CampaignOptions;
  readonly #company: Company;
  readonly #unbroken: Installation;
  readonly #killed: Installation;
  readonly #begins: Date[] = [];
  #kills = 0;
  #rows = 0;
  #restart = false;

  constructor(options: CampaignOptions, company: Company, [unbroken, killed]: readonly [EmptyDatabase, EmptyDatabase]) {
    this.#options = options;
    this.#company = company;
    const { intune: graph } = company.fleet.systems;
    graph.delta.pageSize = 9;
    graph.devices.maxPage = 15;
    const folder = join(company.folder, 'temporary');
    mkdirSync(folder);
    const collector = ({ database }: EmptyDatabase) =>
      new KillableCollector({ ...company.environment(), ...named(database), TMPDIR: folder }, company.output);
    this.#unbroken = new Installation(unbroken.database, () => collector(unbroken));
    this.#killed = new Installation(killed.database, () => collector(killed));
  }

  async run(): Promise<CampaignResult> {
    const first: Cycle = { name: 'first load', happens: configured };
    let number = 0;
    await this.#cycle(first, number);
    for (let round = 0; this.#isUnfinished(round); round += 1)
      for (const episode of shuffled(EPISODES, hash(this.#options.seed, round)))
        for (const cycle of this.#isUnfinished(round) ? episode() : []) {
          number += 1;
          await this.#cycle(cycle, number);
        }
    const folder = join(this.#company.folder, 'temporary');
    return {
      kills: this.#kills,
      cycles: number + 1,
      rows: this.#rows,
      leaks: leaks(this.#company.fleet, this.#company.output, this.#company.secrets),
      files: readdirSync(folder).filter((name) => statSync(join(folder, name)).size > 0),
    };
  }

  #isUnfinished(round: number): boolean {
    return (
      this.#kills < this.#options.kills ||
      (this.#options.everyKind === true && (round === 0 || this.#options.boundaries.kindsLeft.length > 0))
    );
  }

  async end(): Promise<void> {
    await Promise.all([this.#unbroken.end(), this.#killed.end()]);
  }

  async #cycle(cycle: Cycle, number: number): Promise<void> {
    const seed = hash(this.#options.seed, 1_000 + number);
    try {
      await dayHoldsOn();
      const steps = await this.#prepare(cycle, seed);
      const whole = await this.#unbroken.run(steps, null);
      if (whole) await this.#killUntilThrough(steps, whole, seed);
      await this.#compare();
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new Error(`cycle ${number} (${cycle.name}), after ${this.#kills} kills: ${said}`);
    }
  }

  async #prepare(cycle: Cycle, seed: number): Promise<readonly Step[]> {
    let throws = 0;
    const world: World = {
      company: this.#company,
      estate: this.#company.fleet.estate,
      dice: (limit) => below(limit, seed, throws++),
      inBoth: async (change) => {
        for (const side of [this.#unbroken, this.#killed]) await side.inStore(change);
      },
      configure: (...sources) => {
        this.#company.writeSources(...sources);
        this.#restart = true;
      },
    };
    await cycle.happens(world);
    if (this.#restart) await Promise.all([this.#unbroken.stop(), this.#killed.stop()]);
    this.#restart = false;
    this.#begins.push(new Date());
    return cycle.steps ?? WAYS_TO_POLL[world.dice(WAYS_TO_POLL.length)] ?? [];
  }

  async #killUntilThrough(steps: readonly Step[], whole: Done, seed: number): Promise<void> {
    const { boundaries, engine, onKill, everyKind } = this.#options;
    boundaries.see(whole.commits);
    const most = everyKind ? 1 : 1 + below(KILLS_A_CYCLE, seed, 1);
    const goesOn = (n: number): boolean =>
      everyKind
        ? n < most || (n < KINDS_A_CYCLE && boundaries.isKindLeft(whole.commits))
        : n < most && this.#kills < this.#options.kills;
    for (let n = 0; goesOn(n); n += 1) {
      const end = boundaries.draw(whole, engine, hash(seed, 100 + n));
      if ((await this.#killed.run(steps, end)) !== null) return;
      this.#kills += 1;
      boundaries.hit(end);
      onKill?.();
    }
    await this.#killed.run(steps, null);
  }

  async #compare(): Promise<void> {
    const read = (store: Store) => contentOf(store, this.#begins);
    const [expected, found] = [await this.#unbroken.inStore(read), await this.#killed.inStore(read)];
    const differences = differencesOf(expected, found);
    if (differences.length > 0)
      throw new Error(
        [`${differences.length} differences`, ...differences.slice(0, 8).map((line) => line.slice(0, 600))].join('\n'),
      );
    this.#rows += rowsIn(expected);
  }
}

/** A connection string is a secret, and named by reference. */
const named = (database: string): Readonly<Record<string, string>> =>
  database.startsWith('sqlite:')
    ? { DATABASE: database }
    : { DATABASE: 'env:DATABASE_SECRET', DATABASE_SECRET: database };

/** A day's numbers are those of its first poll: no cycle spans midnight. */
async function dayHoldsOn(): Promise<void> {
  const left = DAY_MS - (Date.now() % DAY_MS);
  if (left < LONGEST_CYCLE_MS) await delay(left + 1_000);
}

function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  return list
    .map((item, i) => ({ item, rank: hash(seed, i) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
