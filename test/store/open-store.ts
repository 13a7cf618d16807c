// A process of its own that opens a database and says how that went: `{ "applied": [..] }`, or the error's code.
import { StoreError } from '../../lib/errors.ts';
import { migrate, migrationsFor } from '../../lib/store/migrate.ts';
import { openSqlite } from '../../lib/store/sqlite/engine.ts';

const migrations = migrationsFor('sqlite');
// All code is loaded by now: where the checkout is root's alone, nobody else could read it.
if (process.argv[3] === 'without-rights') {
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
const said = await open(process.argv[2] ?? '').catch((error: unknown) => ({
  code: error instanceof StoreError ? error.code : 'no StoreError',
}));
process.stdout.write(JSON.stringify(said));

async function open(database: string) {
  const engine = await openSqlite(database.replace('sqlite:', ''));
  try {
    return { applied: await migrate(engine, migrations) };
  } finally {
    await engine.close();
  }
}
