// Users, by offset pages: a full pass each poll, since UEM has no change feed. It can be resumed at any page.
import type { CollectedEntity } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { mapRecord } from '../map.ts';
import { readPass } from '../resumed-pass.ts';
import type { Progress, UsersState } from './checkpoint.ts';
import type { UemClient } from './client.ts';

const dataset = 'emm_user' as const;

export interface UserReading {
  readonly uem: UemClient;
  readonly entity: CollectedEntity;
  readonly progress: Progress;
  readonly pageSize: number;
}

/** The list of users; by name they stand in an order that is the same for all pages. */
export const userPages = (uem: UemClient, pageSize: number, from: number) =>
  uem.pages({ path: '/users', type: 'users', name: 'users', pageSize, sortBy: 'username ASC' }, from);

/** Throws SourceError, `incomplete` among them. */
export async function* readUsers(reading: UserReading): AsyncGenerator<PollStep, void, void> {
  const { progress } = reading;
  yield* readPass({
    state: progress.users,
    read: (state) => readFrom(reading, state),
    forget: () => ({ dataset, rows: [], checkpoint: progress.withUsers(null) }),
  });
}

async function* readFrom(reading: UserReading, state: UsersState | null): AsyncGenerator<PollStep, void, void> {
  const { uem, entity, progress, pageSize } = reading;
  // A pass that starts over must not be taken up again in the middle of the former one.
  if (state === null) yield { dataset, pass: 'start', checkpoint: progress.withUsers(null) };
  const pages = userPages(uem, pageSize, state?.offset ?? 0);
  let page = await pages.next();
  for (; !page.done; page = await pages.next()) {
    const { records, next } = page.value;
    const rows = records.map((record) => mapRecord(entity.parameters, record));
    yield next === null ? { dataset, rows } : { dataset, rows, checkpoint: progress.withUsers({ offset: next }) };
  }
  yield { dataset, complete: page.value, checkpoint: progress.withUsers(null) };
}
