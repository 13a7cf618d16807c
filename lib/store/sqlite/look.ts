// Opens the file of an embedded database to look at it. Whoever only reads a file in WAL mode makes a log and its index beside
// it, and leaves them; told that it cannot change, sqlite makes none (https://sqlite.org/wal.html#readonly).
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine } from '../engine.ts';
import { inspect, openSound } from './engine.ts';
import { demandFile } from './file.ts';

/** Null where there is no file yet. Throws StoreError. */
export function lookAtSqlite(path: string): Pick<Engine, 'name' | 'execute' | 'inspect' | 'close'> | null {
  demandFile(path);
  if (!existsSync(path)) return null;
  // Of one that is in use, or was not closed, both are there already.
  const isInUse = existsSync(`${path}-shm`);
  const reader = openSound(isInUse ? path : `${pathToFileURL(path).href}?immutable=1`);
  return {
    name: 'sqlite',
    execute: async (query) => reader.execute(query),
    inspect: async () => inspect(reader),
    close: async () => reader.close(),
  };
}

/** What the account of this process may not do: sqlite makes files beside that of the database. */
export function missingAccess(path: string): readonly string[] {
  const places = [dirname(path), ...(existsSync(path) ? [path] : [])];
  return places.filter((place) => !mayWrite(place)).map((place) => `to write in ${place}`);
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
