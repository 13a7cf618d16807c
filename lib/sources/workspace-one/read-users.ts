// Enrolment users: a full pass with each poll; what the directory said of them is a request each, where it is collected.
import { AskedParts } from '../asked.ts';
import type { CollectedEntity, Collection } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import { BEGINNING } from '../offset-pages.ts';
import type { Progress } from '../progress.ts';
import { readWholeList, rowsAlone } from '../whole-list.ts';
import type { WireRecord } from '../wire.ts';
import type { WorkspaceOneCheckpoint } from './checkpoint.ts';
import type { WorkspaceOneClient } from './client.ts';
import type { WorkspaceOneConfig } from './config.ts';

const dataset = 'emm_user' as const;

export interface UserReading {
  readonly client: WorkspaceOneClient;
  readonly config: WorkspaceOneConfig;
  readonly collection: Collection;
  readonly progress: Progress<WorkspaceOneCheckpoint>;
}

/** The first requests of a poll. Throws SourceError, `incomplete` among them. */
export function readUsers(reading: UserReading): AsyncGenerator<PollStep, unknown, void> {
  const { client, config, collection, progress } = reading;
  const list = {
    path: '/api/system/users/search',
    query: { locationgroupId: config.organizationGroupId },
    key: 'Users',
  };
  const [user, more] = [collection.entity('user'), collection.entity('userV2')];
  const parts = new AskedParts();
  const rowsOf = (records: readonly WireRecord[]) =>
    inParallel(records, config.parallelRequests, (record) => rowOf(client, parts, user, more, record));
  return readWholeList({
    dataset,
    state: progress.now.users,
    begin: () => BEGINNING,
    pages: (from) => client.pages(list, from),
    page: rowsAlone(dataset, rowsOf),
    checkpoint: (users) => progress.with({ users }),
    lacking: () => parts.lacking,
  });
}

/** What the directory said comes first: the account's name is a UPN in some installations alone. */
async function rowOf(
  client: WorkspaceOneClient,
  parts: AskedParts,
  user: CollectedEntity,
  more: CollectedEntity,
  record: WireRecord,
): Promise<MappedRow> {
  const uuid = record.Uuid;
  const asked = more.parameters.length > 0 && typeof uuid === 'string';
  const row: MappedRow = { attributes: {} };
  if (asked) {
    const path = `/api/system/users/${encodeURIComponent(uuid)}`;
    const about = { id: uuid, as: 'uuid' };
    const detail = await parts.ask(more.name, row, more.parameters, () =>
      client.record(path, more.parameters, { version: 2, about }),
    );
    if (detail) mapRecord(more.parameters, detail, row);
  }
  return mapRecord(user.parameters, record, row);
}
