// What a poll promises, as a plain model of one source: maps in memory, no database, no transaction, no hash. It is read
// as a specification; `model.test.ts` holds the product against it after every step of a random history.
import type { DatasetCounts } from '../../lib/ingest/run.ts';
import type { PollStep, Proof, SourceRow } from '../../lib/sources/contract.ts';
import { appsBehind } from './model-apps.ts';
import { Holds } from './model-holds.ts';
import { ValueHolds } from './model-kept.ts';
import {
  changesBetween,
  type Ending,
  type Instant,
  keep,
  type Mirrored,
  type ModelRow,
  type Pass,
  ROOTS,
  type Root,
  type Run,
  readRow,
  type Told,
  type Values,
} from './model-rows.ts';
import {
  type Collected,
  collectedBy,
  isPhonePolicy,
  PARAMETERS,
  PERSONAL_DEVICES,
  type Switches,
} from './model-switches.ts';

export class SourceModel {
  readonly rows: Record<Root, Map<string, ModelRow>> = {
    directory_user: new Map(),
    emm_user: new Map(),
    device: new Map(),
  };
  /** By device, by app. */
  readonly apps = new Map<string, Map<string, ModelRow>>();
  readonly holds: Record<Mirrored, Holds> = {
    directory_user: new Holds(),
    emm_user: new Holds(),
    device: new Holds(),
    device_app: new Holds(true),
  };
  readonly valueHolds: Record<Mirrored, ValueHolds> = {
    directory_user: new ValueHolds(),
    emm_user: new ValueHolds(),
    device: new ValueHolds(),
    device_app: new ValueHolds(),
  };
  told: Told[] = [];
  runs: Run[] = [];
  checkpoint: { plan: number; next: number } | null = null;
  /** Readings under way. */
  readonly passes = new Map<Root, Pass>();
  /** When each dataset was last read whole. */
  readonly whole = new Map<Mirrored, Instant>();
  /** Rows handed on since each reading began; and as of the checkpoint, behind which they are handed on again. */
  #handedOn = new Map<string, number>();
  #handedOnBefore = new Map<string, number>();
  leaseUntil: Instant = 0;
  lastSeen: Instant | null = null;
  #offsetPaged = new Set<Root>();
  /** Null: nothing that was begun may be gone on with. */
  #fingerprint: string | null = null;
  #collected: Collected = {};
  /** What every row was read with: only that can be told as changed. */
  #comparable: Collected = {};
  #counts: Partial<Record<Mirrored, DatasetCounts>> = {};
  #rejected = 0;
  #switches: Switches = { exclude: [], phoneNumbers: 'masked', personalDevices: false };
  readonly #now: () => Instant;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** Steps in order, each whole or not at all. Null where another collector, or a dead one's lease, has the source. */
  poll(steps: readonly PollStep[], ending: Ending, switches: Switches, mapping: number): Run | null {
    this.lastSeen = this.#now();
    if (this.leaseUntil > this.#now()) return null;
    this.runs = this.runs.map((run) => (run.outcome === 'running' ? { ...run, outcome: 'aborted' } : run));
    const at = this.#now();
    this.#counts = {};
    this.#rejected = 0;
    this.prepare(switches, mapping);
    // A stop is heard behind a step, everything else before one.
    const done = ending.how === 'whole' ? steps.length : ending.at + (ending.how === 'stopped' ? 1 : 0);
    this.#switches = switches;
    this.#handedOn = new Map(this.#handedOnBefore);
    for (const step of steps.slice(0, done)) this.#step(step);
    if (ending.how === 'killed') {
      this.leaseUntil = at + 60_000;
      this.runs.push({ outcome: 'running', error: null, datasets: {}, rejected: 0, at });
      return null;
    }
    // What the source itself said to be gone is removed even where the poll broke afterwards; not without the lease.
    if (ending.how !== 'lease lost') this.settleAll();
    const held = Object.values(this.#counts).some((counts) => counts.held > 0);
    // What is held may be a source's lie: the next poll reads everything anew.
    if (ending.how === 'whole' && held) this.checkpoint = null;
    const run = { ...this.#ended(ending), datasets: this.#counts, rejected: this.#rejected, at };
    this.runs.push(run);
    return run;
  }

  #ended({ how }: Ending): Pick<Run, 'outcome' | 'error'> {
    const counts = Object.values(this.#counts);
    if (how === 'whole') return { outcome: counts.some((c) => c.unproven) ? 'partial' : 'complete', error: null };
    if (how === 'broken') return { outcome: counts.some((c) => c.complete) ? 'partial' : 'failed', error: 'reset' };
    return { outcome: 'aborted', error: how === 'stopped' ? 'stopped' : 'lease-lost' };
  }

  /** Before the source is asked: what may no longer be kept leaves, and a checkpoint of something else is void. */
  prepare(switches: Switches, mapping: number): void {
    const now = collectedBy(switches);
    const fingerprint = JSON.stringify([switches, mapping]);
    if (fingerprint !== this.#fingerprint) {
      this.#fingerprint = fingerprint;
      this.checkpoint = null;
      this.passes.clear();
      this.#handedOnBefore.clear();
    }
    for (const [dataset, names] of Object.entries(this.#collected) as [Mirrored, string[]][]) {
      const policy = (all: readonly string[] = []) => all.filter(isPhonePolicy).join();
      const anotherPolicy = policy(names) !== policy(now[dataset]);
      this.#purge(
        dataset,
        names.filter((name) => !now[dataset]?.includes(name)),
      );
      this.#comparable[dataset] = (this.#comparable[dataset] ?? []).filter(
        (name) => now[dataset]?.includes(name) && !(anotherPolicy && name === 'phone_number'),
      );
    }
    this.#collected = now;
  }

  #purge(dataset: Mirrored, dropped: readonly string[]): void {
    if (dropped.includes(PERSONAL_DEVICES))
      for (const device of this.apps.keys())
        if (this.rows.device.get(device)?.values.ownership !== 'company') this.apps.delete(device);
    if (dataset === 'device_app') return;
    // Less of a phone number than before: what is stored is too much, until it is read again.
    const names = dropped.map((name) => (isPhonePolicy(name) ? 'phone_number' : name));
    for (const row of this.rows[dataset].values())
      for (const name of names) {
        // Collected again, it is written anew.
        if (row.values[name] !== null && row.values[name] !== undefined) row.read = '';
        row.values[name] = null;
      }
    const parameters = names.map((name) => PARAMETERS[dataset][name]?.api);
    this.told = this.told.filter((t) => t.dataset !== dataset || !parameters.includes(t.parameter ?? ''));
  }

  #step(step: PollStep): void {
    const dataset = step.dataset as Mirrored;
    this.#countRows(step);
    if (dataset === 'device_app') this.#appsStep(step);
    else if ('pass' in step) this.passes.set(dataset, { startedAt: this.#now(), keys: new Set() });
    else if ('complete' in step) this.#complete(dataset, step.complete);
    else if ('unproven' in step) {
      this.passes.delete(dataset);
      Object.assign(this.#count(dataset), { unproven: true, why: step.unproven });
    } else if ('present' in step) for (const [id = ''] of step.present) this.passes.get(dataset)?.keys.add(id);
    else if ('gone' in step) this.#sourceSaysGone(dataset, step.gone);
    else if ('rows' in step) this.#rows(dataset, step.rows);
    const { plan, next } = step.checkpoint ?? {};
    if (typeof plan !== 'number' || typeof next !== 'number') return;
    this.checkpoint = { plan, next };
    this.#handedOnBefore = new Map(this.#handedOn);
  }

  #countRows(step: PollStep): void {
    if (step.dataset !== 'device_app') return;
    if ('pass' in step) this.#handedOn.set(step.dataset, 0);
    const before = this.#handedOn.get(step.dataset);
    if (before !== undefined && 'rows' in step) this.#handedOn.set(step.dataset, before + step.rows.length);
  }

  /** Whether as many were handed on as the proof names: rows of apps, of all others different ones. */
  #proves(dataset: Mirrored, { marker, rows, again = 0 }: Proof): boolean {
    const found = dataset === 'device_app' ? this.#handedOn.get(dataset) : this.passes.get(dataset)?.keys.size;
    const read = found ?? null;
    this.#handedOn.delete(dataset);
    this.#count(dataset).proof = { marker, rows, again, read };
    return read === null || (read >= rows && read <= rows + again);
  }

  /** A page. Of a record that it holds twice the last counts; on another page it is a later reading like any. */
  #rows(dataset: Root, rows: readonly SourceRow[]): void {
    const counts = this.#count(dataset);
    counts.read += rows.length;
    const page = new Map<string, Values>();
    for (const row of rows) {
      const id = row.external_id;
      if (typeof id === 'string') page.set(id, this.#read(dataset, row));
      else {
        // It may be any of those that seem to be gone: this reading proves nothing any more.
        this.#rejected += 1;
        this.passes.delete(dataset);
        counts.unproven = true;
      }
    }
    const at = this.#now();
    for (const [id, values] of page) {
      this.passes.get(dataset)?.keys.add(id);
      const known = this.rows[dataset].get(id);
      const read = JSON.stringify(values);
      if (!known) {
        this.rows[dataset].set(id, { values, read, absentSince: null, lost: [], lostAt: at, firstSeen: at });
        counts.inserted += 1;
        // An arrival means something once the dataset has been read whole.
        if (this.whole.has(dataset)) {
          this.#tell({ dataset, owner: id, kind: 'appeared', at });
          this.holds[dataset].arrived(at);
        }
        continue;
      }
      known.absentSince = null;
      if (known.read === read) continue;
      counts.updated += 1;
      const kept = keep(dataset, known, values, { at, collected: this.#collected });
      this.#tellChanges(dataset, id, known.values, kept.values, at);
      Object.assign(known, { ...kept, read });
    }
  }

  #read(dataset: Mirrored, row: SourceRow): Values {
    const { values, rejected } = readRow(dataset, row, this.#switches);
    this.#rejected += rejected;
    return values;
  }

  #tellChanges(dataset: Root, owner: string, before: Values, after: Values, at: Instant): void {
    for (const change of changesBetween(dataset, before, after, this.#comparable))
      this.#tell({ dataset, owner, kind: 'changed', at, ...change });
  }

  #tell(told: Pick<Told, 'dataset' | 'owner' | 'kind' | 'at'> & Partial<Told>): void {
    this.told.push({ parameter: null, before: null, after: null, ...told });
  }

  /** A tombstone: absent from now on, whatever this reading has seen of it before. */
  #sourceSaysGone(dataset: Root, keys: readonly (readonly string[])[]): void {
    const at = this.#now();
    for (const [id = ''] of keys) {
      this.passes.get(dataset)?.keys.delete(id);
      const row = this.rows[dataset].get(id);
      if (row) row.absentSince ??= at;
    }
  }

  /** The proof that everything was read: what was not is absent, and removed or held. */
  #complete(dataset: Root, proof: Proof): void {
    const { offsetPaged = false } = proof;
    const pass = this.#proves(dataset, proof) ? this.passes.get(dataset) : undefined;
    const at = this.#now();
    const counts = this.#count(dataset);
    if (pass) {
      for (const [id, row] of this.rows[dataset])
        if (pass.keys.has(id)) row.absentSince = null;
        else row.absentSince ??= at;
      // Pages by offset shift while they are read: only what the pass before missed too is gone.
      this.#settle(dataset, { until: offsetPaged ? pass.startedAt - 1 : at, confirmed: true });
      this.whole.set(dataset, at);
      this.#comparable[dataset] = this.#collected[dataset] ?? [];
    }
    counts.complete ||= pass !== undefined;
    counts.unproven = pass === undefined;
    this.passes.delete(dataset);
    if (offsetPaged) this.#offsetPaged.add(dataset);
    else this.#offsetPaged.delete(dataset);
  }

  /** At the end of a poll: what the source said to be gone, and what an operator approved. */
  settleAll(): void {
    for (const dataset of ROOTS)
      this.#settle(dataset, {
        until: this.#now(),
        confirmed: false,
        approvedOnly: this.#offsetPaged.has(dataset),
      });
    this.#settle('device_app', {
      until: this.#now(),
      confirmed: this.#counts.device_app?.complete ?? false,
    });
    for (const dataset of [...ROOTS, 'device_app' as const]) this.#settleValues(dataset);
  }

  /** Values that are told no more leave, or are held. */
  #settleValues(dataset: Mirrored): void {
    const at = this.#now();
    const rows =
      dataset === 'device_app' ? [...this.apps.values()].flatMap((apps) => [...apps]) : [...this.rows[dataset]];
    const isRead = !this.#handedOn.has(dataset) && !(dataset !== 'device_app' && this.passes.has(dataset));
    const about = { collected: this.#collected[dataset] ?? [], at, isRead };
    const { leaves, held } = this.valueHolds[dataset].judge({ rows: rows.map(([, row]) => row), ...about });
    for (const [id, row] of rows) {
      const leaving = row.lost.filter((name) => leaves(row, name));
      if (leaving.length === 0) continue;
      const values = { ...row.values, ...Object.fromEntries(leaving.map((name) => [name, null])) };
      if (dataset !== 'device_app') this.#tellChanges(dataset, id, row.values, values, at);
      Object.assign(row, { values, lost: row.lost.filter((name) => !leaving.includes(name)) });
    }
    if (held > 0) this.#count(dataset).held += held;
  }

  /** Of one dataset; apps by their device and id. */
  rowsOf(dataset: Mirrored): ReadonlyMap<string, ModelRow> {
    if (dataset !== 'device_app') return this.rows[dataset];
    return new Map(
      [...this.apps].flatMap(([device, apps]) => [...apps].map(([id, app]) => [`${device} ${id}`, app] as const)),
    );
  }

  #settle(dataset: Mirrored, about: { until: Instant; confirmed: boolean; approvedOnly?: boolean }): void {
    const { remove, held } = this.holds[dataset].judge({ rows: this.rowsOf(dataset), at: this.#now(), ...about });
    for (const id of remove) {
      if (dataset === 'device_app') {
        const [device = '', app = ''] = id.split(' ');
        this.apps.get(device)?.delete(app);
        continue;
      }
      this.rows[dataset].delete(id);
      if (dataset === 'device') this.apps.delete(id);
      this.#tell({ dataset, owner: id, kind: 'removed', at: this.#now() });
    }
    if (remove.length > 0) this.#count(dataset).removed += remove.length;
    if (held !== null && (held > 0 || this.#counts[dataset])) this.#count(dataset).held = held;
  }

  /** Apps come with the devices whose apps these are, all of them: other apps of these devices are absent. */
  #appsStep(step: PollStep): void {
    if ('complete' in step) {
      const counts = this.#count('device_app');
      const isWhole = this.#proves('device_app', step.complete);
      if (isWhole) this.whole.set('device_app', this.#now());
      counts.complete ||= isWhole;
      counts.unproven = !isWhole;
    }
    if (!('rows' in step)) return;
    const counts = this.#count('device_app');
    counts.read += step.rows.length;
    const scope = [...new Set((step.scope ?? []).map(([id = '']) => id))];
    const mayStore = (id: unknown): boolean => {
      const device = this.rows.device.get(String(id));
      return device !== undefined && (this.#switches.personalDevices || device.values.ownership === 'company');
    };
    const told = step.rows.filter((row) => scope.includes(String(row.device_external_id)));
    this.#rejected += told.filter((row) => !mayStore(row.device_external_id)).length;
    const devices = scope.filter((id) => this.rows.device.has(id));
    const pages = devices.map((device) => {
      const allowed = mayStore(device);
      const rows = step.rows.filter((row) => allowed && row.device_external_id === device);
      return { device, allowed, rows, known: this.apps.get(device) ?? new Map<string, ModelRow>() };
    });
    for (const { device, ...page } of pages) {
      const at = this.#now();
      const read = (row: SourceRow) => this.#read('device_app', row);
      const apps = appsBehind(page, counts, { at, collected: this.#collected, read });
      this.#rejected += page.rows.filter((row) => typeof row.app_id !== 'string').length;
      const arrived = [...apps.keys()].filter((id) => !page.known.has(id));
      counts.inserted += arrived.length;
      if (this.whole.has('device_app')) for (const _ of arrived) this.holds.device_app.arrived(at);
      this.apps.set(device, apps);
    }
  }

  #count(dataset: Mirrored): DatasetCounts {
    const none = { read: 0, inserted: 0, updated: 0, removed: 0, held: 0 };
    this.#counts[dataset] ??= { ...none, complete: false, unproven: false, proof: null };
    return this.#counts[dataset];
  }

  get isVoid(): boolean {
    return this.#fingerprint === null;
  }

  /** Where the next poll goes on: nowhere, where its switches or its mapping are others. */
  checkpointFor(switches: Switches, mapping: number): { plan: number; next: number } | null {
    return JSON.stringify([switches, mapping]) === this.#fingerprint ? this.checkpoint : null;
  }

  /** Without asking the source. False where it is being polled, or was never. */
  carryOut(switches: Switches, mapping: number): boolean {
    if (this.lastSeen === null || this.leaseUntil > this.#now()) return false;
    this.#counts = {};
    this.prepare(switches, mapping);
    this.#handedOn = new Map(this.#handedOnBefore);
    this.settleAll();
    return true;
  }

  /** A poll that comes later reads everything anew. */
  voidCheckpoint(): void {
    this.#fingerprint = null;
  }
}
