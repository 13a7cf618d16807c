import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { isSimulated, overridden, simulate } from '../../local/simulation.ts';
import { eventually } from '../end-to-end/collector-process.ts';

const root = mkdtempSync(join(tmpdir(), 'emm-lens-simulation-'));
const company = { users: 20, devices: 20, apps: 2, seed: 1, port: 0, all: false, fresh: false, hold: false };
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('a company that is simulated is known as such until it ends, whatever it left behind', async () => {
  expect(await isSimulated(root, company)).toBe(false);
  const simulation = await simulate(root, company);
  try {
    expect(await isSimulated(root, company)).toBe(true);
    expect(await isSimulated(root, { ...company, seed: 2 })).toBe(false);
  } finally {
    await simulation.stop();
  }
  expect(await isSimulated(root, company)).toBe(false);
});

it('a company ends with the process that began it, killed too', async () => {
  const program = join(root, 'parent.ts');
  const code = join(process.cwd(), 'local/simulation.ts');
  writeFileSync(
    program,
    `import { simulate } from ${JSON.stringify(code)};
     await simulate(...JSON.parse(process.argv[2]));
     process.stdout.write('up');`,
  );
  const parent = spawn(process.execPath, [program, JSON.stringify([root, company])]);
  try {
    await once(parent.stdout, 'data');
    expect(await isSimulated(root, company)).toBe(true);
  } finally {
    parent.kill('SIGKILL');
  }
  const gone = async () => !(await isSimulated(root, company)) || undefined;
  expect(await eventually('the fleet ends', gone)).toBe(true);
});

it('a company has settings of its own: which of the environment it does not obey can be told', () => {
  const environment = { LICENSE_URL: 'https://simulated', DATABASE: 'sqlite:x' };
  const given = { LICENSE_URL: 'https://real', DATABASE: 'sqlite:x', TZ: 'UTC' };
  expect(overridden({ environment }, given)).toEqual(['LICENSE_URL']);
});
