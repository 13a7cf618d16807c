// Accounts of the tenant: a full pass each poll, since there is no change feed. It can be resumed at any page.
import { SourceError } from '../../errors.ts';
import type { CollectedEntity } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { mapRecord } from '../map.ts';
import type { Progress } from './checkpoint.ts';
import type { NeuronsClient } from './client.ts';
import { account } from './parameters-user.ts';

const dataset = 'emm_user' as const;

export interface UserReading {
  readonly neurons: NeuronsClient;
  readonly entity: CollectedEntity;
  readonly progress: Progress;
}

/** Goes on where the checkpoint says. Throws SourceError, `incomplete` among them. */
export async function* readUsers(reading: UserReading): AsyncGenerator<PollStep, void, void> {
  const { progress } = reading;
  if (progress.users !== null) {
    try {
      return yield* readPass(reading, progress.users.start);
    } catch (error) {
      if (!mustStartOver(error)) throw error;
    }
  }
  // A pass that starts over must not be taken up again in the middle of the former one.
  yield { dataset, pass: 'start', checkpoint: progress.withUsers(null) };
  try {
    yield* readPass(reading, 0);
  } catch (error) {
    // Where it is taken up again, what it has missed so far would be missed again.
    if (mustStartOver(error)) yield { dataset, rows: [], checkpoint: progress.withUsers(null) };
    throw error;
  }
}

async function* readPass(reading: UserReading, from: number): AsyncGenerator<PollStep, void, void> {
  const { neurons, entity, progress } = reading;
  const pages = neurons.pages(account.path, {}, from);
  let page = await pages.next();
  for (; !page.done; page = await pages.next()) {
    const { records, next } = page.value;
    const rows = records.map((record) => mapRecord(entity.parameters, record));
    yield next === null ? { dataset, rows } : { dataset, rows, checkpoint: progress.withUsers({ start: next }) };
  }
  yield { dataset, complete: page.value, checkpoint: progress.withUsers(null) };
}

/** The list has become shorter than where the last poll stopped, or another one: only a new pass mends that. */
export const mustStartOver = (error: unknown): boolean =>
  error instanceof SourceError && ['incomplete', 'repeated-page', 'http-400'].includes(error.code);
