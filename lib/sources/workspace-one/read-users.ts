// Enrolment users: a full pass with each poll; what the directory said of them is a request each, where it is collected.
import type { CollectedEntity, Collection } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import type { WireRecord } from '../wire.ts';
import type { WorkspaceOneClient } from './client.ts';
import type { WorkspaceOneConfig } from './config.ts';

const dataset = 'emm_user' as const;

export interface UserReading {
  readonly client: WorkspaceOneClient;
  readonly config: WorkspaceOneConfig;
  readonly collection: Collection;
}

/** Throws SourceError. Nothing is handed on before the server let us in: a wrong password must not be tried twice. */
export async function* readUsers(reading: UserReading): AsyncGenerator<PollStep, void, void> {
  const { client, config, collection } = reading;
  const list = {
    path: '/api/system/users/search',
    query: { locationgroupId: config.organizationGroupId },
    key: 'Users',
  };
  const [user, more] = [collection.entity('user'), collection.entity('userV2')];
  const pages = client.pages(list);
  let page = await pages.next();
  yield { dataset, pass: 'start' };
  for (; !page.done; page = await pages.next()) {
    const { records } = page.value;
    yield { dataset, rows: await inParallel(records, config.parallelRequests, (r) => rowOf(client, user, more, r)) };
  }
  yield { dataset, complete: page.value };
}

/** What the directory said comes first: the account's name is a UPN in some installations alone. */
async function rowOf(
  client: WorkspaceOneClient,
  user: CollectedEntity,
  more: CollectedEntity,
  record: WireRecord,
): Promise<MappedRow> {
  const uuid = record.Uuid;
  const asked = more.parameters.length > 0 && typeof uuid === 'string';
  const detail = asked
    ? await client.record(`/api/system/users/${encodeURIComponent(uuid)}`, more.parameters, { version: 2 })
    : null;
  return mapRecord(user.parameters, record, detail === null ? undefined : mapRecord(more.parameters, detail));
}
