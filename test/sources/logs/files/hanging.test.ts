// A mount whose server is gone: calls to it never return. Which one hangs, and when it does return, a test says.
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileCalls, type FileSystem } from '../../../../lib/sources/logs/files/file-calls.ts';
import { FollowedFiles, L, once } from '../made-up.ts';

/** Calls hang whose name and path a test names, until it lets them go. */
class Mount {
  readonly #impatient = new Set<() => void>();
  readonly #held = new Set<() => void>();
  #hangs: ((call: string, path: string, position: number) => boolean) | null = null;
  open = 0;
  asked = 0;
  /** All that wait for a call, or for their turn, now. */
  onHang: () => void = () => {};

  readonly calls = new FileCalls(this.#system(), (giveUp) => {
    this.#impatient.add(giveUp);
    return () => void this.#impatient.delete(giveUp);
  });

  hang(which: (call: string, path: string, position: number) => boolean): Promise<void> {
    this.#hangs = which;
    return new Promise((resolve) => {
      this.onHang = resolve;
    });
  }
  loseThePatience(): void {
    for (const giveUp of this.#impatient) giveUp();
  }
  answer(): void {
    this.#hangs = null;
    for (const go of this.#held) go();
    this.#held.clear();
  }
  get held(): number {
    return this.#held.size;
  }

  async #call<T>(name: string, path: string, work: () => Promise<T>, position = 0): Promise<T> {
    this.asked += 1;
    if (this.#hangs?.(name, path, position)) {
      const returned = new Promise<void>((go) => this.#held.add(go));
      this.onHang();
      await returned;
    }
    return work();
  }

  #system(): FileSystem {
    return {
      readdir: (path) => this.#call('readdir', path, () => readdir(path)),
      realpath: (path) => this.#call('realpath', path, () => realpath(path)),
      stat: (path) => this.#call('stat', path, () => stat(path)),
      open: async (path) => {
        const handle = await this.#call('open', path, () => open(path));
        this.open += 1;
        return {
          read: (...of) => this.#call('read', path, () => handle.read(...of), of[3]),
          stat: () => this.#call('fstat', path, () => handle.stat()),
          close: async () => {
            this.open -= 1;
            await handle.close();
          },
        };
      },
    };
  }
}

let mount: Mount;
let all: FollowedFiles[];
const followed = (): FollowedFiles => {
  const files = new FollowedFiles();
  files.calls = mount.calls;
  all.push(files);
  return files;
};
beforeEach(() => {
  mount = new Mount();
  all = [];
});
afterEach(() => {
  for (const files of all) files.remove();
});
/** Polls until the call has returned. */
async function readAgain(files: FollowedFiles): Promise<void> {
  do await new Promise(setImmediate);
  while ((await files.read()) && files.found?.problems['not-answering']);
}

describe('a call that does not return', () => {
  it.each(['readdir', 'stat', 'open', 'fstat', 'read'])(
    'of %s ends the poll, and says so; nothing is lost',
    async (name) => {
      const files = followed();
      files.write('a.log', L(1, 3));
      await files.read();
      files.write('a.log', L(4, 6));
      const hangs = mount.hang((call) => call === name);
      const poll = files.read();
      await hangs;
      mount.loseThePatience();
      expect([await poll, files.found?.problems]).toEqual([true, { 'not-answering': 1 }]);
      mount.answer();
      await readAgain(files);
      expect([files.found?.problems, files.numbers, mount.open]).toEqual([{}, once(1, 6), 0]);
    },
  );

  it('is not made again before it returned, and no other of its source', async () => {
    const files = followed();
    files.write('a.log', L(1));
    const hangs = mount.hang(() => true);
    const poll = files.read();
    await hangs;
    mount.loseThePatience();
    await poll;
    const { asked } = mount;
    for (let i = 0; i < 5; i += 1) await files.read();
    expect([mount.asked - asked, mount.held, files.found?.problems]).toEqual([0, 1, { 'not-answering': 1 }]);
  });

  it('leaves other sources their turn', async () => {
    const [one, other] = [followed(), followed()];
    for (const files of [one, other]) files.write('a.log', L(1));
    const hangs = mount.hang((_, path) => path.startsWith(one.directory));
    const poll = one.read();
    await hangs;
    expect(await other.read()).toBe(true);
    expect(other.numbers).toEqual([1]);
    mount.loseThePatience();
    await poll;
  });

  it('holds three threads at most, however many sources hang; those that wait for their turn end as well', async () => {
    const sources = Array.from({ length: 6 }, followed);
    mount.hang(() => true);
    const polls = sources.map((files) => files.read());
    while (mount.held < 3) await new Promise(setImmediate);
    mount.loseThePatience();
    await Promise.all(polls);
    expect(mount.held).toBe(3);
    expect(sources.map((files) => files.found?.problems)).toEqual(sources.map(() => ({ 'not-answering': 1 })));
    mount.answer();
    for (const files of sources) await readAgain(files);
  });

  it('is cut off with the time of its poll, and asked for no more then either', async () => {
    const files = followed();
    files.write('a.log', L(1));
    const hangs = mount.hang(() => true);
    const poll = files.read();
    await hangs;
    const budget = new Error('the time budget is used up');
    files.stop.abort(budget);
    await expect(poll).rejects.toBe(budget);
    files.stop = new AbortController();
    await files.read();
    expect(files.found?.problems).toEqual({ 'not-answering': 1 });
  });

  it('in the middle of a file keeps the lines before it', async () => {
    const files = followed();
    files.write('a.log', L(1, 8_000));
    const hangs = mount.hang((call, _, position) => call === 'read' && position >= 262_144);
    const poll = files.read();
    await hangs;
    mount.loseThePatience();
    await poll;
    expect(files.numbers.length).toBeGreaterThan(0);
    expect(files.numbers.length).toBeLessThan(8_000);
    mount.answer();
    await readAgain(files);
    expect(files.numbers).toEqual(once(1, 8_000));
  });
});
