import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** What a process in that zone makes of texts. */
function inZone(zone: string, texts: readonly string[]): unknown {
  const script = `import { instantOf } from './lib/sources/instant.ts';
    console.log(JSON.stringify(JSON.parse(process.argv.at(-1)).map((text) => instantOf(text) ?? null)));`;
  const options = { encoding: 'utf8', cwd: process.cwd(), env: { ...process.env, TZ: zone } } as const;
  const { stdout } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script, JSON.stringify(texts)],
    options,
  );
  return JSON.parse(stdout);
}

it('is UTC where it names no zone, wherever the collector runs', () => {
  const texts = ['2026-11-29T12:00:00', '2026-11-29 12:00:00.5', '2026-11-29T12:00', '2026-11-29', 'yesterday', '17'];
  const zoned = ['2026-11-29T12:00:00Z', '2026-11-29T12:00:00+13:45'];
  const utc = ['2026-11-29T12:00:00.000Z', '2026-11-29T12:00:00.500Z', '2026-11-29T12:00:00.000Z'];
  const expected = [...utc, '2026-11-29T00:00:00.000Z', null, null];
  for (const zone of ['Pacific/Chatham', 'America/Los_Angeles', 'UTC'])
    expect(inZone(zone, [...texts, ...zoned])).toEqual([
      ...expected,
      '2026-11-29T12:00:00.000Z',
      '2026-11-28T22:15:00.000Z',
    ]);
});
