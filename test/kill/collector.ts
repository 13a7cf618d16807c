// One collector in a process of its own, without a host: gets commands, and is killed where its run is to end early.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { COMPILE_CACHE } from '../end-to-end/collector-process.ts';
import type { Command, Step } from './child.ts';
import type { Stop } from './commits.ts';

const done = z.object({
  /** Of each poll: `complete`, or the code of the error that ended it early. */
  outcomes: z.array(z.string()),
  errors: z.array(z.string()),
  /** What each commit was for. */
  commits: z.array(z.string()),
  milliseconds: z.number(),
});
export type Done = z.infer<typeof done>;

const event = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ stopped: z.literal(true) }),
  z.object({ done }),
]);

/** Where a run is to be killed: at a commit, or after some milliseconds. */
export type End = Stop | { readonly milliseconds: number };
export class KillableCollector {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #events: AsyncIterator<string>;
  readonly #exit: Promise<unknown>;
  readonly #said: string[] = [];

  /** `output` gets every line that it logs. */
  constructor(environment: Readonly<Record<string, string>>, output: string[]) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts')], {
      env: { PATH: process.env.PATH, TZ: 'UTC', NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A command to a process that was just killed.
    this.#child.stdin.on('error', () => {});
    this.#exit = once(this.#child, 'exit');
    this.#events = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    createInterface(this.#child.stderr).on('line', (line) => {
      output.push(line);
      this.#said.push(line);
    });
  }

  /** Resolves when all of its code is loaded. */
  async ready(): Promise<this> {
    const said = await this.#next();
    if (said === null || !('ready' in said)) throw new Error('the collector did not start');
    return this;
  }

  /** Takes the steps; null where it was killed as `end` says. Throws where it ended otherwise. */
  async run(steps: readonly Step[], end: End | null): Promise<Done | null> {
    const after = end && 'milliseconds' in end ? end.milliseconds : null;
    const command: Command = { steps: [...steps], stop: end && 'purpose' in end ? end : null };
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const timer = after === null ? undefined : setTimeout(() => this.#child.kill('SIGKILL'), after);
    const said = await this.#next();
    clearTimeout(timer);
    if (said && 'done' in said) return said.done;
    await this.kill();
    if (said === null && after === null) throw new Error(`the collector ended by itself: ${this.#said.join(' | ')}`);
    return null;
  }

  async #next(): Promise<z.infer<typeof event> | null> {
    for (;;) {
      const { value, done } = await this.#events.next();
      if (done) return null;
      // What the bundle itself prints is no event.
      if (value.startsWith('{')) return event.parse(JSON.parse(value));
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** An orderly end. */
  async stop(): Promise<void> {
    this.#child.stdin.end();
    await this.#exit;
  }
}
