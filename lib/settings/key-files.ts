// Files of keys and secrets that every account of the machine can read: nothing fails by it, so it is told.
import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SecretReference } from '../secrets.ts';

/** A file, and the settings or keys of sources that name it. */
export interface KeyFile {
  readonly path: string;
  readonly names: readonly string[];
}

/** All that settings and sources refer to; links are followed later. */
export function keyFilesOf(
  settings: Readonly<Record<string, unknown>>,
  sources: readonly { readonly name: string; readonly config?: object }[],
): readonly KeyFile[] {
  const all = [
    ...filesIn(settings),
    ...sources.flatMap(({ name, config = {} }) =>
      filesIn(config).map(({ key, path }) => ({ key: `${key} of ${name}`, path })),
    ),
  ];
  return [...Map.groupBy(all, ({ path }) => path)].map(([path, found]) => ({
    path,
    names: [...new Set(found.map(({ key }) => key))],
  }));
}

interface Found {
  readonly key: string;
  readonly path: string;
}

const filesIn = (settings: object): readonly Found[] =>
  secretsIn(settings).flatMap(({ key, secret }) => {
    // A file of a certificate has the private key in it.
    const path = typeof secret === 'string' ? secret : /^file:(.+)$/s.exec(secret.reference)?.[1];
    return path === undefined ? [] : [{ key, path }];
  });

/** All that a source or the settings refer to, by the key that does; of a certificate the path. */
export function secretsIn(
  settings: object,
  under = '',
): readonly { readonly key: string; readonly secret: SecretReference | string }[] {
  return Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
    const key = under === '' ? name : under;
    if (value instanceof SecretReference || (name === 'certificateFile' && typeof value === 'string'))
      return [{ key, secret: value }];
    return typeof value === 'object' && value !== null ? secretsIn(value, key) : [];
  });
}

/** A sentence for each that others can read now. */
export const keyFileWarnings = (files: readonly KeyFile[]): readonly string[] =>
  files
    .filter(({ path }) => othersCanRead(path))
    .map(
      ({ path, names }) =>
        `Every account of this machine can read the file of ${names.join(', ')}: ${path}. Let that of the collector alone do so: chmod 600, or for a mounted secret mode 0400.`,
    );

const [OTHERS_READ, OTHERS_ENTER] = [0o004, 0o001];

/** Windows has no such modes. A folder that others may not enter keeps what is in it. */
function othersCanRead(path: string): boolean {
  if (process.platform === 'win32') return false;
  try {
    const file = realpathSync(path);
    if ((statSync(file).mode & OTHERS_READ) === 0) return false;
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      if ((statSync(folder).mode & OTHERS_ENTER) === 0) return false;
      if (folder === dirname(folder)) return true;
    }
  } catch {
    // Whoever reads it says what is wrong.
    return false;
  }
}
