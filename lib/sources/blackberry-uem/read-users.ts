// Users: a full pass each poll, since UEM has no change feed.
import type { CollectedEntity } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { mapRecord } from '../map.ts';
import { BEGINNING, type Place } from '../offset-pages.ts';
import type { Progress } from '../progress.ts';
import { readWholeList, rowsAlone } from '../whole-list.ts';
import type { WireRecord } from '../wire.ts';
import type { UemCheckpoint } from './checkpoint.ts';
import type { UemClient } from './client.ts';
import { recordsAbout } from './parts.ts';

const dataset = 'emm_user' as const;

export interface UserReading {
  readonly uem: UemClient;
  readonly entity: CollectedEntity;
  readonly progress: Progress<UemCheckpoint>;
  readonly pageSize: number;
}

/** The list of users; by name they stand in an order that is the same for all pages. */
export const userPages = (uem: UemClient, pageSize: number, from: Place) =>
  uem.pages({ path: '/users', type: 'users', name: 'users', pageSize, sortBy: 'username ASC' }, from);

/** The devices of one of them; null where UEM says nothing of them. Throws SourceError. */
export async function userDevices(uem: UemClient, userGuid: string): Promise<readonly WireRecord[] | null> {
  const answer = await uem.find(`/users/${encodeURIComponent(userGuid)}/userDevices`, 'userdevices');
  return answer === null ? null : recordsAbout(answer, 'userDevices', { users: userGuid });
}

/** Throws SourceError, `incomplete` among them. */
export const readUsers = ({ uem, entity, progress, pageSize }: UserReading): AsyncGenerator<PollStep, unknown, void> =>
  readWholeList({
    dataset,
    state: progress.now.users,
    begin: () => BEGINNING,
    pages: (from) => userPages(uem, pageSize, from),
    page: rowsAlone(dataset, (records) => records.map((record) => mapRecord(entity.parameters, record))),
    checkpoint: (users) => progress.with({ users }),
  });
