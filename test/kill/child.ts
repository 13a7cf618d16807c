// A collector without its host: the application as the functions use it. It is told on standard input what to do, one
// JSON line after the other, and answers each on standard output. What it logs goes to standard error.
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Application, application, pollDependencies, polledHere, stopApplication } from '../../lib/app.ts';
import { decideHolds } from '../../lib/ingest/holds.ts';
import { carryOutApproved } from '../../lib/ingest/poll.ts';
import { type ContextLog, loggerOver } from '../../lib/log.ts';
import { retentionTick } from '../../lib/operations/duties.ts';
import { pollNow } from '../../lib/operations/poll-source.ts';
// Loaded before the first command, so that commands take as long as their work.
import '../../lib/net/client.ts';
import '../../lib/retention/retention.ts';
import '../../lib/sources/active-directory/index.ts';
import '../../lib/sources/intune/index.ts';
import { commitsSoFar, watchCommits } from './commits.ts';

const step = z.union([
  z.object({ open: z.literal(true) }),
  /** Several are polled at once. */
  z.object({ poll: z.array(z.string()) }),
  z.object({ retention: z.literal(true) }),
  z.object({ decide: z.enum(['approved', 'rejected']), source: z.string() }),
]);
export type Step = z.infer<typeof step>;

const stop = z.object({ purpose: z.string(), occurrence: z.int(), side: z.enum(['before', 'sent', 'after']) });
const command = z.object({ steps: z.array(step), stop: stop.nullable() });
export type Command = z.infer<typeof command>;

const errors: string[] = [];
const log: ContextLog = {
  debug: () => {},
  info: console.error,
  warn: console.error,
  error: (line: unknown) => {
    errors.push(String(line));
    console.error(line);
  },
};

async function take(app: Application, todo: Step): Promise<string[]> {
  if ('poll' in todo) return Promise.all(todo.poll.map((name) => pollOf(app, name)));
  if ('retention' in todo) await retentionTick(log);
  if ('decide' in todo) await decide(app, todo);
  return [];
}

const sourceOf = (app: Application, name: string) => {
  const source = polledHere(app.sources, app.settings).find((one) => one.name === name);
  if (!source) throw new RangeError(`no source ${name}`);
  return source;
};

async function pollOf(app: Application, name: string): Promise<string> {
  const receipt = await pollNow(app, sourceOf(app, name), loggerOver(log));
  return receipt === null ? 'leased' : (receipt.error?.code ?? receipt.outcome);
}

/** As the endpoints do it. */
async function decide(app: Application, todo: Extract<Step, { decide: unknown }>): Promise<void> {
  await decideHolds(app.store, todo.source, todo.decide);
  if (todo.decide !== 'approved') return;
  const logger = loggerOver(log);
  await carryOutApproved({ ...(await pollDependencies(app, sourceOf(app, todo.source), logger)), log: logger });
}

const say = (event: object): void => console.log(JSON.stringify(event));

// Killed processes would never write it.
flushCompileCache();
say({ ready: true });
for await (const line of createInterface(process.stdin)) {
  const { steps, stop } = command.parse(JSON.parse(line));
  watchCommits(stop);
  const began = performance.now();
  const outcomes: string[] = [];
  const app = await application();
  for (const todo of steps) outcomes.push(...(await take(app, todo)));
  say({
    done: { outcomes, errors: errors.splice(0), commits: commitsSoFar(), milliseconds: performance.now() - began },
  });
}
await stopApplication();
