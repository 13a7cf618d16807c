// npm run migrate: brings the database of DATABASE up to date; `-- --script [sqlite|mssql] [--from N]` prints what a DBA runs.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError, describeError } from '../lib/errors.ts';
import { databaseOf, databaseSettingsOrThrow } from '../lib/settings/index.ts';
import { openEngine } from '../lib/store/index.ts';
import { migrate, schemaVersion } from '../lib/store/migrate.ts';
import { migrationScript } from '../lib/store/migration-script.ts';

const USAGE = `npm run migrate                                      brings the database of DATABASE up to date
npm run --silent migrate -- --script [mssql|sqlite] [--from N]   prints the migrations (after version N), and changes nothing`;

try {
  const { values, positionals } = parseOrThrow();
  if (values.help) console.log(USAGE);
  else if (values.script)
    process.stdout.write(
      `${migrationScript(positionals[0] === 'sqlite' ? 'sqlite' : 'mssql', Number(values.from) || 0)}\n`,
    );
  else await apply();
} catch (error) {
  const { code, message, hint } = describeError(error);
  console.error(`${message} (${code})\n${hint}`);
  process.exitCode = 1;
}

function parseOrThrow() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        script: { type: 'boolean', default: false },
        from: { type: 'string', default: '0' },
      },
    });
  } catch {
    throw new ConfigError('There is no such option.', { code: 'option', hint: USAGE });
  }
}

async function apply(): Promise<void> {
  const file = 'local.settings.json';
  const local = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).Values : {};
  const settings = databaseSettingsOrThrow({ ...local, ...process.env });
  const engine = await openEngine({
    database: databaseOf(settings),
    ...(settings.DATABASE_CA_FILE ? { caFile: settings.DATABASE_CA_FILE } : {}),
  });
  try {
    const applied = await migrate(engine);
    console.log(
      applied.length === 0
        ? `Nothing to do: the schema is at ${await schemaVersion(engine)}.`
        : `Applied ${applied.join(', ')}.`,
    );
  } finally {
    await engine.close();
  }
}
