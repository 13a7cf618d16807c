// The small lists: users, apps of the catalogue, labels, VPP accounts, and the server itself. Each is behind a role of its own.
import type { Logger } from '../../logger.ts';
import type { Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { mapRecord } from '../map.ts';
import { BEGINNING } from '../offset-pages.ts';
import type { Parameter } from '../parameters.ts';
import { type Part, readParts } from '../parts.ts';
import type { Progress } from '../progress.ts';
import { readWholeList } from '../whole-list.ts';
import type { WireRecord } from '../wire.ts';
import type { EpmmCheckpoint, UsersState } from './checkpoint.ts';
import type { EpmmClient } from './client.ts';
import { appStoreApp, label, system, vppAccount } from './parameters-system.ts';
import { authorizedUser } from './parameters-user.ts';

const PAGE_SIZE = 200;
const VPP_PAGE_SIZE = 50;

export interface ListReading {
  readonly epmm: EpmmClient;
  readonly collection: Collection;
  readonly progress: Progress<EpmmCheckpoint>;
  readonly log: Logger;
}

/** The first requests of a poll; gives whether each user had an id of its own. Throws SourceError. */
export async function* readUsers({ epmm, collection, progress }: ListReading): AsyncGenerator<PollStep, boolean, void> {
  const dataset = 'emm_user';
  const { path, parameters } = collection.entity(authorizedUser.name);
  const isIdentified = ({ uuid, principal }: WireRecord) => typeof uuid === 'string' || typeof principal !== 'string';
  const { identified } = yield* readWholeList({
    dataset,
    state: progress.now.users,
    begin: () => ({ ...BEGINNING, identified: true }),
    pages: (from) => epmm.pages(path, { order: { sortOrder: 'ASC' } }, PAGE_SIZE, from),
    async *page({ records }, state: UsersState): AsyncGenerator<PollStep, UsersState, void> {
      yield { dataset, rows: rowsOf(parameters, records) };
      return { ...state, identified: state.identified && records.every(isIdentified) };
    },
    checkpoint: (users) => progress.with({ users }),
  });
  return identified;
}

/** How a list ends: absent in two passes in a row is gone. */
const proof = { marker: 'rows-equal-total', offsetPaged: true } as const;

/** What administrators set up. */
export const readConfiguration = (reading: ListReading): AsyncGenerator<PollStep, void, void> =>
  readParts({
    dataset: 'configuration',
    proof,
    log: reading.log,
    parts: [
      listOf(reading, appStoreApp.name, { kind: 'application' }, PAGE_SIZE),
      listOf(reading, label.name, { kind: 'label' }, PAGE_SIZE),
    ],
  });

/** What keeps EPMM running. */
export const readInfrastructure = (reading: ListReading): AsyncGenerator<PollStep, void, void> =>
  readParts({
    dataset: 'infrastructure',
    proof,
    log: reading.log,
    parts: [serverOf(reading), listOf(reading, vppAccount.name, { component: 'vpp-token' }, VPP_PAGE_SIZE)],
  });

const listOf = ({ epmm, collection }: ListReading, name: string, key: SourceRow, pageSize: number): Part => ({
  name,
  async *rows() {
    const { path, parameters } = collection.entity(name);
    for await (const { records } of epmm.pages(path, {}, pageSize))
      yield rowsOf(parameters, records).map((row) => ({ ...row, ...key }));
  },
});

const serverOf = ({ epmm, collection }: ListReading): Part => ({
  name: system.name,
  async *rows() {
    const { path, parameters } = collection.entity(system.name);
    const record = await epmm.record(path);
    const server = { component: 'server', external_id: 'epmm', name: 'Ivanti EPMM' };
    yield rowsOf(parameters, [record]).map((row) => ({ ...row, ...server }));
  },
});

const rowsOf = (parameters: readonly Parameter[], records: readonly WireRecord[]): readonly SourceRow[] =>
  records.map((record) => mapRecord(parameters, record));
