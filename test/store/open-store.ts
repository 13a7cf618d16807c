// A process of its own that opens a database and says how that went: `{ "applied": [..] }`, or the error's code.
import { StoreError } from '../../lib/errors.ts';
import { openEngine } from '../../lib/store/index.ts';
import { migrate } from '../../lib/store/migrate.ts';

const said = await open(process.argv[2] ?? '').catch((error: unknown) => ({
  code: error instanceof StoreError ? error.code : 'no StoreError',
}));
process.stdout.write(JSON.stringify(said));

async function open(database: string) {
  const engine = await openEngine({ database });
  try {
    return { applied: await migrate(engine) };
  } finally {
    await engine.close();
  }
}
