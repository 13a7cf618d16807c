// Finds the files of a source: directories and globs, local or mounted. Names never leave this folder: some hold mail
// addresses.
import { dirname, join, matchesGlob, parse, resolve, sep } from 'node:path';
import type { FileSystem } from './file-calls.ts';

export interface FoundFile {
  readonly path: string;
  /** Device, inode and when it was made: the same for all names of a file, and for no other one. */
  readonly id: string;
  readonly size: number;
  /** When it was last written. */
  readonly modified: number;
  /** Which of the paths it was found by, the first: from 1. */
  readonly place: number;
  /** One of the newest two of its directory: listings of shares, and of NTFS, show stale sizes of open files. */
  readonly isNewest: boolean;
}

export interface Found {
  readonly files: readonly FoundFile[];
  /** Paths that name no file: nothing is there, or the share has vanished. By their places, from 1. */
  readonly missing: readonly number[];
  /** Directories and files that this process may not look at: by the place of their path. */
  readonly forbidden: readonly number[];
}

export const hasCompressedName = ({ path }: Pick<FoundFile, 'path'>): boolean => /\.(gz|zst)$/i.test(path);

const FORBIDDEN: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM']);
const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
/** Said by the file system; the poll may have been stopped, or the file system says nothing. */
const isOfFile = (error: unknown): boolean => typeof error === 'object' && error !== null && 'syscall' in error;
const isForbidden = (error: unknown): boolean => FORBIDDEN.has(codeOf(error));

/**
 * What an error of the file system says of a file; null where it left between listing and reading: it is looked for again.
 * Rethrows what is no such error.
 */
export function troubleOf(error: unknown): 'permission' | 'files-missing' | null {
  if (!isOfFile(error)) throw error;
  if (isForbidden(error)) return 'permission';
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' ? null : 'files-missing';
}

/** In a name whose bytes are no UTF-8: by such a name nothing can be opened. */
const NO_UTF8 = '\ufffd';

/** Throws NoAnswer, or why the poll was stopped: what cannot be looked at is counted. Several names of one file are one. */
export async function findFiles(system: FileSystem, paths: readonly string[]): Promise<Found> {
  const found = new Map<string, FoundFile>();
  const missing: number[] = [];
  const forbidden: number[] = [];
  for (const [index, path] of paths.entries()) {
    const place = index + 1;
    const search: Search = { system, forbidden: 0, visited: new Set() };
    let files = 0;
    for (const name of await namesOf(path, search)) {
      const file = await lookAt(name, search);
      if (file) files += 1;
      else if (name.includes(NO_UTF8)) missing.push(place);
      if (file && !found.has(file.id)) found.set(file.id, { ...file, place });
    }
    // What is there and may not be looked at is not missing.
    if (files === 0 && search.forbidden === 0) missing.push(place);
    for (let n = 0; n < search.forbidden; n += 1) forbidden.push(place);
  }
  return { files: withNewest([...found.values()]), missing, forbidden };
}

interface Search {
  readonly system: FileSystem;
  forbidden: number;
  /** Directories that `**` came to, with what was looked for below: links lead to them again and again. */
  readonly visited: Set<string>;
}

/** Of a directory its files, of a glob what fits; a name that is no pattern is a directory or a file. */
async function namesOf(path: string, search: Search): Promise<readonly string[]> {
  const { root } = parse(resolve(path));
  const parts = resolve(path).slice(root.length).split(sep);
  const fixed = parts.findIndex((part) => /[*?[]/.test(part));
  if (fixed >= 0) return matching(join(root, ...parts.slice(0, fixed)), parts.slice(fixed), search);
  const entries = await entriesOf(path, search, true);
  return entries === null ? [path] : entries.filter(isVisible).map((name) => join(path, name));
}

const isVisible = (name: string): boolean => !name.startsWith('.');

async function matching(directory: string, [part = '', ...rest]: readonly string[], search: Search): Promise<string[]> {
  const names = await entriesOf(directory, search, false);
  if (names === null) return [];
  const fits = part === '**' ? isVisible : fitterOf(part);
  const found: string[] = [];
  const add = (more: readonly string[]): void => {
    for (const one of more) found.push(one);
  };
  if (part === '**') {
    if (await wasVisited(directory, rest, search)) return found;
    add(await matching(directory, rest.length > 0 ? rest : ['*'], search));
  }
  for (const name of names.filter(fits)) {
    const path = join(directory, name);
    if (part === '**') {
      if (await isDirectory(path, search)) add(await matching(path, [part, ...rest], search));
    } else if (rest.length === 0) found.push(path);
    else add(await matching(path, rest, search));
  }
  return found;
}

async function wasVisited(directory: string, rest: readonly string[], { system, visited }: Search): Promise<boolean> {
  try {
    const key = [await system.realpath(directory), ...rest].join('\0');
    const was = visited.has(key);
    visited.add(key);
    return was;
  } catch (error) {
    // It left in between.
    if (isOfFile(error)) return true;
    throw error;
  }
}

async function isDirectory(path: string, { system }: Search): Promise<boolean> {
  try {
    return (await system.stat(path)).isDirectory();
  } catch (error) {
    if (isOfFile(error)) return false;
    throw error;
  }
}

/** `*`, `?`, `[..]` and `{..}` of a name; hidden files only where the pattern says so. */
const fitterOf =
  (pattern: string) =>
  (name: string): boolean =>
    (isVisible(name) || pattern.startsWith('.')) && matchesGlob(name, pattern);

/** Null where it is no directory that can be listed. */
async function entriesOf(path: string, search: Search, mayBeFile: boolean): Promise<readonly string[] | null> {
  try {
    return await search.system.readdir(path);
  } catch (error) {
    if (!isOfFile(error)) throw error;
    if (isForbidden(error) && !(mayBeFile && !(await isDirectory(path, search)))) search.forbidden += 1;
    return null;
  }
}

async function lookAt(path: string, search: Search): Promise<Omit<FoundFile, 'place'> | null> {
  try {
    const of = await search.system.stat(path);
    if (!of.isFile()) return null;
    const { dev, ino, birthtimeMs, size, mtimeMs } = of;
    return { path, id: `${dev}:${ino}:${birthtimeMs}`, size, modified: mtimeMs, isNewest: false };
  } catch (error) {
    if (!isOfFile(error)) throw error;
    if (isForbidden(error)) search.forbidden += 1;
    return null;
  }
}

function withNewest(files: readonly FoundFile[]): readonly FoundFile[] {
  const newest = new Set(
    Map.groupBy(files, ({ path }) => dirname(path))
      .values()
      .flatMap((of) => of.toSorted((a, b) => b.modified - a.modified).slice(0, 2)),
  );
  return files.map((file) => (newest.has(file) ? { ...file, isNewest: true } : file));
}
