// One collector: the bundle in the embedded host, in a child process, as it is run in production. Reads its API with its
// key, and keeps every line that it writes.
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type Item, page, type Source, source } from './answers.ts';

const event = z.union([
  z.object({ log: z.object({ level: z.string(), category: z.string(), message: z.string() }) }),
  z.object({ ready: z.object({ url: z.string(), masterKey: z.string(), defaultKey: z.string() }) }),
  z.object({ refused: z.string() }),
  z.object({ stopped: z.boolean() }),
]);

export interface CollectorOptions {
  readonly appRoot: string;
  readonly secretsPath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Modules that the process loads first. */
  readonly imports: readonly string[];
  /** Gets every line, of standard output and of standard error. */
  readonly output: string[];
}

/** From one look to the next: longer each time, since a look is work for the collector. */
const LOOK_AGAIN_MS = { first: 10, most: 250, growth: 1.5 };
/** Compiled code of earlier starts: collectors are started by the hundred. */
export const COMPILE_CACHE = join(process.cwd(), '.data/compile-cache');

/** A poll that this process runs is told by it; one that another runs is looked for, after so long. */
const RUN_ELSEWHERE_MS = 2_000;

/** Of the slowest and busiest machine; below that of a test, so that what was waited for in vain is named. */
export const PATIENCE_MS = 180_000;

