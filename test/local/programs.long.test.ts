// Every program of package.json that takes options: it tells them, and no stack trace where one is wrong.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const programs = Object.entries(scripts).flatMap(([name, line]) => {
  const file = /\.\/local\/node-version\.js .*?((?:local|bench)\/\S+\.ts)$/.exec(line)?.[1];
  return file === undefined || file === 'local/build.ts' ? [] : [[name, file] as const];
});

function run(file: string, option: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, option], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

describe.each(programs)('npm run %s', (name, file) => {
  const isUsage = (said: string) =>
    ['npm run', 'npm run --silent', 'npm'].some((npm) => said.includes(`${npm} ${name}`));

  it('tells its options', () => {
    const { status, said } = run(file, '--help');
    expect([status, isUsage(said)]).toEqual([0, true]);
  });

  it('tells them where one is wrong, without a stack trace', () => {
    const { status, said } = run(file, '--no-such-option');
    expect(status).toBeGreaterThan(0);
    expect(isUsage(said)).toBe(true);
    expect(said).not.toMatch(/^ {4}at /m);
  });
});

it('are all of them', () => {
  expect(programs.length).toBeGreaterThan(7);
});
