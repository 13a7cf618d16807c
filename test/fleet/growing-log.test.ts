import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { GrowingLog } from '../../local/fleet/logs/growing-log.ts';

const root = mkdtempSync(join(tmpdir(), 'emm-lens-growing-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('a simulated server goes on while the folder of its log is away, and writes there again once it is back', () => {
  const folder = join(root, 'squid');
  const log = new GrowingLog({ folder, name: 'access.log', bytes: 1_000 });
  log.append(['one']);
  renameSync(folder, join(root, 'away'));
  log.append(['two']);
  renameSync(join(root, 'away'), folder);
  log.append(['three']);
  expect(readFileSync(join(folder, 'access.log'), 'utf8')).toBe('one\nthree\n');
});
