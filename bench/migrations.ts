// A made-up migration that writes each row of a large table: in one transaction, as migrations do that say nothing, and in
// batches; and how long another collector at the same database waits meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { writeBatches } from '../lib/store/batches.ts';
import { type EngineName, openEngine } from '../lib/store/index.ts';
import { type Migration, migrate, migrationsFor, newestSchema } from '../lib/store/migrate.ts';
import { openTestStore } from '../test/store/databases.ts';
import { fillWithChanges } from './overdue.ts';
import type { Result } from './report.ts';

const waits = z.object({ reader: z.number(), writer: z.number(), refused: z.number() });
type Measured = z.infer<typeof waits> & { readonly seconds: number };

export async function measureMigrations(engine: EngineName, rows: number): Promise<readonly Result[]> {
  const whole = await migrated(engine, rows, madeUp(engine, 'UPDATE "change" SET "made_up" = "kind"'));
  const batched =
    '-- In batches of change:\nUPDATE "change" SET "made_up" = "kind" WHERE "id" > @after AND "id" <= @last';
  const inBatches = await migrated(engine, rows, madeUp(engine, batched));
  const told = (what: string, unit: string, of: (measured: Measured) => number, more = ''): Result => ({
    engine,
    what: `a migration that writes ${rows} rows, in batches against in one transaction: ${what}`,
    measured: `${of(inBatches).toFixed(1)} ${unit} against ${of(whole).toFixed(1)} ${unit}${more}`,
    ratio: of(inBatches) / of(whole),
    target: null,
  });
  const refused = whole.refused + inBatches.refused;
  return [
    told('time', 's', ({ seconds }) => seconds),
    told('longest wait of a reader of the table in another process', 'ms', ({ reader }) => reader),
    told(
      'longest wait of a writer in another process',
      'ms',
      ({ writer }) => writer,
      refused > 0 ? ` (refused ${inBatches.refused} and ${whole.refused} times)` : '',
    ),
  ];
}

const madeUp = (engine: EngineName, statement: string): Migration => ({
  version: newestSchema(engine) + 1,
  name: 'made-up.sql',
  olderCode: 'goes on',
  sql: `ALTER TABLE "change" ADD "made_up" ${engine === 'sqlite' ? 'TEXT' : 'nvarchar(32) NULL'};\n${statement};\n`,
});

async function migrated(engine: EngineName, rows: number, migration: Migration): Promise<Measured> {
  const { store, database, remove } = await openTestStore(engine);
  try {
    await fillWithChanges(store, database, rows);
    const child = spawn(process.execPath, [join(import.meta.dirname, 'waits-child.ts'), database], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const start = performance.now();
    const own = await openEngine({ database });
    await migrate(own, [...migrationsFor(engine), migration]);
    await own.close();
    await writeBatches(store, () => false, [migration]);
    const seconds = (performance.now() - start) / 1000;
    const missing = store.rows.selectFrom('change').select('id').where('made_up', 'is', null);
    if (await missing.executeTakeFirst()) throw new Error('the migration left rows out');
    child.stdin.end();
    return { ...waits.parse(JSON.parse(await text(child.stdout))), seconds };
  } finally {
    await remove();
  }
}
