// A configuration in a folder of its own, for each test anew, and what `npm run check` says of it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { run } from '../../local/check.ts';
import { keepSecret } from '../../local/fleet/folder.ts';

export let folder = '';
/** What the database is asked for, and a good one of each. */
export let good: Record<string, string> = {};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lens-check-'));
  good = {
    DATABASE: `sqlite:${join(folder, 'lens.db')}`,
    SOURCES_FILE: join(folder, 'sources.json'),
    AUDIT_KEY: keepSecret(folder, 'audit-key', 'a'.repeat(32)),
    PHONE_KEY: keepSecret(folder, 'phone-key', 'p'.repeat(32)),
  };
  sources();
});
afterEach(() => rmSync(folder, { recursive: true }));

export const sources = (...all: readonly object[]): void =>
  writeFileSync(join(folder, 'sources.json'), JSON.stringify({ sources: all }));

interface Checked {
  readonly code: number;
  readonly lines: readonly string[];
}

export async function checked(changes: Readonly<Record<string, string | undefined>> = {}): Promise<Checked> {
  const lines: string[] = [];
  const code = await run([], { environment: { ...good, ...changes }, print: (line) => void lines.push(line) });
  return { code, lines };
}

/** Every file below the folder, with its bytes and the time of its last change. */
export const listing = (): readonly unknown[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { mtimeMs } = statSync(path);
      return [name, mtimeMs, statSync(path).isFile() ? readFileSync(path, 'base64') : null];
    });
