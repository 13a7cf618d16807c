// POST /api/ingest/{source}: lines that shippers push. What an operator can mend is answered 503: they keep what they have,
// and drop what any 4xx refuses. docs/promises.md has the answers.
import { once } from 'node:events';
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { type Application, type ConfiguredSource, inBackground, pushDependencies } from '../app.ts';
import { bearerOf, isOneOf, readKeys } from '../http/keys.ts';
import { INGEST_KEY_HEADER } from '../http/principal.ts';
import { ApiError } from '../http/problem.ts';
import { BODY_BYTES, type PushedBody, pushedBodyOf, tooLarge } from '../http/pushed-body.ts';
import { UNNAMED } from '../ingest/log-window.ts';
import type { PushedBatch, Pushes, PushReceipt, Refusal } from '../ingest/push.ts';
import { loggerOver } from '../log.ts';
import { counters } from '../metrics/counters.ts';
import type { SecretReference } from '../secrets.ts';
import type { LogReader } from '../sources/contract.ts';
import { SENDER } from './ingest-operation.ts';

type PushedBatchLines = Awaited<ReturnType<PushedBatch['lines']>>;

/** Shippers wait for 30 s and more. */
const WAIT_MS = 20_000;
/** Of bodies that wait or are read, as they were sent; they are held until all of a batch is written. */
const MOST_BYTES = 3 * BODY_BYTES;
let underWay = 0;

export const waitingBytes = (): number => underWay;

export async function ingest(
  app: Application,
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  // Before anything is looked up: whoever has no key at all must not learn which sources there are.
  const key = keyIn(request);
  if (key === '') throw wrongKey();
  const source = app.sources.find(({ name }) => name === request.params.source);
  if (!source || !('config' in source) || !source.config.push) throw notReady();
  demandKey(key, source.config.push.keys, context);
  if (!source.config.enabled) throw notReady();
  const receipt = await pushed(app, source, request);
  count(source.name, receipt);
  if (typeof receipt === 'string') {
    loggerOver(context).warn(`ingest for ${source.name} has to wait: ${receipt}`);
    throw notReady();
  }
  return { status: 202, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(receipt) };
}

function count(source: string, receipt: PushReceipt | Refusal): void {
  counters.add('emmlens_push_batches_total', [source, typeof receipt === 'string' ? receipt : 'stored']);
  if (typeof receipt === 'string') return;
  for (const [result, lines] of Object.entries(receipt))
    counters.add('emmlens_push_lines_total', [source, result], lines);
}

/** Whoever has no key learns nothing more. */
const notReady = (): ApiError =>
  new ApiError(
    503,
    'not-ready',
    'The source cannot take lines now.',
    'Send them again. GET /api/sources says what is wrong: it is not configured for pushing, disabled, misconfigured, was never polled, or is written by others.',
  );

/** `Authorization: Bearer <key>`, or a header of its own; empty where there is neither. */
function keyIn({ headers }: HttpRequest): string {
  return (headers.get(INGEST_KEY_HEADER) ?? bearerOf(headers)).trim();
}

/** Throws ApiError 401 for a wrong key alone. */
function demandKey(given: string, keys: readonly SecretReference[], context: InvocationContext): void {
  const { secrets, problems } = readKeys(keys);
  if (isOneOf(given, secrets)) return;
  for (const problem of problems) loggerOver(context).error(`ingest cannot tell whether a key is right: ${problem}`);
  if (problems.length > 0) throw notReady();
  throw wrongKey();
}

const wrongKey = (): ApiError =>
  new ApiError(
    401,
    'key',
    'The key is missing or wrong.',
    `Send a key of this source: Authorization: Bearer KEY, or ${INGEST_KEY_HEADER}: KEY.`,
  );

/** In the background from there on: what was begun is known again, also where the answer comes too late. */
async function pushed(
  app: Application,
  source: ConfiguredSource,
  request: HttpRequest,
): Promise<PushReceipt | Refusal> {
  const sender = senderOf(request);
  const body = pushedBodyOf(request);
  const bytes = Number(request.headers.get('content-length')) || 0;
  if (underWay > 0 && underWay + bytes > MOST_BYTES) return 'busy';
  underWay += bytes;
  const deadline = AbortSignal.timeout(WAIT_MS);
  const late = once(deadline, 'abort').then((): Refusal => 'busy');
  const work = (async () => {
    const [pushes, of] = await Promise.all([pushing(), pushDependencies(app, source)]);
    if (of === null) return 'unprepared';
    return pushes.push(of, { sender, lines: () => linesIn(body, of.connector) }, deadline);
  })().finally(() => {
    underWay -= bytes;
  });
  inBackground(work);
  return Promise.race([work, late]);
}

let shared: Promise<Pushes> | undefined;
/** One for all requests: they wait for each other. */
const pushing = (): Promise<Pushes> => {
  shared ??= import('../ingest/push.ts').then(({ Pushes }) => new Pushes());
  return shared;
};

/** Unpacked when it is the request's turn, so that those that wait hold no more than was sent. */
async function linesIn({ kind, bytes }: PushedBody, { goesOn }: Pick<LogReader, 'goesOn'>): Promise<PushedBatchLines> {
  const { linesOfBody } = await import('../sources/logs/pushed/body.ts');
  const lines = await linesOfBody(await bytes(), kind, goesOn);
  if (lines === null) throw tooLarge();
  return lines;
}

function senderOf({ url }: HttpRequest): string {
  const [sender = UNNAMED, ...more] = new URL(url).searchParams.getAll('sender');
  if (more.length === 0 && (sender === UNNAMED || SENDER.test(sender))) return sender;
  throw new ApiError(
    503,
    'sender',
    'The name of the sender cannot be used.',
    'Give one: letters, digits, dots, underscores and hyphens, 64 at most.',
  );
}
