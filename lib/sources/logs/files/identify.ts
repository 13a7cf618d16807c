// Which of the files that are there goes on with which of those that were read. Longest first: of two that begin alike the
// longer one is the file, and the shorter a copy of it.
import type { FileTrouble, LogFile } from '../../contract.ts';
import { type FoundFile, hasCompressedName, troubleOf } from './find.ts';
import { fits, type KnownFiles, LOW_RUNGS, rungsBefore, rungsOf, tailOf } from './identity.ts';
import { keptOf } from './kept.ts';
import { inodeOf, newFile, type Opened, type Opening, openFound, stampOf, Troubles } from './opened.ts';

/** A file with something to read, and where. */
export interface Unread {
  readonly found: FoundFile;
  readonly file: LogFile;
  /** About: of a compressed one as it is. */
  readonly bytes: number;
}

export interface Following extends Opening {
  readonly known: KnownFiles;
  /** Of what the source says of its lines: a file that could not be read is tried again when it says otherwise. */
  readonly reading: string;
}

export interface Identified {
  readonly unread: readonly Unread[];
  /** What to remember, though nothing was read: copies of files that were, and files that cannot be read. */
  readonly noted: readonly LogFile[];
  /** What was read before and is there. */
  readonly present: readonly LogFile[];
}

interface Fresh {
  readonly found: FoundFile;
  readonly file: string;
  readonly rungs: readonly string[];
  readonly start: Buffer;
}

export class Identifying {
  readonly #following: Following;
  readonly #claims = new Map<string, FoundFile>();
  readonly #unread = new Map<string, Unread>();
  readonly #noted: LogFile[] = [];
  /** New ones, by their first rung. */
  readonly #fresh = new Map<string, Fresh[]>();
  /** Rows without a content that tells them, and of copies. */
  readonly #byInode = new Map<string, LogFile>();
  /** Copies that are not there any more, by the file that they were of: the next copy takes the row of one. */
  readonly #goneCopies = new Map<string, LogFile[]>();
  readonly #waiting: { readonly found: FoundFile; readonly before: LogFile | null }[] = [];
  readonly #troubles: Troubles;

  constructor(following: Following, troubles: Troubles) {
    this.#following = following;
    this.#troubles = troubles;
  }

  async all(files: readonly FoundFile[], signal: AbortSignal): Promise<Identified> {
    const bySeen = new Map(this.#following.known.all.map((file) => [file.seen, file]));
    this.#sortRows(new Set(files.map(inodeOf)));
    const changed: FoundFile[] = [];
    for (const found of files) {
      const file = bySeen.get(stampOf(found));
      const isTried = file !== undefined && !this.#isToBeTried(file);
      if (file && isTried) this.#claim(file, found);
      if (!file || !isTried || found.isNewest) changed.push(found);
    }
    const withBytes = changed.filter(({ size, isNewest }) => size > 0 || isNewest);
    for (const found of withBytes.sort((a, b) => rank(b) - rank(a) || b.size - a.size)) {
      signal.throwIfAborted();
      const before = bySeen.get(stampOf(found)) ?? this.#emptyRowOf(found);
      await this.#with(found, this.#troubles, (opened) => this.#identify(opened, before));
    }
    for (const { found, before } of this.#waiting)
      await this.#with(found, this.#troubles, (opened) => this.#identify(opened, before, true));
    const present = [...this.#claims.keys()].flatMap((name) => this.#following.known.get(name) ?? []);
    return { unread: [...this.#unread.values()], noted: this.#noted, present };
  }

  #sortRows(listed: ReadonlySet<string>): void {
    for (const file of this.#following.known.all) {
      const { inode, copyOf } = keptOf(file);
      if (inode !== undefined) this.#byInode.set(inode, file);
      if (copyOf === undefined || inode === undefined || listed.has(inode)) continue;
      const copies = this.#goneCopies.get(copyOf) ?? [];
      this.#goneCopies.set(copyOf, copies);
      copies.push(file);
    }
  }

  /** Nothing of it was read: it may have been written further. */
  #emptyRowOf(found: FoundFile): LogFile | null {
    const row = this.#byInode.get(inodeOf(found));
    return row?.offset === 0 ? row : null;
  }

  async #with<T>(found: FoundFile, troubles: Troubles, use: (opened: Opened) => Promise<T>): Promise<T | null> {
    const opened = await openFound(this.#following, found, troubles);
    if (!opened) return null;
    try {
      return await use(opened);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble) troubles.add(trouble, found);
      return null;
    } finally {
      await opened.handle.close();
    }
  }

  /** What could not be read, where the source says now that it is read otherwise. */
  #isToBeTried(file: LogFile): boolean {
    const { tried } = keptOf(file);
    return tried !== undefined && tried !== this.#following.reading;
  }

  #claim(file: LogFile, found: FoundFile): void {
    this.#claims.set(file.file, found);
    if (file.state) this.#troubles.add(file.state, found);
  }

