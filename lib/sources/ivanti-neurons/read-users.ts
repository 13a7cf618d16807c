// Accounts of the tenant: a full pass each poll, since there is no change feed.
import type { CollectedEntity } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { mapRecord } from '../map.ts';
import { BEGINNING } from '../offset-pages.ts';
import type { Progress } from '../progress.ts';
import { readWholeList, rowsAlone } from '../whole-list.ts';
import type { NeuronsCheckpoint } from './checkpoint.ts';
import type { NeuronsClient } from './client.ts';
import { account } from './parameters-user.ts';

const dataset = 'emm_user' as const;

export interface UserReading {
  readonly neurons: NeuronsClient;
  readonly entity: CollectedEntity;
  readonly progress: Progress<NeuronsCheckpoint>;
}

/** Throws SourceError, `incomplete` among them. */
export const readUsers = ({ neurons, entity, progress }: UserReading): AsyncGenerator<PollStep, unknown, void> =>
  readWholeList({
    dataset,
    state: progress.now.users,
    begin: () => BEGINNING,
    pages: (from) => neurons.pages(account.path, {}, from),
    page: rowsAlone(dataset, (records) => records.map((record) => mapRecord(entity.parameters, record))),
    checkpoint: (users) => progress.with({ users }),
  });
