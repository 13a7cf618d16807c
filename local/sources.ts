// npm run sources -- try <name> <file>: what a source of logs would store of the first lines of a file, and why not.
import { ConfigError, describeError } from '../lib/errors.ts';
import { type Tried, type TriedValue, tryLog } from '../lib/operations/try-log.ts';
import { loadSettings, type ReadSource, readSources } from '../lib/settings/index.ts';
import { troubleOf } from '../lib/sources/logs/files/find.ts';
import { argumentsOf } from './arguments.ts';
import { telling } from './failure.ts';
import { localValues } from './host/settings.ts';

const USAGE = `npm run --silent sources -- try <name> <file> [--lines N] [--show]

What the source <name> of the sources file would store of the first lines (20) of <file>. Nothing is stored. Values that may
tell of a person are shown with --show alone. Where no line names the columns of the mapping, it says which are missing,
and ends with 1.`;

interface Running {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
}

/** The exit code. */
export async function run(args: readonly string[], running: Running): Promise<number> {
  try {
    return await tryLines(args, running);
  } catch (error) {
    const { code, message, hint } = describeError(fileTrouble(error));
    running.print(`${message} (${code})\n${hint}`);
    return 1;
  }
}

async function tryLines(args: readonly string[], { environment, print }: Running): Promise<number> {
  const { values, positionals } = argumentsOf(USAGE, {
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      show: { type: 'boolean', default: false },
      lines: { type: 'string', default: '20' },
    },
  });
  const [command, name, file] = positionals;
  const most = Number(values.lines);
  if (values.help || command !== 'try' || !name || !file || positionals.length > 3 || !(most > 0)) {
    print(USAGE);
    return values.help ? 0 : 1;
  }
  const { settings } = loadSettings(environment);
  const { RETENTION_DAYS = 30, RETENTION_OVERRIDES = {} } = settings ?? {};
  const source = sourceNamed(environment.SOURCES_FILE || 'sources.json', name);
  const trying = { clock: { now: () => new Date() }, retention: { RETENTION_DAYS, RETENTION_OVERRIDES } };
  const counts: Record<string, number> = {};
  let line = 0;
  let missing: readonly string[] = [];
  for await (const tried of tryLog(source, file, trying)) {
    line += 1;
    missing = tried.missing ?? [];
    print(lineOf(line, tried, values.show));
    const kind = whatBecomes(tried);
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (line >= most) break;
  }
  const all = Object.entries(counts).map(([kind, lines]) => `${lines} ${kind}`);
  print(`\n${all.join(', ') || 'no lines'}`);
  if (missing.length === 0) return 0;
  const names = [...new Set(missing)].map((name) => JSON.stringify(name)).join(', ');
  print(`\nNo line so far names the columns: the one that comes nearest lacks ${names}.\n${NO_HEADER}`);
  return 1;
}

function sourceNamed(path: string, name: string): Exclude<ReadSource, { problems: unknown }> {
  const { sources, problems } = readSources(path);
  const source = sources.find((one) => one.name === name);
  const wrong = [...problems, ...(source && 'problems' in source ? source.problems : [])];
  if (source && !('problems' in source)) return source;
  throw new ConfigError(`There is no source ${name} that can be read.`, {
    code: 'sources',
    hint: wrong.join('\n') || `The sources file has ${sources.map((one) => one.name).join(', ') || 'none'}.`,
  });
}

/** What the file system says quotes the name of the file. */
function fileTrouble(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('syscall' in error)) return error;
  const code = troubleOf(error) ?? 'files-missing';
  return new ConfigError('The file cannot be read.', {
    code,
    hint: 'Check that it is there, a file, and readable for this account.',
  });
}

const NO_HEADER =
  'Compare them with the header of the file, then `delimiter`, `encoding` and `lines`. Where the file has none, name `columns`. Up to 20 lines may stand before a header: raise --lines where it comes later.';

function whatBecomes({ is, reason, missing, rows }: Tried): string {
  if (is === 'header' && missing?.length) return 'before the header';
  if (is === 'event') return rows.length > 0 ? 'stored' : 'not stored';
  return reason === null ? is : `${is} (${reason})`;
}

function lineOf(line: number, tried: Tried, show: boolean): string {
  const said = ({ name, value, isTelling }: TriedValue): string =>
    `${name} ${isTelling && !show ? '***' : value instanceof Date ? value.toISOString() : String(value)}`;
  const list = (values: readonly TriedValue[]): string => values.map(said).join(', ');
  return [
    `${String(line).padStart(4)}  ${whatBecomes(tried)}`,
    ...tried.rows.flatMap(({ dataset, values }) => {
      const finders = values.filter(({ isStored }) => !isStored);
      const stored = `      ${dataset}: ${list(values.filter(({ isStored }) => isStored))}`;
      return finders.length > 0 ? [stored, `      found by ${list(finders)}`] : [stored];
    }),
    ...tried.rejected.map(({ dataset, field, reason }) => `      ${dataset}: ${field} is not stored: ${reason}`),
  ].join('\n');
}

if (import.meta.main)
  await telling(() =>
    run(process.argv.slice(2), { environment: { ...localValues('.'), ...process.env }, print: console.log }),
  );
