// GET /api/metrics: what this process counted, and what the database knows; a database that is away or slow is told, and
// waited for no longer. It writes nothing, and opens no database: whoever scrapes must not be who migrates it.
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type Application, applicationIfBuilt } from '../app.ts';
import { describeError } from '../errors.ts';
import { bearerOf, isOneOf, readKeys } from '../http/keys.ts';
import { ApiError } from '../http/problem.ts';
import { sending } from '../http/sending.ts';
import { type ContextLog, loggerOver } from '../log.ts';
import { counters } from '../metrics/counters.ts';
import { processSamples } from '../metrics/process.ts';
import { CONTENT_TYPE, type Sample, sample, textOf } from '../metrics/text.ts';
import { type Environment, metricsTokens } from '../settings/index.ts';
import { waitingBytes } from './ingest.ts';
import { collectorOwn, databaseSamples } from './metrics-of-database.ts';

/** Prometheus gives up after 10 s. */
const WAITS_MS = 4_000;
/** What still hangs by then is given up, and asked anew: SQL Server may leave a question waiting for a minute. */
const GIVEN_UP_MS = 15_000;
/** Several that scrape side by side ask the database once. */
const KEPT_MS = 5_000;

export interface Scraped {
  /** Undefined where the database is not open yet. */
  readonly application: () => Promise<Application> | undefined;
  readonly environment: Environment;
  readonly waitsMs: number;
  readonly givenUpMs: number;
}
type Asked = Omit<Scraped, 'environment'>;
const HERE: Scraped = {
  application: applicationIfBuilt,
  environment: process.env,
  waitsMs: WAITS_MS,
  givenUpMs: GIVEN_UP_MS,
};

export async function metrics(request: HttpRequest, context: ContextLog, of = HERE): Promise<HttpResponseInit> {
  demandToken(request, context, of.environment);
  const body = textOf(await samplesNow(context, of));
  return sending(request, { status: 200, headers: { 'content-type': CONTENT_TYPE }, body });
}

/** All that is declared and known, wherever it is told. */
export async function samplesNow(context: ContextLog, of: Asked = HERE): Promise<readonly Sample[]> {
  const database = await partOfDatabase(of, context);
  return [
    ...database,
    ...(opened && opened.by === of.application() ? collectorOwn(opened.app) : []),
    ...processSamples(),
    ...counters.samples(),
    sample('emmlens_push_waiting_bytes', [], waitingBytes()),
  ];
}

function demandToken({ headers }: HttpRequest, context: ContextLog, environment: Environment): void {
  const references = metricsTokens(environment) ?? [];
  if (references.length === 0)
    throw new ApiError(404, 'metrics-off', 'No metrics are told.', 'METRICS_TOKENS names no token that can be read.');
  const { secrets, problems } = readKeys(references);
  if (isOneOf(bearerOf(headers), secrets)) return;
  for (const problem of problems) loggerOver(context).error(`metrics cannot tell whether a token is right: ${problem}`);
  if (problems.length > 0)
    throw new ApiError(503, 'not-ready', 'A token cannot be read.', 'The log of the collector says which, and why.');
  throw new WrongToken();
}

class WrongToken extends ApiError {
  override readonly headers = { 'www-authenticate': 'Bearer' };
  constructor() {
    super(401, 'token', 'The token is missing or wrong.', 'Send Authorization: Bearer TOKEN.');
  }
}

interface Told {
  readonly at: number;
  readonly samples: readonly Sample[];
}
/** Who waits for connections is told above all where the database does not answer; not of one that was left since. */
let opened: { readonly by: Promise<Application>; readonly app: Application } | null = null;
let told: Told | null = null;
let asking: { readonly since: number; readonly samples: Promise<readonly Sample[]> } | null = null;

/** One at a time: a scrape that the database leaves waiting is not followed by another beside it, until it is given up. */
async function partOfDatabase(of: Asked, context: ContextLog): Promise<readonly Sample[]> {
  if (told && performance.now() - told.at < KEPT_MS) return told.samples;
  const app = of.application();
  if (!app) {
    loggerOver(context).info('metrics: the database is not open yet, and is told as away');
    return AWAY;
  }
  if (!asking || performance.now() - asking.since >= of.givenUpMs) asking = begin(app);
  const patience = new AbortController();
  const late = delay(of.waitsMs, null, { signal: patience.signal, ref: false }).catch(() => null);
  try {
    const samples = await Promise.race([asking.samples, late]);
    if (samples) return samples;
    loggerOver(context).warn('metrics: the database takes too long, and is told as away');
  } catch (error) {
    loggerOver(context).warn(`metrics: the database cannot be asked (${describeError(error).code})`);
  } finally {
    patience.abort();
  }
  return AWAY;
}

const AWAY: readonly Sample[] = [sample('emmlens_database_up', [], 0)];

function begin(app: Promise<Application>): NonNullable<typeof asking> {
  const own = {
    since: performance.now(),
    samples: ask(app).finally(() => {
      if (asking === own) asking = null;
    }),
  };
  return own;
}

async function ask(opening: Promise<Application>): Promise<readonly Sample[]> {
  const began = performance.now();
  const app = await opening;
  opened = { by: opening, app };
  const own = await databaseSamples(app);
  const at = performance.now();
  const samples: readonly Sample[] = [
    sample('emmlens_database_up', [], 1),
    sample('emmlens_database_collect_seconds', [], (at - began) / 1000),
    ...own,
  ];
  told = { at, samples };
  return samples;
}
