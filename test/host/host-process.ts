// Writes a sample app into a temporary folder and runs the embedded host on it in a child process.
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FunctionInfo, HostLogEntry } from '../../local/host/index.ts';

export type Ready = { url: string; masterKey: string; defaultKey: string; functions: FunctionInfo[] };
type Event = { log?: HostLogEntry; ready?: Ready; refused?: string; stopped?: boolean };
/** File name to content: text, or an object that is written as JSON. */
export type Files = Record<string, string | object>;

const children: ChildProcess[] = [];
const folders: string[] = [];

/** Ends what the tests of a file have left running and removes their folders. */
export async function cleanUp(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A fresh folder with `files`; an ES module app whose main is app.js unless the files say otherwise. */
export function writeApp(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-host-'));
  folders.push(folder);
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  const all: Files = { 'package.json': { type: 'module', main: 'app.js' }, 'host.json': { version: '2.0' }, ...files };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

export class HostProcess {
  readonly events: Event[] = [];
  readonly folder: string;
  readonly secrets: string;
  readonly exit: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #arrived = new EventEmitter();
  #ready: Ready | undefined;

  private constructor(files: Files, environment: Record<string, string>) {
    this.folder = writeApp(files);
    this.secrets = join(this.folder, 'keys');
    const options = JSON.stringify({ appRoot: this.folder, secretsPath: this.secrets });
    this.#child = spawn(process.execPath, [join(process.cwd(), 'test/host/driver.ts'), options], {
      env: { PATH: process.env.PATH, TZ: 'UTC', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(this.#child);
    this.exit = once(this.#child, 'exit').then(([code]) => {
      this.#arrived.emit('event');
      return code;
    });
    if (this.#child.stdout) {
      createInterface(this.#child.stdout).on('line', (line) => {
        this.events.push(JSON.parse(line));
        this.#arrived.emit('event');
      });
    }
  }

  /** Starts the host and waits until it serves; an Error if it refuses to start. */
  static async start(files: Files, environment: Record<string, string> = {}): Promise<HostProcess> {
    const host = new HostProcess(files, environment);
    const event = await host.event(({ ready, refused }) => ready !== undefined || refused !== undefined);
    if (!event.ready) throw new Error(event.refused);
    host.#ready = event.ready;
    return host;
  }

  get ready(): Ready {
    if (!this.#ready) throw new Error('The host is not ready.');
    return this.#ready;
  }

  /** The first event, past or to come, that `matches`. */
  async event(matches: (event: Event) => boolean): Promise<Event> {
    for (;;) {
      const found = this.events.find(matches);
      if (found) return found;
      if (this.#child.exitCode !== null) throw new Error('The host ended before the expected event.');
      await once(this.#arrived, 'event');
    }
  }

  /** The first log line whose message matches. */
  async line(pattern: RegExp): Promise<HostLogEntry> {
    const { log } = await this.event((event) => pattern.test(event.log?.message ?? ''));
    if (!log) throw new Error('no line');
    return log;
  }

  logged(pattern: RegExp): HostLogEntry[] {
    return this.events.flatMap(({ log }) => (log && pattern.test(log.message) ? [log] : []));
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.ready.url + path, init);
  }

  /** GET with a key in the header: the status alone. */
  async status(path: string, key?: string, method = 'GET'): Promise<number> {
    const response = await this.fetch(path, { method, headers: key ? { 'x-functions-key': key } : {} });
    await response.arrayBuffer();
    return response.status;
  }

  /** Asks for an orderly stop; resolves with the exit code. */
  stop(): Promise<unknown> {
    this.#child.stdin?.write('stop\n');
    return this.exit;
  }
}
