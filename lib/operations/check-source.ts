// One source before the first start: its entry, its secrets, and whether the system lets it in and answers a page of each
// dataset. Bounded in time, and never thrown out of.
import { setTimeout as delay } from 'node:timers/promises';
import { clientsOf, clock, polledHere } from '../app.ts';
import { LensError, SourceError } from '../errors.ts';
import { refuseUnknown } from '../ingest/ending.ts';
import { parseRefused, secretHash, waitOf } from '../ingest/sign-in.ts';
import { hasherOf } from '../keyed-hash.ts';
import type { Logger } from '../logger.ts';
import { type ReadSource, type Settings, secretsIn } from '../settings/index.ts';
import type { Connector, PollContext, SourceReader } from '../sources/contract.ts';
import { checkKeys } from './check-keys.ts';
import { checkLog } from './check-log.ts';
import { error, type Finding, failed, ok, warning } from './finding.ts';

const BOUND_MS = 30_000;

export interface Checking {
  /** Those that can be read. */
  readonly settings: Partial<Settings>;
  /** As `source_state.sign_in` has it. */
  readonly refusal: string | null;
}

type Configured = Exclude<ReadSource, { problems: unknown }>;

export async function checkSource(source: ReadSource, checking: Checking): Promise<readonly Finding[]> {
  // Where the name cannot be one its place stands for it: `source 2`.
  const about = source.name.includes(' ') ? `${source.name} of the sources file` : `source ${source.name}`;
  if ('problems' in source) return source.problems.map((problem) => error(about, `${problem}. (misconfigured)`));
  if (!source.config.enabled) return [ok(about, 'is not polled: `enabled` is false')];
  if (polledHere([source], { COLLECTOR_SOURCES: checking.settings.COLLECTOR_SOURCES }).length === 0)
    return [ok(about, 'is not polled here: COLLECTOR_SOURCES does not name it')];
  const secrets = secretProblems(about, source);
  if (secrets.some(({ level }) => level === 'error')) return secrets;
  // What hangs in the file system hears no signal.
  const ended = new AbortController();
  const late = delay(BOUND_MS + 2_000, [failed(about, tooLate())], { signal: ended.signal }).catch(() => []);
  try {
    return [...secrets, ...(await Promise.race([checkReached(about, source, checking), late]))];
  } catch (thrown) {
    return [...secrets, failed(about, thrown)];
  } finally {
    ended.abort();
  }
}

const tooLate = (): SourceError =>
  new SourceError(`It did not answer within ${BOUND_MS / 1000} seconds.`, {
    code: 'timeout',
    hint: 'Check address, firewall and `proxy`; of files, the mount that they lie on.',
  });

/** All of them, before anybody is asked: a system would count an empty password as a try. */
function secretProblems(about: string, { config }: Configured): readonly Finding[] {
  const others = secretsIn(config).flatMap(({ key, secret }) => {
    if (key === 'push' || typeof secret === 'string') return [];
    try {
      secret.read();
      return [];
    } catch (thrown) {
      return [failed(`${about}, ${key}`, thrown)];
    }
  });
  return [...others, ...checkKeys(`${about}, push`, config.push?.keys ?? [])];
}

async function checkReached(about: string, source: Configured, checking: Checking): Promise<readonly Finding[]> {
  const connector = await source.connect();
  refuseUnknown(connector.unknownNames);
  const signal = AbortSignal.timeout(BOUND_MS);
  if (connector.isLog) return checkLog(about, source, checking.settings, signal);
  const wait = waitOf(parseRefused(checking.refusal), hashOf(source, checking), clock.now());
  if (wait?.nextOnRequest)
    return [
      error(
        about,
        `It refused the last sign-ins, and was not asked: wrong tries lock accounts. (sign-in-refused) Put the right secret in its place, and check again from ${wait.nextOnRequest.toISOString()} on.`,
      ),
    ];
  return checkSystem(about, { source, connector, signal, phoneKey: phoneKeyOf(checking) });
}

const phoneKeyOf = ({ settings }: Checking): string | null => settings.PHONE_KEY?.read() ?? null;

const hashOf = ({ config, type }: Configured, checking: Checking): string | null => {
  const typed = { ...config, type };
  return secretHash(typed, phoneKeyOf(checking));
};

