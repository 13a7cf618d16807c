// Files are renamed, copied, cut, compressed and put back while they are read, and while nobody reads: no line is lost, and
// none is told twice.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FollowedFiles, once } from '../made-up.ts';
import { play, SCENARIOS } from './scenarios.ts';

let files: FollowedFiles;
beforeEach(() => {
  files = new FollowedFiles();
});
afterEach(() => files.remove());

describe('every line is told once', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, { steps, total }) => {
    await play(files, steps);
    expect(files.numbers).toEqual(once(1, total));
    expect(new Set(files.told.map(({ line }) => line)).size).toBe(total);
  });
});
