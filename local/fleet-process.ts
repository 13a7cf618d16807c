// The simulated fleet as a child process: it ends with its parent.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SystemTypeName } from '../lib/sources/registry.ts';
import { type Lose, type Lost, lost, type Notified, notified, type Ready, ready, tick } from './fleet/told.ts';

export interface FleetProcess {
  readonly ready: Ready;
  /** Told after each tick that came by itself. */
  onTick(told: (tick: number) => void): void;
  /** Lets a system lose more of its devices than collectors believe. */
  lose(of: SystemTypeName): Promise<Lost>;
  onNotified(told: (notified: Notified) => void): void;
  stop(): Promise<void>;
}

/** Options of `npm run fleet` by name, and the systems to start (default: all). */
export async function startFleetProcess(
  options: Readonly<Record<string, number | string>>,
  types: readonly SystemTypeName[] = [],
): Promise<FleetProcess> {
  const main = fileURLToPath(new URL('./fleet/main.ts', import.meta.url));
  const values = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = fork(main, [...types, ...values], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    ready: await readyOf(child),
    onTick: (told) =>
      child.on('message', (message) => {
        const { data } = tick.safeParse(message);
        if (data) told(data.tick);
      }),
    lose: (of) =>
      new Promise((resolve, reject) => {
        child.on('message', (message) => {
          const { data } = lost.safeParse(message);
          if (data) resolve(data);
        });
        const asked: Lose = { type: 'lose', of };
        // A fleet that has ended is told nothing: unheard, that would end its parent.
        child.send(asked, undefined, undefined, (error) => error && reject(error));
      }),
    onNotified: (told) =>
      child.on('message', (message) => {
        const { data } = notified.safeParse(message);
        if (data) told(data);
      }),
    stop: () => stop(child),
  };
}

function readyOf(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.once('exit', () =>
      reject(new Error('The simulated fleet ended before it was ready; its message stands above.')),
    );
    child.once('message', (message) => resolve(ready.parse(message)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(hard);
}
