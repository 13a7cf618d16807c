// The database of DATABASE, for programs that make none.
import { existsSync } from 'node:fs';
import { ConfigError } from '../lib/errors.ts';
import { databaseOf, type Settings } from '../lib/settings/index.ts';

/** Throws ConfigError where it has no file. */
export function openedBy(settings: Settings) {
  const database = databaseOf(settings);
  const file = /^sqlite:(.+)$/s.exec(database)?.[1] ?? null;
  // A path with a typing mistake would be a new database, and look like a success.
  if (file !== null && !existsSync(file))
    throw new ConfigError('The database has no file.', {
      code: 'no-database',
      hint: 'Put it where DATABASE says, or correct DATABASE. Nothing was made.',
    });
  const caFile = settings.DATABASE_CA_FILE;
  return { file, database, ...(caFile !== undefined && { caFile }) };
}
