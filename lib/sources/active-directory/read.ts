// One poll of a directory: connect, ask the server what it is, read it. A server that is busy or shutting down is asked
// again on a new connection until the time budget is used up; wrong passwords never are.
import { setTimeout as wait } from 'node:timers/promises';
import { SourceError } from '../../errors.ts';
import type { Collection } from '../collection.ts';
import type { Description, PollContext, PollStep } from '../contract.ts';
import { DirectoryClient } from './client.ts';
import type { DirectoryConfig } from './config.ts';
import { abortedError, TRANSIENT } from './errors.ts';
import { readActiveDirectory } from './read-active-directory.ts';
import { readOpenldap } from './read-openldap.ts';
import { describeServer, readPosition, readServer, type Server, serverRow } from './server.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** What this poll knows of the server. */
export interface Found {
  server: Server | null;
}

/** Steps of one poll. An attempt that fails half-way starts its pass again, which forgets what the former one had seen. */
export async function* readDirectory(
  config: DirectoryConfig,
  collection: Collection,
  context: PollContext,
  found: Found,
): AsyncGenerator<PollStep, void, void> {
  for (let delay = FIRST_WAIT_MS; ; delay = Math.min(2 * delay, LONGEST_WAIT_MS)) {
    try {
      return yield* readOnce(config, collection, context, found);
    } catch (error) {
      if (!(error instanceof SourceError) || !TRANSIENT.has(error.code)) throw error;
      // Once: it may go on until the time budget is used up, which then is the code of the poll.
      const level = delay === FIRST_WAIT_MS ? 'warn' : 'debug';
      context.log[level]('Directory: busy, tries again', { code: error.code, delayMs: delay });
      await pause(delay, context.signal);
    }
  }
}

async function* readOnce(
  config: DirectoryConfig,
  collection: Collection,
  context: PollContext,
  found: Found,
): AsyncGenerator<PollStep, void, void> {
  const client = await DirectoryClient.open(config, context.signal);
  try {
    const server = await readServer(client, config, collection);
    found.server = server;
    const reading = { client, config, collection, context, server };
    if (server.flavour === 'openldap') {
      yield* serverPass(serverRow(collection, config, server, null));
      yield* readOpenldap(reading);
    } else {
      const { position, ntdsDsa } = await readPosition(client, server);
      yield* serverPass(serverRow(collection, config, server, ntdsDsa));
      yield* readActiveDirectory(reading, position);
    }
  } finally {
    client.close();
  }
}

function* serverPass(row: ReturnType<typeof serverRow>): Generator<PollStep, void, void> {
  const dataset = 'infrastructure';
  yield { dataset, pass: 'start' };
  yield { dataset, rows: [row] };
  // A base search answers with its one entry or an error: there is nothing else that it could have left out.
  yield { dataset, complete: { marker: 'root-entry', rows: 1 } };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch {
    throw abortedError(signal);
  }
}

/** Product and version; by a connection of its own where the poll has not met the server yet. */
export async function describeDirectory(
  config: DirectoryConfig,
  collection: Collection,
  context: PollContext,
  { server }: Found,
): Promise<Description> {
  if (server) return describeServer(server);
  const client = await DirectoryClient.open(config, context.signal);
  try {
    return describeServer(await readServer(client, config, collection));
  } finally {
    client.close();
  }
}
