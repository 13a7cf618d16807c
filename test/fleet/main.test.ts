import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';

const MAIN = join(import.meta.dirname, '../../local/fleet/main.ts');
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

async function run(...args: string[]): Promise<{ child: ChildProcess; ready: Record<string, unknown> }> {
  const child = fork(MAIN, ['--users', '20', '--devices', '30', '--seed', '2', ...args], {
    silent: true,
    execArgv: [],
  });
  children.push(child);
  if (!child.stdout) throw new TypeError('the child has no output');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ready: JSON.parse(String(line)) };
}

describe('the fleet as a child process', () => {
  it('says in one line of JSON what a client needs, and ends with SIGTERM', async () => {
    const { child, ready } = await run('--tick', '4', '--epoch', '1764028800000');
    expect(ready).toMatchObject({
      type: 'ready',
      caPem: expect.stringContaining('BEGIN CERTIFICATE'),
      graph: { url: expect.stringMatching(/^https:/), clientSecret: expect.any(String) },
      directory: { url: expect.stringMatching(/^ldaps:/), startTlsUrl: expect.stringMatching(/^ldap:/) },
      license: { url: expect.stringMatching(/^https:/) },
      estate: { tick: 4, epoch: 1_764_028_800_000 },
    });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('tells its parent of each tick, and ends when the parent lets go', async () => {
    const { child } = await run('--tick-interval', '20');
    expect(await once(child, 'message')).toEqual([{ type: 'tick', tick: expect.any(Number) }, undefined]);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
