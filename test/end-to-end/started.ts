// `npm start` as a process, as its user has it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { COMPILE_CACHE, eventually } from './collector-process.ts';

export class Started {
  readonly exit: Promise<unknown[]>;
  readonly #child: ChildProcess;
  output = '';

  constructor(options: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, ['local/start.ts', ...options], {
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, as a shell gives it one.
      detached: true,
    });
    this.exit = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString('utf8');
      });
  }

  /** Behind a place of its output. */
  said(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    return eventually(`it says ${pattern}`, async () => pattern.exec(this.output.slice(from)) ?? undefined);
  }

  /** The lines that are there to be pasted. */
  async commands(): Promise<string[]> {
    await this.said(/goes on with the same database/);
    return this.output.split('\n').flatMap((line) => (line.trim().startsWith('curl ') ? [line.trim()] : []));
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** To the simulated company, which is a child of it. */
  signalFleet(signal: NodeJS.Signals): void {
    const pid = this.#child.pid;
    const [fleet] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    if (!fleet) throw new RangeError('it has no child');
    process.kill(Number(fleet), signal);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** A terminal sends SIGINT to every process of the group. */
  controlC(): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGINT');
  }
}
