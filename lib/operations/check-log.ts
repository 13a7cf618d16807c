// A source of logs before the first start: whether its files are found and may be read, and whether the newest is what its
// type reads. Names of files and what stands in them are not told.

import { clock } from '../app.ts';
import { ConfigError } from '../errors.ts';
import type { ReadSource, Settings } from '../settings/index.ts';
import { fileCalls } from '../sources/logs/files/file-calls.ts';
import { type FoundFile, findFiles, troubleOf } from '../sources/logs/files/find.ts';
import { error, type Finding, ok, warning } from './finding.ts';
import { tryLog } from './try-log.ts';

const LINES = 20;

type Configured = Exclude<ReadSource, { problems: unknown }>;

export async function checkLog(
  about: string,
  source: Configured,
  settings: Partial<Settings>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { push } = source.config;
  const pushed = push ? [ok(`${about}, push`, `its senders have ${push.keys.length} of its keys`)] : [];
  const paths = pathsOf(source);
  if (paths.length === 0) return pushed;
  const { files, missing, forbidden } = await findFiles(fileCalls.of(source.name, signal), paths);
  const newest = files.filter(({ size }) => size > 0).reduce<FoundFile | null>(newerOf, null);
  return [
    ...pushed,
    ...(forbidden.length > 0
      ? [
          error(
            about,
            `${forbidden.length} files or directories may not be read. (permission) Let the account that runs it read them.`,
          ),
        ]
      : []),
    ...(missing.length > 0
      ? [warning(about, `${missing.length} of its paths name no file. (files-missing) Check \`paths\` and the mount.`)]
      : []),
    ...(newest ? [await tried(about, source, newest.path, settings)] : files.length > 0 ? [ok(about, EMPTY)] : []),
  ];
}

const EMPTY = 'finds files, and nothing is in them yet';

const newerOf = (a: FoundFile | null, b: FoundFile): FoundFile => (a === null || b.modified > a.modified ? b : a);

function pathsOf({ config }: Configured): readonly string[] {
  const paths: unknown = 'paths' in config ? config.paths : [];
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
}

async function tried(about: string, source: Configured, path: string, settings: Partial<Settings>): Promise<Finding> {
  const { RETENTION_DAYS = 30, RETENTION_OVERRIDES = {} } = settings;
  const counts = new Map<string, number>();
  let missing: readonly string[] = [];
  let lines = 0;
  try {
    for await (const line of tryLog(source, path, { clock, retention: { RETENTION_DAYS, RETENTION_OVERRIDES } })) {
      missing = line.missing ?? [];
      const kind = line.is === 'rejected' && line.reason !== null ? `rejected (${line.reason})` : line.is;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      lines += 1;
      if (lines === LINES) break;
    }
  } catch (thrown) {
    if (thrown instanceof ConfigError) throw thrown;
    const trouble = troubleOf(thrown) ?? 'files-missing';
    return error(about, `The newest file cannot be read. (${trouble}) Let the account that runs it read it.`);
  }
  return judged(about, counts, missing);
}

const TRY = 'npm run sources -- try <source> <file> tells it line by line.';

function judged(about: string, counts: ReadonlyMap<string, number>, missing: readonly string[]): Finding {
  if (missing.length > 0) {
    const names = [...new Set(missing)].map((name) => JSON.stringify(name)).join(', ');
    return error(about, `No line of the newest file names the columns: ${names} are missing. (unknown-format) ${TRY}`);
  }
  const told = [...counts].map(([kind, times]) => `${times} ${kind}`).join(', ');
  const isUnderstood = ['event', 'header', 'ignored', 'incomplete'].some((kind) => counts.has(kind));
  return isUnderstood || counts.size === 0
    ? ok(about, `reads its newest file; of the first lines: ${told}`)
    : error(about, `No line of the newest file is understood: ${told}. (unknown-format) ${TRY}`);
}
