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

describe('a file', () => {
  it('that begins and ends as another one did is another one all the same', async () => {
    await play(files, ['write a.log COLUMNS L11-L19 L50', 'read', 'overwrite a.log COLUMNS L21-L29 L50', 'read']);
    expect(files.numbers).toEqual([...once(11, 19), ...once(21, 29), 50, 50]);
  });

  it('is opened though its listing is old, where it is one of the newest two', async () => {
    await play(files, ['write a.log L11-L20', 'touch a.log 2000000000', 'read']);
    await play(files, ['overwrite a.log L21-L30', 'touch a.log 2000000000', 'read']);
    expect(files.numbers).toEqual(once(11, 30));
  });
});
