// A simulated company and what a collector is told of it: sources file, secrets and settings in a temporary folder.
// The fleet runs in the process of the test, which steers it; collectors are child processes.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Fleet, type FleetOptions, startFleet } from '../../local/fleet/index.ts';
import { deployBundle } from './bundle.ts';
import { CollectorProcess } from './collector-process.ts';

export type SourceEntry = Readonly<Record<string, unknown>>;
export type Environment = Readonly<Record<string, string>>;

/** Ticks never while a test runs: polls are asked for. */
const ONCE_A_YEAR = '0 0 0 1 1 *';

export class Company {
  readonly fleet: Fleet;
  readonly folder: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Every line that any collector of the company wrote. */
  readonly output: string[] = [];
  readonly #collectors: CollectorProcess[] = [];
  #app: string | undefined;

  private constructor(fleet: Fleet) {
    this.fleet = fleet;
    // Reports of apps are ready at the first look: most of a small poll would be waiting for them.
    fleet.graph.exportJobs.settings = { notStartedPolls: 0, inProgressPolls: 0 };
    this.folder = mkdtempSync(join(tmpdir(), 'emm-lens-end-to-end-'));
    this.secrets = {
      graph: fleet.graph.clientSecret,
      directory: fleet.directory.password,
      'audit-key': randomBytes(32).toString('base64url'),
      'phone-key': randomBytes(32).toString('base64url'),
    };
    mkdirSync(join(this.folder, 'secrets'), { mode: 0o700 });
    for (const [name, value] of Object.entries(this.secrets))
      writeFileSync(join(this.folder, 'secrets', name), value, { mode: 0o600 });
    writeFileSync(join(this.folder, 'ca.pem'), fleet.authority.caPem);
    this.writeSources(this.intune(), this.directory());
  }

  static async start(options: Partial<FleetOptions> = {}): Promise<Company> {
    return new Company(await startFleet({ users: 40, devices: 60, appsPerDevice: 5, seed: 7, ...options }));
  }

  secret(name: string): string {
    return `file:${join(this.folder, 'secrets', name)}`;
  }

  intune(changes: SourceEntry = {}): SourceEntry {
    const { graph } = this.fleet;
    return {
      name: 'intune',
      type: 'intune',
      tenantId: graph.tenantId,
      clientId: graph.clientId,
      clientSecret: this.secret('graph'),
      graphUrl: graph.url,
      authorityHost: graph.authorityHost,
      caFile: join(this.folder, 'ca.pem'),
      timeBudgetSeconds: 10,
      ...changes,
    };
  }

  directory(changes: SourceEntry = {}): SourceEntry {
    const { directory } = this.fleet;
    return {
      name: 'directory',
      type: 'active-directory',
      url: directory.url,
      bindDn: directory.bindDn,
      password: this.secret('directory'),
      baseDn: directory.baseDn,
      caFile: join(this.folder, 'ca.pem'),
      pageSize: 10,
      timeBudgetSeconds: 10,
      ...changes,
    };
  }

  writeSources(...sources: readonly SourceEntry[]): void {
    writeFileSync(join(this.folder, 'sources.json'), JSON.stringify({ sources }));
  }

  /** Path of a database of the company; each name is one. */
  databaseFile(name = 'lens'): string {
    return join(this.folder, `${name}.db`);
  }

  /** A minute passes for the leases: those of processes that died or sleep run out. */
  leasesRunOut(database?: string): void {
    using opened = new DatabaseSync(this.databaseFile(database), { timeout: 5_000 });
    opened.prepare('UPDATE source_state SET lease_until = lease_until - 60000').run();
  }

  environment(database?: string): Environment {
    return {
      DATABASE: `sqlite:${this.databaseFile(database)}`,
      SOURCES_FILE: join(this.folder, 'sources.json'),
      POLL_SCHEDULE: ONCE_A_YEAR,
      AUDIT_KEY: this.secret('audit-key'),
      PHONE_KEY: this.secret('phone-key'),
    };
  }

  /** A collector in a process of its own. An `undefined` setting is left out. */
  async collector(
    options: { database?: string; environment?: Readonly<Record<string, string | undefined>> } = {},
  ): Promise<CollectorProcess> {
    this.#app ??= deployBundle(this.folder);
    const collector = await CollectorProcess.start({
      appRoot: this.#app,
      secretsPath: join(this.folder, 'keys'),
      environment: { ...this.environment(options.database), ...options.environment },
      output: this.output,
    });
    this.#collectors.push(collector);
    return collector;
  }

  async close(): Promise<void> {
    await Promise.all(this.#collectors.map((collector) => collector.kill()));
    await this.fleet.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
