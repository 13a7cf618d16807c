// The fleet as a program: what it refuses, and as a child process.
import { once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ready } from '../../local/fleet/told.ts';
import { FleetPrograms } from './program.ts';

const programs = new FleetPrograms();
afterAll(() => programs.close());

it('refuses a port that is taken, and a folder whose fleet still runs', async () => {
  const { sources } = await programs.run('first', 'ivanti-epmm').sources();
  const { port } = new URL(String(sources[0]?.url));
  const refused = [programs.run('second', 'workspace-one', '--port', port), programs.run('first', 'workspace-one')];
  expect(await Promise.all(refused.map(({ ended }) => ended))).toEqual([
    [1, null],
    [1, null],
  ]);
  expect(await Promise.all(refused.map(({ errors }) => errors))).toEqual([
    expect.stringContaining(`Port ${port} is in use`),
    expect.stringContaining('A fleet runs already'),
  ]);
});

describe('the fleet as a child process', () => {
  it('tells its parent what a client needs, and ends with SIGINT', async () => {
    const forked = programs.fork('--tick', '4', '--epoch', '1764028800000');
    const [told] = await once(forked, 'message');
    expect(ready.parse(told)).toMatchObject({
      caPem: expect.stringContaining('BEGIN CERTIFICATE'),
      license: { url: expect.stringMatching(/^https:/) },
      estate: { tick: 4, epoch: 1_764_028_800_000 },
    });
    forked.kill('SIGINT');
    expect(await once(forked, 'exit')).toEqual([0, null]);
  });

  it('tells its parent of each tick, and ends when the parent lets go', async () => {
    const forked = programs.fork('--tick-interval', '20');
    await once(forked, 'message');
    expect(await once(forked, 'message')).toEqual([{ type: 'tick', tick: expect.any(Number) }, undefined]);
    forked.disconnect();
    expect(await once(forked, 'exit')).toEqual([0, null]);
  });
});