  async #identify(opened: Opened, before: LogFile | null, isLast = false): Promise<void> {
    const { found, head, body } = opened;
    const { known } = this.#following;
    const isUnchanged = before !== null && before.seen === stampOf(found) && !this.#isToBeTried(before);
    // The listing may show an old size of the newest ones; a compressed one is not written any more.
    if (isUnchanged && (before.offset === 0 || before.state === 'unknown-format' || body.compressed)) return;
    if (!head.isText) return this.#note(before, found, 'not-text');
    const match = await known.match(body, (file) => this.#claims.get(file.file)?.id === found.id);
    const claimed = match.known && this.#claims.get(match.known.file);
    const own = match.known && (!claimed || claimed.id === found.id) ? match.known : undefined;
    for (const longer of match.longer) if (await this.#isCopy(longer, opened, own)) return;
    if (own) this.#goOn(own, found);
    else if (match.known && claimed) await this.#second(match.known, claimed, opened);
    else {
      const gone = match.longer.find((longer) => !this.#claims.has(longer.file));
      if (!gone) await this.#first(opened, before);
      // The file of which it is the beginning may be one of those that come yet.
      else if (isLast) await this.#noteCopy(gone, opened);
      else this.#waiting.push({ found, before });
    }
  }

  /** Of several new files with one content the longest is read. */
  async #first(opened: Opened, before: LogFile | null): Promise<void> {
    const { found, body } = opened;
    const rungs = await rungsOf(body, LOW_RUNGS);
    const file = before?.offset === 0 ? { ...newFile(), file: before.file, seenAt: before.seenAt } : newFile();
    const [first = ''] = rungs;
    const start = await body.slice(0, COMPARED_BYTES);
    if (first === '' && (await this.#isShortCopy(opened))) return;
    for (const other of this.#alike(first).filter(({ start: own }) => haveOneStart(own, start))) {
      if (other.rungs.length > 0 && rungs.length > 0 && !fits(other, rungs)) continue;
      const order = await this.#compare(other.found, opened);
      if (order === 'copy') return;
      if (order === 'longer') this.#unread.delete(other.file);
    }
    const same = this.#fresh.get(first) ?? [];
    this.#fresh.set(first, same);
    same.push({ found, file: file.file, rungs, start });
    this.#read(file, found);
  }

  /** New ones that may begin as one with this first rung: what is shorter than a rung may be the beginning of any. */
  #alike(first: string): readonly Fresh[] {
    if (first === '') return [...this.#fresh.values()].flat();
    return [...(this.#fresh.get(first) ?? []), ...(this.#fresh.get('') ?? [])];
  }

  /** A copy that is shorter than a rung, of a file that goes on: nothing but its bytes tells it. */
  async #isShortCopy(opened: Opened): Promise<boolean> {
    const claims = [...this.#claims].filter(([, { id, size }]) => id !== opened.found.id && size >= opened.found.size);
    for (const [name] of claims.slice(0, SHORT_COMPARED)) {
      const file = this.#following.known.get(name);
      if (file && file.offset > 0 && (await this.#isCopy(file, opened, undefined))) return true;
    }
    return false;
  }

  /** Nothing is to be read of an unchanged one, but what it was claimed for. */
  #goOn(file: LogFile, found: FoundFile): void {
    const isClaimed = this.#claims.has(file.file);
    this.#claims.set(file.file, found);
    if (this.#isToBeTried(file)) this.#read({ ...newFile(), file: file.file, seenAt: file.seenAt }, found);
    else if (file.seen !== stampOf(found)) this.#read(file, found);
    else if (file.state && !isClaimed) this.#troubles.add(file.state, found);
  }

  #read(file: LogFile, found: FoundFile): void {
    this.#claims.set(file.file, found);
    this.#unread.set(file.file, { found, file, bytes: Math.max(0, found.size - file.offset) });
  }

  /** Two files that go on where one was read to: one is a copy of the other, or both were written further. */
  async #second(file: LogFile, first: FoundFile, opened: Opened): Promise<void> {
    const order = await this.#compare(first, opened);
    if (order === 'copy') {
      if (file.seen === stampOf(first)) await this.#noteCopy(file, opened);
      return;
    }
    if (order === 'longer') return this.#read(file, opened.found);
    this.#read({ ...file, file: newFile().file, seenAt: null }, opened.found);
  }

  async #isCopy(longer: LogFile, opened: Opened, own: LogFile | undefined): Promise<boolean> {
    const claimed = this.#claims.get(longer.file);
    if (!claimed || claimed.id === opened.found.id || (await this.#compare(claimed, opened)) !== 'copy') return false;
    await this.#noteCopy(longer, opened, own);
    return true;
  }

  /** By the bytes before the end of the shorter one: its beginning is known to be the same. */
  async #compare(first: FoundFile, { body }: Opened): Promise<'copy' | 'longer' | 'other'> {
    const length = await body.length();
    const order = await this.#with(first, new Troubles(), async (other) => {
      const otherLength = await other.body.length();
      const end = Math.min(length, otherLength);
      const from = Math.max(0, end - COMPARED_BYTES);
      const [a, b] = [await body.slice(from, end - from), await other.body.slice(from, end - from)];
      return !a.equals(b) ? 'other' : length <= otherLength ? 'copy' : 'longer';
    });
    // One that cannot be compared now waits for the next time.
    return order ?? 'copy';
  }

  /** A copy of what was read is known from now on by itself: it may be written further. `own` is what was known of it. */
  async #noteCopy(of: LogFile, { found, body }: Opened, own = this.#rowForCopy(of, found)): Promise<void> {
    const offset = Math.min(of.offset, await body.length());
    const tail = await tailOf(body, offset);
    if (tail === null || offset === 0) return;
    const rungs = of.rungs.slice(0, rungsBefore(offset));
    const { file, seenAt } = own;
    const seen = stampOf(found);
    if (own.seen === seen && own.offset === offset && own.tail === tail) return;
    const fields = JSON.stringify({ ...keptOf(of), inode: inodeOf(found), copyOf: of.file });
    this.#noted.push({ ...of, file, seenAt, rungs, offset, tail, fields, state: null, seen });
  }

  /** Its own, or that of a copy that it took the place of: else each copy that is made would add a row. */
  #rowForCopy(of: LogFile, found: FoundFile): LogFile {
    const own = this.#byInode.get(inodeOf(found));
    return own ?? this.#goneCopies.get(of.file)?.pop() ?? newFile();
  }

  #note(before: LogFile | null, found: FoundFile, state: FileTrouble): void {
    this.#troubles.add(state, found);
    const file = before?.offset === 0 ? before : newFile();
    const fields = JSON.stringify({ ...keptOf(newFile()), tried: this.#following.reading, inode: inodeOf(found) });
    this.#noted.push({ ...file, state, fields, seen: stampOf(found) });
  }
}

/** Compressed files are copies of others more often than the others of them. */
const rank = (found: FoundFile): number => (hasCompressedName(found) ? 0 : 1);
const COMPARED_BYTES = 4_096;
/** So many files at most are compared with one that is shorter than a rung. */
const SHORT_COMPARED = 200;

function haveOneStart(a: Buffer, b: Buffer): boolean {
  const length = Math.min(a.length, b.length);
  return a.subarray(0, length).equals(b.subarray(0, length));
}
