// npm run check: what would keep this configuration from working, before the first start; nothing is written.
import { check } from '../lib/operations/check.ts';
import type { Finding } from '../lib/operations/finding.ts';
import type { Environment } from '../lib/settings/index.ts';
import { argumentsOf } from './arguments.ts';
import { telling } from './failure.ts';
import { localValues } from './host/settings.ts';

const USAGE = `npm run --silent check

Looks whether settings, sources file, rules file, secrets and database would do, and whether each source lets its account in and
answers a page of each dataset, within 30 seconds. Nothing is written: no schema, no file. Each run is one sign-in at each source.

One line each: \`ok\`, \`warning\` or \`error\`, what it is about, and what to do.
Ends with 0; with 1 where there is an error. Warnings alone end with 0.`;

interface Running {
  readonly environment: Environment;
  readonly print: (line: string) => void;
}

/** The exit code. */
export async function run(args: readonly string[], { environment, print }: Running): Promise<number> {
  if (argumentsOf(USAGE, { args: [...args], options: { help: { type: 'boolean' } } }).values.help) {
    print(USAGE);
    return 0;
  }
  let errors = 0;
  for await (const finding of check(environment)) {
    print(lineOf(finding));
    if (finding.level === 'error') errors += 1;
  }
  return errors > 0 ? 1 : 0;
}

const lineOf = ({ level, about, said }: Finding): string =>
  `${level.padEnd(7)}  ${about}: ${said.replaceAll(/\s*\n\s*/g, ' ')}`;

if (import.meta.main) {
  await telling(async () => {
    // Secrets that stand in the environment are looked for there.
    for (const [name, value] of Object.entries(localValues('.'))) process.env[name] ??= value;
    return run(process.argv.slice(2), { environment: process.env, print: console.log });
  });
  // A file system that does not answer keeps the process.
  setTimeout(() => process.exit(), 1_000).unref();
}
