// npm run migrate: brings the database of DATABASE up to date; `-- --script [sqlite|mssql] [--from N]` prints what a DBA runs.
import { databaseOf, databaseSettingsOrThrow, type Environment } from '../lib/settings/index.ts';
import { openEngine } from '../lib/store/index.ts';
import { migrate, migrationsFor, schemaVersion } from '../lib/store/migrate.ts';
import { migrationScript } from '../lib/store/migration-script.ts';
import { argumentsOf, wrongOption } from './arguments.ts';
import { telling } from './failure.ts';
import { localValues } from './host/settings.ts';

const USAGE = `npm run migrate                                      brings the database of DATABASE up to date
npm run --silent migrate -- --script [mssql|sqlite] [--from N]   prints the migrations (after version N), and changes nothing`;

interface Running {
  readonly environment: Environment;
  readonly print: (line: string) => void;
}

/** The exit code. Throws LensError. */
export async function run(args: readonly string[], { environment, print }: Running): Promise<number> {
  const { values, positionals } = argumentsOf(USAGE, {
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      script: { type: 'boolean', default: false },
      from: { type: 'string' },
    },
  });
  if (values.help) print(USAGE);
  else if (values.script) print(scriptOf(positionals, values.from ?? '0'));
  else if (positionals.length > 0 || values.from !== undefined)
    throw wrongOption('Engine and --from go with --script.', USAGE);
  else print(await apply(environment));
  return 0;
}

function scriptOf([engine = 'mssql', ...more]: readonly string[], from: string): string {
  if ((engine !== 'mssql' && engine !== 'sqlite') || more.length > 0)
    throw wrongOption('There are scripts for mssql and for sqlite.', USAGE);
  const newest = migrationsFor(engine).at(-1)?.version ?? 0;
  if (!/^\d{1,4}$/.test(from) || Number(from) > newest)
    throw wrongOption(`--from wants the version that the database has: ${newest} at most, the newest.`, USAGE);
  return migrationScript(engine, Number(from));
}

async function apply(environment: Environment): Promise<string> {
  const settings = databaseSettingsOrThrow(environment);
  const engine = await openEngine({
    database: databaseOf(settings),
    ...(settings.DATABASE_CA_FILE ? { caFile: settings.DATABASE_CA_FILE } : {}),
  });
  try {
    const applied = await migrate(engine);
    return applied.length === 0
      ? `Nothing to do: the schema is at ${await schemaVersion(engine)}.`
      : `Applied ${applied.join(', ')}.`;
  } finally {
    await engine.close();
  }
}

if (import.meta.main)
  await telling(async () =>
    run(process.argv.slice(2), { environment: { ...localValues('.'), ...process.env }, print: console.log }),
  );
