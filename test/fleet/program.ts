// The fleet as a program of its own, in temporary folders.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const MAIN = join(import.meta.dirname, '../../local/fleet/main.ts');
const SMALL = ['--users', '20', '--devices', '30', '--apps', '3', '--seed', '2'];

const sourcesFile = z.object({ sources: z.array(z.looseObject({ name: z.string(), type: z.string() })) });
export type Sources = z.infer<typeof sourcesFile>['sources'];

export class FleetPrograms {
  readonly root = mkdtempSync(join(tmpdir(), 'emm-lens-fleet-'));
  readonly #children: ChildProcess[] = [];

  /** As `npm run fleet` runs it, with a folder of that name. */
  run(folder: string, ...args: readonly string[]) {
    const child = spawn(process.execPath, [MAIN, '--folder', join(this.root, folder), ...SMALL, ...args]);
    this.#children.push(child);
    /** The sources file, as it is written and printed when the systems listen. */
    const sources = async (): Promise<{
      readonly printed: string;
      readonly written: string;
      readonly sources: Sources;
    }> => {
      const [printed] = await once(child.stdout, 'data');
      const written = readFileSync(join(this.root, folder, 'sources.json'), 'utf8');
      return { printed: String(printed), written, ...sourcesFile.parse(JSON.parse(written)) };
    };
    return { child, sources, output: text(child.stdout), errors: text(child.stderr), ended: once(child, 'exit') };
  }

  /** As `npm start` runs it. */
  fork(...args: readonly string[]): ChildProcess {
    const child = fork(MAIN, [...SMALL, ...args], { silent: true, execArgv: [] });
    this.#children.push(child);
    return child;
  }

  async close(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(this.root, { recursive: true, force: true });
  }
}
