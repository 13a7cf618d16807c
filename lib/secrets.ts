// Secrets stand in no setting: a setting names where one is, `env:NAME` or `file:/run/secrets/name`.
import { ConfigError } from './errors.ts';
import { decoded, readSmallBytes, SECRET_BYTES } from './small-file.ts';

/** A secret by reference, read anew at each use, so that a rotated file needs no restart. Prints as its reference. */
export class SecretReference {
  readonly reference: string;
  constructor(reference: string) {
    this.reference = reference;
  }

  /** The secret's text, without a byte order mark and the blanks and line ends behind it. Throws ConfigError where there is none. */
  read(): string {
    const [, kind, place = ''] = /^(env|file):(.+)$/s.exec(this.reference) ?? [];
    const value = (kind === 'env' ? this.#ofEnvironment(place) : this.#ofFile(place)).trimEnd();
    if (value === '') throw this.#unusable('is empty', 'Write the secret into it.');
    return value;
  }

  #ofEnvironment(name: string): string {
    const value = process.env[name];
    if (value !== undefined) return value;
    throw this.#unusable('is not set', 'Set that environment variable, or refer to a file: file:/run/secrets/name');
  }

  #ofFile(path: string): string {
    let bytes: Buffer;
    try {
      bytes = readSmallBytes(path, SECRET_BYTES);
    } catch (error) {
      throw this.#unusable(...(UNREAD[String(Reflect.get(Object(error), 'code'))] ?? NO_SECRET));
    }
    const text = decoded(bytes);
    if (text === null) throw this.#unusable('is no text in UTF-8', 'Save it anew as plain text in UTF-8.');
    return text;
  }

  /** The hint names the reference, too: it is what an operator reads of a poll. */
  #unusable(what: string, advice: string): ConfigError {
    const told = `The secret ${this.reference} ${what}.`;
    return new ConfigError(told, { code: 'secret-missing', hint: `${told} ${advice}` });
  }

  toString(): string {
    return this.reference;
  }
  toJSON(): string {
    return this.reference;
  }
}

const MOUNT = 'Mount that file, or refer to an environment variable: env:NAME';
/** By what the file system says. */
const UNREAD: Readonly<Record<string, readonly [what: string, advice: string]>> = {
  ENOENT: ['does not exist', MOUNT],
  ENOTDIR: ['does not exist', MOUNT],
  EACCES: ['may not be read by this process', 'Let the account that runs it read that file.'],
  EPERM: ['may not be read by this process', 'Let the account that runs it read that file.'],
};
const NO_SECRET: readonly [string, string] = ['is no regular file of 64 kB at most', MOUNT];

/** Whether an address holds a user or a password: they would stand in a setting, and in whatever shows the address. */
export function hasCredentials(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

export const SECRET_REFERENCE = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;