interface Asking {
  readonly source: Configured;
  readonly connector: Connector<SourceReader>;
  readonly signal: AbortSignal;
  readonly phoneKey: string | null;
}

/** Signs in as a poll does, with the same codes and hints, and leaves each dataset after a page. */
async function checkSystem(
  about: string,
  { source, connector, signal, phoneKey }: Asking,
): Promise<readonly Finding[]> {
  const seen = new Seen(about, source.type);
  const make = await clientsOf(source.config, seen.log, { attempts: 1 });
  const http = make(signal, new Date(clock.now().getTime() + BOUND_MS));
  const context: PollContext = {
    signal,
    clock,
    checkpoint: null,
    http,
    log: seen.log,
    glance: (dataset, failure) => seen.dataset(dataset, failure),
    toldBefore: async (ids) => ids.map(() => false),
    keyedHash: phoneKey === null ? null : hasherOf(phoneKey, 'device'),
    childrenStored: async (_, parents) => parents.map(() => false),
  };
  try {
    await ask(connector, context, seen);
  } catch (thrown) {
    seen.ended(signal.aborted ? tooLate() : thrown);
  } finally {
    http.close?.();
  }
  return seen.findings();
}

async function ask(connector: Connector<SourceReader>, context: PollContext, seen: Seen): Promise<void> {
  const wanted = new Set(connector.collection.entities.map(({ dataset }) => dataset));
  for await (const step of connector.poll(context)) {
    if ('pass' in step) continue;
    await seen.describe(() => connector.describe(context));
    if ('unproven' in step) seen.unproven(step.dataset, step.unproven);
    seen.answered.add(step.dataset);
    // A directory is not read apart.
    if (!seen.isApart && wanted.isSubsetOf(seen.answered)) return;
    context.signal.throwIfAborted();
  }
}

/** What became of a source. */
class Seen {
  readonly answered = new Set<string>();
  isApart = false;
  readonly #about: string;
  readonly #type: string;
  readonly #findings: Finding[] = [];
  readonly #failures = new Set<unknown>();
  #product: string | null = null;

  constructor(about: string, type: string) {
    this.#about = about;
    this.#type = type;
  }

  /** Of it only which part of a system could not be read is taken. */
  readonly log: Logger = {
    debug: () => {},
    info: () => {},
    warn: (_, { part, code } = {}) => {
      if (part !== undefined)
        this.#findings.push(warning(`${this.#about}, ${part}`, `cannot be read. (${code})${this.#rights}`));
    },
    error: () => {},
  };

  get #rights(): string {
    return ` docs/sources/${this.#type}.md has the permissions that the account needs.`;
  }

  /** Once, and not before the source has let us in: as a poll does. */
  async describe(ask: () => Promise<{ readonly product: string; readonly version: string }>): Promise<void> {
    if (this.#product !== null) return;
    this.#product = this.#type;
    try {
      const { product, version } = await ask();
      this.#product = version === 'unknown' ? product : `${product} ${version}`;
    } catch (thrown) {
      this.#findings.push(warning(`${this.#about}, version`, failed('', thrown).said));
    }
  }

  dataset(dataset: string, failure: SourceError | null): void {
    this.isApart = true;
    if (!failure) this.answered.add(dataset);
    else {
      this.#failures.add(failure);
      const { said } = failed('', failure);
      this.#findings.push(
        error(`${this.#about}, ${dataset}`, failure.code === 'http-403' ? said + this.#rights : said),
      );
    }
  }

  unproven(dataset: string, reason: string): void {
    if (reason === 'not-supported')
      this.#findings.push(
        warning(`${this.#about}, ${dataset}`, 'This version of the product lacks a call. (not-supported)'),
      );
  }

  /** By what was not told of a dataset. */
  ended(thrown: unknown): void {
    if (this.#failures.has(thrown)) return;
    // As far as there was time: large companies take longer than a glance.
    const isSlow = thrown instanceof LensError && thrown.code === 'timeout' && this.answered.size > 0;
    const found = failed(this.#about, thrown);
    this.#findings.push(isSlow ? { ...found, level: 'warning' } : found);
  }

  findings(): readonly Finding[] {
    const names = [...this.answered];
    if (names.length === 0) return this.#findings;
    return [
      ok(this.#about, `${this.#product ?? this.#type} lets it in, and answers ${names.join(', ')}`),
      ...this.#findings,
    ];
  }
}
