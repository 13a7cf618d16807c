// Who reads a key reads everybody's numbers, or signs in for the collector: files that others can read are told, by their names.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { keyFilesOf, keyFileWarnings, loadSettings, parseSources } from '../../lib/settings/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'emm-lens-keys-'));
// Whoever made it may enter it alone: here all may.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, 'a key of twenty letters', { mode });
  chmodSync(path, mode);
  return path;
}
const told = (path: string) => keyFileWarnings([{ path, names: ['AUDIT_KEY'] }]);

describe('a key file', () => {
  it.each([
    ['of its owner alone', 0o600, false],
    ['of its owner and group', 0o640, false],
    ['that others may write and not read', 0o602, false],
    ['that all can read', 0o644, true],
    ['as Docker mounts secrets', 0o444, true],
  ])('%s is told: %#', (name, mode, isTold) => {
    const path = file(name, mode);
    expect(told(path)).toEqual(isTold ? [expect.stringContaining(`the file of AUDIT_KEY: ${path}.`)] : []);
  });

  it('that all could read is none where they cannot get to it, and is one again through a link', () => {
    const closed = join(folder, 'closed');
    mkdirSync(join(closed, 'inner'), { recursive: true });
    const path = file('closed/inner/key', 0o644);
    const link = join(closed, 'link');
    symlinkSync(file('open', 0o644), link);
    expect([told(path), told(link)]).toEqual([[expect.anything()], [expect.anything()]]);
    chmodSync(closed, 0o700);
    expect([told(path), told(link)]).toEqual([[], [expect.anything()]]);
  });

  it('that is not there is told by whoever reads it', () => {
    expect(told(join(folder, 'absent'))).toEqual([]);
  });
});

it('is whatever settings and sources refer to, told once with all its names', () => {
  const [audit, secret, pushed] = [file('audit', 0o644), file('secret', 0o644), file('pushed', 0o644)];
  const { settings } = loadSettings({
    DATABASE: 'sqlite:x.db',
    AUDIT_KEY: `file:${audit}`,
    PHONE_KEY: `file:${audit}`,
  });
  const uem = { type: 'blackberry-uem', url: 'https://uem.example', tenantId: 'S1', username: 'a' };
  const intune = { type: 'intune', tenantId: 'a', clientId: 'b', certificateFile: secret };
  const sentry = { type: 'sentry', purpose: 'what the tests need', push: { keys: [`file:${pushed}`, 'env:X'] } };
  const { sources } = parseSources(
    JSON.stringify({
      sources: [
        { name: 'uem', ...uem, password: `file:${secret}` },
        { name: 'cloud', ...intune },
        { name: 'sentry', ...sentry },
      ],
    }),
  );
  expect(sources.flatMap((source) => ('problems' in source ? source.problems : []))).toEqual([]);
  expect(keyFilesOf(settings ?? {}, sources).map(({ path, names }) => [path, names.toSorted()])).toEqual([
    [audit, ['AUDIT_KEY', 'PHONE_KEY']],
    [secret, ['certificateFile of cloud', 'password of uem']],
    [pushed, ['push of sentry']],
  ]);
});
