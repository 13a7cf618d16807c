// Accounts of the tenant: a full pass each poll, since there is no change feed. It can be resumed at any page.
import type { CollectedEntity } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { mapRecord } from '../map.ts';
import { readPass } from '../resumed-pass.ts';
import type { Progress, UsersState } from './checkpoint.ts';
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
  yield* readPass({
    state: progress.users,
    read: (state) => readFrom(reading, state),
    forget: () => ({ dataset, rows: [], checkpoint: progress.withUsers(null) }),
  });
}

async function* readFrom(reading: UserReading, state: UsersState | null): AsyncGenerator<PollStep, void, void> {
  const { neurons, entity, progress } = reading;
  // A pass that starts over must not be taken up again in the middle of the former one.
  if (state === null) yield { dataset, pass: 'start', checkpoint: progress.withUsers(null) };
  const pages = neurons.pages(account.path, {}, state?.start ?? 0);
  let page = await pages.next();
  for (; !page.done; page = await pages.next()) {
    const { records, next } = page.value;
    const rows = records.map((record) => mapRecord(entity.parameters, record));
    yield next === null ? { dataset, rows } : { dataset, rows, checkpoint: progress.withUsers({ start: next }) };
  }
  yield { dataset, complete: page.value, checkpoint: progress.withUsers(null) };
}
