// npm run rekeyed: after AUDIT_KEY or PHONE_KEY was changed on purpose.
import { markRekeyed } from '../lib/operations/restored.ts';
import { type Environment, settingsOrThrow } from '../lib/settings/index.ts';
import { openStore } from '../lib/store/index.ts';
import { argumentsOf } from './arguments.ts';
import { telling } from './failure.ts';
import { localValues } from './host/settings.ts';
import { openedBy } from './opened.ts';

const USAGE = `npm run rekeyed

After AUDIT_KEY or PHONE_KEY was changed on purpose, or lost, with the settings of the collectors in the environment or in
local.settings.json: nothing warns of the keys that are there now, and all mirrors are read whole. docs/configure.md, "Another key".`;

interface Running {
  readonly environment: Environment;
  readonly print: (line: string) => void;
}

/** The exit code. Throws LensError. */
export async function run(args: readonly string[], { environment, print }: Running): Promise<number> {
  if (argumentsOf(USAGE, { args: [...args], options: { help: { type: 'boolean' } } }).values.help) {
    print(USAGE);
    return 0;
  }
  const settings = settingsOrThrow(environment);
  const store = await openStore({ ...openedBy(settings), migrate: false });
  try {
    const sources = await markRekeyed(store, settings);
    print(
      `The keys that are there now are those of this database. Read anew: ${sources.join(', ') || 'no source yet'}.`,
    );
    return 0;
  } finally {
    await store.close();
  }
}

if (import.meta.main)
  await telling(() =>
    run(process.argv.slice(2), { environment: { ...localValues('.'), ...process.env }, print: console.log }),
  );
