// A process of its own that opens a database and says how that went: `{ "applied": [..] }`, or the error's code.
import { StoreError } from '../../lib/errors.ts';
import { openEngine } from '../../lib/store/index.ts';
import { migrate, migrationsFor } from '../../lib/store/migrate.ts';

const migrations = migrationsFor('sqlite');
if (process.argv[3] === 'without-rights') await giveUpRights();
const said = await open(process.argv[2] ?? '').catch((error: unknown) => ({
  code: error instanceof StoreError ? error.code : 'no StoreError',
}));
process.stdout.write(JSON.stringify(said));

async function open(database: string) {
  const engine = await openEngine({ database });
  try {
    return { applied: await migrate(engine, migrations) };
  } finally {
    await engine.close();
  }
}

async function giveUpRights(): Promise<void> {
  await import('../../lib/store/sqlite/engine.ts');
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
