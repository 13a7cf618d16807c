// New sqlite files with the schema of today. Statements of all migrations cost more CPU than most tests do: they run once
// for each state of the migrations, into a file that is copied.
import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../../lib/store/index.ts';
import { migrate, migrationsFor } from '../../lib/store/migrate.ts';

/** Makes the file that `database` (`sqlite:..`) names, where it is not there yet. */
export async function makeMigrated(database: string): Promise<void> {
  const file = database.replace(/^sqlite:/, '');
  if (!existsSync(file)) copyFileSync(await migrated(), file);
}

async function migrated(): Promise<string> {
  const migrations = migrationsFor('sqlite');
  const state = createHash('sha256').update(JSON.stringify(migrations)).digest('hex');
  const folder = join(process.cwd(), '.data/schemas');
  const file = join(folder, `${state}.db`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // It is there whole, or not at all: workers make it side by side.
  const made = `${file}.${randomUUID()}`;
  const engine = await openEngine({ database: `sqlite:${made}` });
  await migrate(engine, migrations);
  await engine.close();
  renameSync(made, file);
  return file;
}
