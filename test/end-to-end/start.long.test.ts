// `npm start` ends when it is told to, whatever became of the simulated company that it started.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildOnce } from './bundle.ts';
import { Started } from './started.ts';

const OPTIONS = { users: 12, devices: 18, apps: 2, seed: 571_100 + (process.pid % 1000) };
const folder = join(process.cwd(), '.data', `company-${Object.values(OPTIONS).join('-')}`);
const ARGUMENTS = Object.entries(OPTIONS).flatMap(([name, value]) => [`--${name}`, String(value)]);

// Real settings in the working tree would be used instead of the company.
const simulated = existsSync('local.settings.json') ? describe.skip : describe;

simulated('npm start, whose company has', () => {
  const started: Started[] = [];
  const start = (...options: readonly string[]): Started => {
    const one = new Started([...ARGUMENTS, '--port', '0', ...options], { HOME: folder });
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
    const lens = start('--hold');
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
});
