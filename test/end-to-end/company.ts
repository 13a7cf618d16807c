// A simulated company and what a collector is told of it: sources file, secrets and settings in a temporary folder.
// The fleet runs in the process of the test, which steers it; collectors are child processes.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineName, openStore, type Store } from '../../lib/store/index.ts';
import { keepSecret, sourceOf } from '../../local/fleet/folder.ts';
import { type Fleet, type FleetOptions, startFleet } from '../../local/fleet/index.ts';
import type { SystemTypeName } from '../../local/fleet/members.ts';
import { type EmptyDatabase, emptyDatabase } from '../store/databases.ts';
import { sharedBundle } from './bundle.ts';
import { CollectorProcess } from './collector-process.ts';

export type SourceEntry = Readonly<Record<string, unknown>>;
export type Environment = Readonly<Record<string, string>>;

/** A poll takes a second, and many on a busy machine: none is to be ended by it but where a test says so. */
const BUDGET_SECONDS = 300;

/** Ticks never while a test runs, at the turn of a year neither: polls are asked for. */
const ONCE_A_YEAR = `0 0 0 1 ${((new Date().getUTCMonth() + 6) % 12) + 1} *`;

/** Of products whose servers do not bound a page by themselves: several pages of a small company. */
const SMALL_PAGES: Readonly<Partial<Record<SystemTypeName, SourceEntry>>> = { 'active-directory': { pageSize: 10 } };

export interface CollectorSettings {
  readonly database?: string;
  /** An `undefined` setting is left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Modules that the process loads first. */
  readonly imports?: readonly string[];
  /** Of another build than that of the tree. */
  readonly appRoot?: string;
}

export class Company {
  readonly fleet: Fleet;
  readonly folder: string;
  /** The collector's own: those of the systems are the fleet's. */
  readonly secrets: readonly string[];
  /** Every line that any collector of the company wrote. */
  readonly output: string[] = [];
  readonly engine: EngineName;
  readonly #collectors: CollectorProcess[] = [];
  readonly #onServer = new Map<string, EmptyDatabase>();
  readonly #stores = new Map<string, Store>();
  #app: string | undefined;

  private constructor(fleet: Fleet, engine: EngineName) {
    this.fleet = fleet;
    this.engine = engine;
    this.folder = mkdtempSync(join(tmpdir(), 'emm-lens-end-to-end-'));
    writeFileSync(join(this.folder, 'ca.pem'), fleet.authority.caPem);
    this.secrets = ['audit-key', 'phone-key'].map((name) => {
      const key = randomBytes(32).toString('base64url');
      keepSecret(this.folder, name, key);
      return key;
    });
    this.writeSources(this.source('intune'), this.source('active-directory'));
  }

  /** Nothing makes a collector wait: most of a small poll would be waiting. */
  static async start(options: Partial<FleetOptions> = {}, engine: EngineName = 'sqlite'): Promise<Company> {
    const small = { users: 40, devices: 60, appsPerDevice: 5, seed: 7, waits: 'none' } as const;
    return new Company(await startFleet({ ...small, ...options }), engine);
  }

  /** Where the bundle of its collectors is. */
  get appRoot(): string {
    this.#app ??= sharedBundle();
    return this.#app;
  }

  secret(name: string): string {
    return `file:${join(this.folder, 'secrets', name)}`;
  }

  /** Its entry in the sources file. */
  source(type: SystemTypeName, changes: SourceEntry = {}): SourceEntry {
    const entry = sourceOf(this.fleet.entry(type), this.folder);
    return { ...entry, timeBudgetSeconds: BUDGET_SECONDS, ...SMALL_PAGES[type], ...changes };
  }

  writeSources(...sources: readonly SourceEntry[]): void {
    writeFileSync(join(this.folder, 'sources.json'), JSON.stringify({ sources }));
  }

  /** Path of a database of the company, on sqlite; each name is one. */
  databaseFile(name = 'lens'): string {
    return join(this.folder, `${name}.db`);
  }

  /** The same database, opened by the test, once a collector has made its schema. */
  async store(name = 'lens'): Promise<Store> {
    const known = this.#stores.get(name);
    if (known) return known;
    const database = this.#onServer.get(name)?.database ?? `sqlite:${this.databaseFile(name)}`;
    const store = await openStore({ database, migrate: false });
    this.#stores.set(name, store);
    return store;
  }

  /** The same as DATABASE would say it. */
  database(name?: string): string {
    return `sqlite:${this.databaseFile(name)}`;
  }

  /** A minute passes for the leases: those of processes that died or sleep run out. */
  async leasesRunOut(database?: string): Promise<void> {
    const { write } = await this.store(database);
    await write(({ db }) =>
      db
        .updateTable('source_state')
        .set({ lease_until: new Date(0) })
        .execute(),
    );
  }

  /** Of the company's own rules, where a test writes it. */
  get rulesFile(): string {
    return join(this.folder, 'rules.json');
  }

  environment(database = 'lens'): Environment {
    return {
      DATABASE:
        this.engine === 'sqlite' ? `sqlite:${this.databaseFile(database)}` : this.secret(`database-${database}`),
      SOURCES_FILE: join(this.folder, 'sources.json'),
      ...(existsSync(this.rulesFile) && { RULES_FILE: this.rulesFile }),
      POLL_SCHEDULE: ONCE_A_YEAR,
      AUDIT_KEY: this.secret('audit-key'),
      PHONE_KEY: this.secret('phone-key'),
    };
  }

  /** Collectors that start at once on a server find it empty. */
  async #makeOnServer(name: string): Promise<void> {
    const made = await emptyDatabase(this.engine);
    this.#onServer.set(name, made);
    keepSecret(this.folder, `database-${name}`, made.database);
  }

  /** Collectors in processes of their own, which start at once. */
  async collectors(count: number, options: CollectorSettings = {}): Promise<CollectorProcess[]> {
    const { database = 'lens' } = options;
    if (this.engine !== 'sqlite' && !this.#onServer.has(database)) await this.#makeOnServer(database);
    return Promise.all(Array.from({ length: count }, () => this.collector(options)));
  }

  /** A collector in a process of its own. */
  async collector(options: CollectorSettings = {}): Promise<CollectorProcess> {
    const { database = 'lens' } = options;
    if (this.engine !== 'sqlite' && !this.#onServer.has(database)) await this.#makeOnServer(database);
    const collector = await CollectorProcess.start({
      appRoot: options.appRoot ?? this.appRoot,
      secretsPath: join(this.folder, 'keys'),
      environment: { ...this.environment(options.database), ...options.environment },
      imports: options.imports ?? [],
      output: this.output,
    });
    this.#collectors.push(collector);
    return collector;
  }

  async close(): Promise<void> {
    await Promise.all(this.#collectors.map((collector) => collector.kill()));
    await this.fleet.close();
    for (const store of this.#stores.values()) await store.close();
    for (const { drop } of this.#onServer.values()) await drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
