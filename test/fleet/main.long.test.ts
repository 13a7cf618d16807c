// `npm run fleet`, and the same as a child process.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';
import { ready } from '../../local/fleet/told.ts';
import { Reader } from '../contract/reader.ts';

const MAIN = join(import.meta.dirname, '../../local/fleet/main.ts');
const SMALL = ['--users', '20', '--devices', '30', '--apps', '3', '--seed', '2'];
const root = mkdtempSync(join(tmpdir(), 'emm-lens-fleet-'));
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** As npm runs it, in a folder of that name. */
function run(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, '--folder', join(root, folder), ...SMALL, ...args]);
  children.push(child);
  return { child, output: text(child.stdout), errors: text(child.stderr), ended: once(child, 'exit') };
}

const sourcesFile = z.object({ sources: z.array(z.looseObject({ name: z.string(), type: z.string() })) });

/** What it has written by the time that it is ready. */
async function readyIn(folder: string, { child }: ReturnType<typeof run>) {
  const [printed] = await once(child.stdout, 'data');
  const written = readFileSync(join(root, folder, 'sources.json'), 'utf8');
  expect(String(printed).trim()).toBe(written);
  return sourcesFile.parse(JSON.parse(written)).sources;
}

describe('npm run fleet', () => {
  it('starts the named systems alone, and prints the sources file that reads them over TLS; SIGTERM ends it with 0', async () => {
    const fleet = run('two', 'active-directory', 'intune');
    const sources = await readyIn('two', fleet);
    expect(sources.map(({ type }) => type)).toEqual(['intune', 'active-directory']);
    for (const source of sources) {
      const reader = await Reader.open(root, join(root, `${source.type}.db`), source);
      const { receipt } = await reader.poll();
      await reader.close();
      expect([source.type, receipt.outcome, receipt.error]).toEqual([source.type, 'complete', null]);
      const read = Object.values(receipt.datasets).reduce((sum, dataset) => sum + dataset.inserted, 0);
      expect(read).toBeGreaterThan(20);
    }
    fleet.child.kill('SIGTERM');
    expect(await fleet.ended).toEqual([0, null]);
    expect(await fleet.errors).toMatch(/^20 people and 30 devices/m);
  });

  it('starts every system of the house where none is named; SIGINT ends it with 0', async () => {
    const fleet = run('all');
    const sources = await readyIn('all', fleet);
    expect(sources.map(({ type }) => type)).toEqual(SOURCE_TYPE_NAMES);
    fleet.child.kill('SIGINT');
    expect(await fleet.ended).toEqual([0, null]);
  });

  it('takes the port that it is told, and refuses one that is taken, and a folder whose fleet runs', async () => {
    const fleet = run('first', 'ivanti-epmm');
    const [source] = await readyIn('first', fleet);
    const { port } = new URL(String(source?.url));
    const samePort = run('second', 'workspace-one', '--port', port);
    expect(await samePort.ended).toEqual([1, null]);
    expect(await samePort.errors).toMatch(`Port ${port} is in use`);
    const sameFolder = run('first', 'workspace-one');
    expect(await sameFolder.ended).toEqual([1, null]);
    expect(await sameFolder.errors).toMatch('A fleet runs already');
    fleet.child.kill('SIGTERM');
    await fleet.ended;
    const again = run('first', 'workspace-one', '--port', port);
    const [next] = await readyIn('first', again);
    expect(next).toMatchObject({ type: 'workspace-one', url: `https://127.0.0.1:${port}` });
  });

  it.each([
    [['graph'], /no system graph; there are .*intune.*active-directory/],
    [['intune', '--users', 'many'], /--users wants a number/],
    [['--port', '65536'], /--port wants a number up to 65535/],
    [['--colour'], /--colour/],
  ])('refuses %j, and says what there is', async (args, said) => {
    const { ended, output, errors } = run('none', ...args);
    expect(await ended).toEqual([2, null]);
    expect([await output, await errors]).toEqual(['', expect.stringMatching(said)]);
    expect(await errors).toMatch('npm run fleet -- [types] [options]');
  });
});

describe('the fleet as a child process', () => {
  function child(...args: string[]): ChildProcess {
    const forked = fork(MAIN, [...SMALL, ...args], { silent: true, execArgv: [] });
    children.push(forked);
    return forked;
  }

  it('tells its parent what a client needs, and ends with SIGTERM', async () => {
    const forked = child('--tick', '4', '--epoch', '1764028800000');
    const [told] = await once(forked, 'message');
    expect(ready.parse(told)).toMatchObject({
      caPem: expect.stringContaining('BEGIN CERTIFICATE'),
      license: { url: expect.stringMatching(/^https:/) },
      estate: { tick: 4, epoch: 1_764_028_800_000 },
    });
    forked.kill('SIGTERM');
    expect(await once(forked, 'exit')).toEqual([0, null]);
  });

  it('tells its parent of each tick, and ends when the parent lets go', async () => {
    const forked = child('--tick-interval', '20');
    await once(forked, 'message');
    expect(await once(forked, 'message')).toEqual([{ type: 'tick', tick: expect.any(Number) }, undefined]);
    forked.disconnect();
    expect(await once(forked, 'exit')).toEqual([0, null]);
  });
});