/** Waits until `look` answers something. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined>,
  withinMs = PATIENCE_MS,
): Promise<T> {
  const until = Date.now() + withinMs;
  const { first, most, growth } = LOOK_AGAIN_MS;
  for (let wait = first; ; wait = Math.min(most, wait * growth)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(wait);
  }
}

export interface LogEntry {
  readonly level: string;
  readonly message: string;
}

export class CollectorProcess {
  /** Log lines of this process. */
  readonly log: string[] = [];
  /** The same with their level: that of the invocation's log; outside of one, what the line says in words, as the runtime sees it. */
  readonly entries: LogEntry[] = [];
  readonly exit: Promise<number | string | null>;
  readonly #child: ChildProcess;
  /** As many wait for it as there are sources. */
  readonly #changed = new EventEmitter().setMaxListeners(0);
  #url: string | undefined;
  #key = '';
  #masterKey = '';
  #refused: string | undefined;
  #isSilent = false;

  private constructor({ appRoot, secretsPath, environment, imports, output }: CollectorOptions) {
    this.#child = spawn(
      process.execPath,
      [
        ...imports.flatMap((module) => ['--import', join(process.cwd(), module)]),
        join(process.cwd(), 'test/host/driver.ts'),
        JSON.stringify({ appRoot, secretsPath }),
      ],
      {
        env: { PATH: process.env.PATH, TZ: 'UTC', NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    this.exit = once(this.#child, 'exit').then(([code, signal]) => {
      this.#changed.emit('changed');
      return code ?? signal;
    });
    // The last lines may come behind its exit.
    this.#child.once('close', () => {
      this.#isSilent = true;
      this.#changed.emit('line');
    });
    const { stdout, stderr } = this.#child;
    if (!stdout || !stderr) throw new TypeError('the child has no output');
    createInterface(stdout).on('line', (line) => this.#take(line, output));
    createInterface(stderr).on('line', (line) => {
      const [, level = 'information', message = line] = /^(warning|error): (.*)$/.exec(line) ?? [];
      this.#keep({ level, message }, output);
    });
  }

  /** Starts it and waits until it serves; an Error where it refuses to. */
  static async start(options: CollectorOptions): Promise<CollectorProcess> {
    const collector = new CollectorProcess(options);
    while (collector.#url === undefined) {
      if (collector.#refused !== undefined) throw new Error(collector.#refused);
      if (collector.#child.exitCode !== null) throw new Error(`the collector ended: ${collector.log.join(' | ')}`);
      await once(collector.#changed, 'changed');
    }
    return collector;
  }

  #take(line: string, output: string[]): void {
    const said = event.safeParse(line.startsWith('{"') ? JSON.parse(line) : line);
    // What the bundle prints itself, outside of an invocation.
    const text = said.success ? ('log' in said.data ? said.data.log.message : undefined) : line;
    const level = said.success && 'log' in said.data ? said.data.log.level : 'information';
    if (text !== undefined) this.#keep({ level, message: text }, output);
    if (!said.success) return;
    if ('ready' in said.data) {
      this.#url = said.data.ready.url;
      this.#key = said.data.ready.defaultKey;
      this.#masterKey = said.data.ready.masterKey;
    } else if ('refused' in said.data) {
      output.push(said.data.refused);
      this.#refused = said.data.refused;
    }
    this.#changed.emit('changed');
  }

  #keep(entry: LogEntry, output: string[]): void {
    output.push(entry.message);
    this.log.push(entry.message);
    this.entries.push(entry);
    this.#changed.emit('line');
    const [, source] = /^poll ended .*\bsource=(\S+)/.exec(entry.message) ?? [];
    if (source !== undefined) this.#changed.emit(`poll ended: ${source}`);
  }

  /** Open files of the process whose path begins so; null where the system does not tell. */
  openFiles(prefix: string): number | null {
    const folder = `/proc/${this.#child.pid}/fd`;
    if (!existsSync(folder)) return null;
    const paths = readdirSync(folder).map((file) => {
      try {
        return readlinkSync(join(folder, file));
      } catch {
        // Closed meanwhile.
        return '';
      }
    });
    return paths.filter((path) => path.startsWith(prefix)).length;
  }

  /** The most memory that it ever held, in bytes; null where the system does not tell. */
  peakMemory(): number | null {
    const file = `/proc/${this.#child.pid}/status`;
    const [, kilobytes] = (existsSync(file) && /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(file, 'utf8'))) || [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  }

  /** How long its main thread, which answers, has worked so far; null where the system does not tell. */
  workedMs(): number | null {
    const file = `/proc/${this.#child.pid}/task/${this.#child.pid}/schedstat`;
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : null;
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get url(): string {
    return this.#url ?? '';
  }

  get key(): string {
    return this.#key;
  }

  request(
    path: string,
    { headers, ...init }: RequestInit & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    return fetch(`${this.url}/api/${path}`, { ...init, headers: { 'x-functions-key': this.#key, ...headers } });
  }

  /** A 2xx answer's JSON, checked; an Error with status and body otherwise. */
  async get<T>(
    schema: z.ZodType<T>,
    path: string,
    init: RequestInit & { headers?: Record<string, string> } = {},
  ): Promise<T> {
    const response = await this.request(path, init);
    const body = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
    return schema.parse(JSON.parse(body));
  }

  /** All items of a list, page by page. */
  async list(path: string, headers: Record<string, string> = {}): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const separator = path.includes('?') ? '&' : '?';
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answered: z.infer<typeof page> = await this.get(page, `${path}${separator}limit=37${more}`, { headers });
      items.push(...answered.items);
      cursor = answered.nextCursor;
    }
    return items;
  }

  source(name: string): Promise<Source> {
    return this.get(source, `sources/${name}`);
  }

  post(path: string): Promise<Response> {
    return this.request(path, { method: 'POST' });
  }

  /** Waits until no poll of the source runs, one at least has ended, and none is that of `not`. */
  async ended(name: string, not: string | undefined = undefined, withinMs = PATIENCE_MS): Promise<Source> {
    const look = async (): Promise<Source | undefined> => {
      const found = await this.source(name);
      const { lastPoll, runningPoll } = found;
      return lastPoll && !runningPoll && lastPoll.startedAt !== not ? found : undefined;
    };
    const patience = { signal: AbortSignal.timeout(RUN_ELSEWHERE_MS) };
    const told = once(this.#changed, `poll ended: ${name}`, patience).catch(() => undefined);
    const found = await look();
    if (found) return found;
    await told;
    return eventually(`a poll of ${name} ends`, look, withinMs);
  }

  /** Asks for a poll and waits for its end. */
  async poll(name: string, withinMs?: number): Promise<Source> {
    const before = await this.source(name);
    const response = await this.post(`sources/${name}/poll`);
    if (response.status !== 202) throw new Error(`poll of ${name}: ${response.status} ${await response.text()}`);
    return this.ended(name, before.lastPoll?.startedAt, withinMs);
  }

  /** A tick of a timer, now: `retention`, `license-check`, `poll-<source>`. Does not wait for its end. */
  async tick(timer: string): Promise<void> {
    const headers = { 'x-functions-key': this.#masterKey, 'content-type': 'application/json' };
    const asked = { method: 'POST', headers, body: '{"input":""}' };
    const { status } = await fetch(`${this.url}/admin/functions/${timer}`, asked);
    if (status !== 202) throw new Error(`${timer}: ${status}`);
  }

  /** The polls that every collector begins at its start. */
  async firstPolls(...names: readonly string[]): Promise<Source[]> {
    return Promise.all(names.map((name) => this.ended(name)));
  }

  /** The first line, past or to come, that matches. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.log.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.#isSilent) throw new Error(`ended without a line like ${pattern}`);
      await once(this.#changed, 'line');
    }
  }

  /** Asks for an orderly stop; resolves with the exit code. */
  stop(): Promise<number | string | null> {
    this.#child.stdin?.write('stop\n');
    return this.exit;
  }

  /** Stops it in the middle of whatever it does, as a frozen machine does; `resume` goes on there. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** kill -9, where it still runs. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.exit;
  }
}
