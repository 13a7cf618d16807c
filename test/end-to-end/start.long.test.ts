// `npm start` ends when it is told to, whatever became of the simulated company that it started; and the company works with roles.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { buildOnce } from './bundle.ts';
import { eventually } from './collector-process.ts';
import { Started } from './started.ts';

const OPTIONS = { users: 12, devices: 18, apps: 2, seed: 571_100 + (process.pid % 1000) };
const folder = join(process.cwd(), '.data', `company-${Object.values(OPTIONS).join('-')}`);
const ARGUMENTS = Object.entries(OPTIONS).flatMap(([name, value]) => [`--${name}`, String(value)]);

// Real settings in the working tree would be used instead of the company.
const simulated = existsSync('local.settings.json') ? describe.skip : describe;

simulated('npm start, whose company has', () => {
  const started: Started[] = [];
  const start = (options: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Started => {
    const one = new Started([...ARGUMENTS, '--port', '0', ...options], { HOME: folder, ...environment });
    started.push(one);
    return one;
  };
  // What is read already is lost at once by the next start, where it is asked to.
  beforeAll(async () => {
    buildOnce();
    const first = start();
    await first.said(/poll ended source=intune outcome=complete/);
    first.signal('SIGTERM');
    await first.exit;
  });
  afterAll(async () => {
    for (const one of started) {
      if (one.running) one.signal('SIGKILL');
      await one.exit;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['ended', 'SIGKILL', /poll ended early .*code=(refused|reset)/],
    ['stopped to answer', 'SIGSTOP', /poll begins/],
  ] as const)('%s, ends in order: no poll waits for its time', async (_what, signal, met) => {
    const lens = start(['--hold']);
    await lens.commands();
    lens.signalFleet(signal);
    await lens.said(met, lens.output.length);
    lens.signal('SIGTERM');
    expect(await lens.exit).toEqual([0, null]);
    const [, afterwards = ''] = lens.output.split('Stopping …');
    const ends = [...afterwards.matchAll(/poll ended early .* code=([\w-]+)/g)].map(([, code]) => code);
    expect(ends.filter((code) => code !== 'stopped')).toEqual([]);
    if (signal === 'SIGSTOP') expect(ends).toContain('stopped');
  });

  it('keys with roles, is pushed to and loses devices all the same, while the key of before may ask for nothing', async () => {
    const { stdout } = spawnSync('sh', ['deploy/key.sh', 'desk', 'service-desk', folder], { encoding: 'utf8' });
    const [, API_ROLES = ''] = /^API_ROLES=(.+)$/m.exec(stdout) ?? [];
    // So few people may have been to no branch. Where the shipper is in its log is written when lines were taken.
    const log = join(folder, 'logs/branch/access.log');
    rmSync(`${log}.place`, { force: true });
    appendFileSync(log, 'no line of a proxy\n');
    const lens = start(['--hold'], { API_ROLES });
    const [, url = ''] = await lens.said(/listening +(http:\S+)/);
    await lens.said(/Intune has lost \d+ of its \d+ devices/);
    await eventually('lines are pushed', async () => existsSync(`${log}.place`) || undefined);
    const { functionKeys } = z
      .object({ functionKeys: z.array(z.object({ name: z.string(), value: z.string() })) })
      .parse(JSON.parse(readFileSync(join(folder, 'keys/host.json'), 'utf8')));
    expect(functionKeys.map(({ name }) => name)).toEqual(['default', 'desk']);
    const statuses = functionKeys.map(async ({ value }) => {
      const asked = ['roles', 'sources', 'devices', 'collectors'].map((path) =>
        fetch(`${url}/${path}`, { headers: { 'x-functions-key': value } }),
      );
      return (await Promise.all(asked)).map(({ status }) => status);
    });
    // The start itself asks once which roles the printed key has.
    expect(lens.output.match(/request \w+ was refused/g)).toHaveLength(1);
    expect(await Promise.all(statuses)).toEqual([
      [403, 403, 403, 403],
      [200, 200, 200, 403],
    ]);
    lens.signal('SIGTERM');
    expect(await lens.exit).toEqual([0, null]);
  });
});
