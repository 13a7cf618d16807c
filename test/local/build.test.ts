// One build at a time in one folder, and a release that is whole.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { alone } from '../../local/build.ts';
import { demandWhole } from '../../local/release/folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('waits for another build, and not for one that was killed', async () => {
  const lock = join(folder, 'build.lock');
  const script = `
    const { alone } = await import('./local/build.ts');
    alone(() => {
      process.stdout.write('builds');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }, { lock: ${JSON.stringify(lock)} });`;
  const other = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(other.stdout, 'data');
  expect(() => alone(() => 'built', { lock, waitMs: 1 })).toThrow(expect.objectContaining({ code: 'build-runs' }));
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(alone(() => alone(() => 'built', { lock, waitMs: 1 }), { lock, waitMs: 1 })).toBe('built');
});

describe('what is released', () => {
  const dist = join(folder, 'dist');
  const put = (name: string): void => {
    mkdirSync(dirname(join(dist, name)), { recursive: true });
    writeFileSync(join(dist, name), '');
  };
  const WHOLE = [
    'functions/index.js',
    'pages/index.html.gz',
    'pages/docs.html.gz',
    'pages/app-1.js.br',
    'bundled.json',
  ];
  beforeEach(() => {
    rmSync(dist, { recursive: true, force: true });
    WHOLE.forEach(put);
  });

  it('is whole', () => expect(() => demandWhole(dist)).not.toThrow());

  it.each([
    ['a page is missing', () => rmSync(join(dist, 'pages/index.html.gz')), /not whole: pages\/index\.html\.gz/],
    ['something was compressed twice', () => put('pages/app-1.js.br.gz'), /not whole: pages\/app-1\.js\.br\.gz/],
  ])('is refused where %s', (_, spoil, said) => {
    spoil();
    expect(() => demandWhole(dist)).toThrow(said);
  });
});
