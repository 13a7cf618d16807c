// Secrets stand in no setting: a setting names where one is, `env:NAME` or `file:/run/secrets/name`.
import { ConfigError } from './errors.ts';
import { readSmallFile, SECRET_BYTES } from './small-file.ts';

/** A secret by reference, read anew at each use, so that a rotated file needs no restart. Prints as its reference. */
export class SecretReference {
  readonly reference: string;
  constructor(reference: string) {
    this.reference = reference;
  }

  /** The secret's text, a final newline cut off. Throws ConfigError where there is none. */
  read(): string {
    const value = this.#lookUp();
    if (value === undefined || value === '')
      throw new ConfigError(`The secret ${this.reference} is empty, missing, or no file of 64 kB at most.`, {
        code: 'secret-missing',
        hint: this.reference.startsWith('env:')
          ? 'Set that environment variable, or refer to a file: file:/run/secrets/name'
          : 'Mount that file, a regular one, and let the process read it, or refer to an environment variable: env:NAME',
      });
    return value;
  }

  #lookUp(): string | undefined {
    const [, kind, place] = /^(env|file):(.+)$/s.exec(this.reference) ?? [];
    if (place === undefined) return undefined;
    if (kind === 'env') return process.env[place];
    try {
      return readSmallFile(place, SECRET_BYTES).replace(/\r?\n$/, '');
    } catch {
      return undefined;
    }
  }

  toString(): string {
    return this.reference;
  }
  toJSON(): string {
    return this.reference;
  }
}

/** Whether an address holds a user or a password: they would stand in a setting, and in whatever shows the address. */
export function hasCredentials(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

export const SECRET_REFERENCE = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;
