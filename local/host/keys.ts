// The keys of the functions, in the files of AzureWebJobsSecretStorageType=files: host.json and <function>.json.
// Files that are absent are created with random keys and mode 0600; changed files are read again, so keys can be rotated.
// Unlike the real host it deletes no file of a function that it does not know.
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  existsSync,
  type FSWatcher,
  linkSync,
  mkdirSync,
  readFileSync,
  unlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export type KeyLevel = 'none' | 'function' | 'admin';
type Key = { name: string; value: string };
type Keys = { master: Key; host: Key[]; functions: Map<string, Key[]> };

export class KeyStore {
  readonly #directory: string;
  readonly #functionNames: string[];
  readonly #watcher: FSWatcher;
  readonly #own: readonly string[];
  #keys: Keys;
  #stale = false;

  /** Reads or creates the key files, and lets `own` in beside them; an Error names a file that cannot be used, never a key. */
  constructor(directory: string, functionNames: string[], own?: string) {
    this.#directory = directory;
    this.#own = own ? [own] : [];
    this.#functionNames = functionNames.map((name) => name.toLowerCase());
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#keys = this.#read();
    this.#watcher = watch(directory, { persistent: false }, () => {
      this.#stale = true;
    });
    // Without the watch, rotation waits for a restart; serving goes on.
    this.#watcher.on('error', () => undefined);
  }

  get masterKey(): string {
    return this.#keys.master.value;
  }

  /** The host key named default: it opens every function of level `function`. */
  get defaultKey(): string {
    return (this.#keys.host.find((key) => key.name === 'default') ?? this.#keys.host[0])?.value ?? '';
  }

  /** What a presented key may do; without a function's name its own keys count for nothing. */
  level(presented: string | undefined, functionName?: string): KeyLevel {
    if (!presented) return 'none';
    this.#refresh();
    if (same(this.#keys.master.value, presented)) return 'admin';
    const ofFunction = this.#keys.functions.get(functionName?.toLowerCase() ?? '') ?? [];
    const values = [...ofFunction, ...this.#keys.host].map(({ value }) => value);
    return [...values, ...this.#own].some((value) => same(value, presented)) ? 'function' : 'none';
  }

  close(): void {
    this.#watcher.close();
  }

  #refresh(): void {
    if (!this.#stale) return;
    this.#stale = false;
    try {
      this.#keys = this.#read();
    } catch {
      // A file that is half written: the keys read before hold until it is whole.
      this.#stale = true;
    }
  }

  #read(): Keys {
    const host = this.#file('host.json', () => ({
      masterKey: newKey('master'),
      functionKeys: [newKey('default')],
      systemKeys: [],
    }));
    const functions = new Map<string, Key[]>();
    for (const name of this.#functionNames) {
      const file = `${name}.json`;
      functions.set(name, keyList(file, this.#file(file, () => ({ keys: [newKey('default')] })).keys));
    }
    const [master] = keyList('host.json', host.masterKey ? [host.masterKey] : []);
    if (!master) throw new Error('The key file host.json has no masterKey.');
    return { master, host: keyList('host.json', host.functionKeys), functions };
  }

  #file(name: string, create: () => object): Record<string, unknown> {
    const path = join(this.#directory, name);
    // Never over one that is there: it may be mounted, and read-only.
    if (!existsSync(path)) createWhole(path, JSON.stringify(create(), undefined, 2));
    // The real host writes a byte order mark.
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    try {
      return Object.assign({}, JSON.parse(text));
    } catch {
      throw new Error(`The key file ${name} is not valid JSON.`);
    }
  }
}

function newKey(name: string): Key & { encrypted: false } {
  return { name, value: randomBytes(42).toString('base64url'), encrypted: false };
}

function keyList(file: string, list: unknown): Key[] {
  if (!Array.isArray(list)) return [];
  return list.map((key: unknown) => {
    const { name, value, encrypted } = Object.assign({ name: '', value: '', encrypted: false }, key);
    if (encrypted !== false) throw new Error(`The key file ${file} is encrypted: the embedded host cannot read it.`);
    if (typeof value !== 'string' || value === '') throw new Error(`The key file ${file} has a key without a value.`);
    return { name, value };
  });
}

/** Compares in constant time; hashing first makes the lengths equal. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}

/** In one step, never over one that is there: another host that shares the folder finds no file, or a whole one. */
function createWhole(path: string, text: string): void {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(unfinished, text, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(unfinished, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(unfinished);
  }
}
