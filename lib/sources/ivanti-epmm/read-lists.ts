// The small lists: users, apps of the catalogue, labels, VPP accounts, and the server itself. Each is behind a role of its own.
import { SourceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Collection } from '../collection.ts';
import type { PollStep, Proof, SourceRow } from '../contract.ts';
import { mapRecord } from '../map.ts';
import type { Parameter } from '../parameters.ts';
import type { WireRecord } from '../wire.ts';
import type { EpmmClient } from './client.ts';
import { appStoreApp, label, system, vppAccount } from './parameters-system.ts';
import { authorizedUser } from './parameters-user.ts';

const PAGE_SIZE = 200;
const VPP_PAGE_SIZE = 50;

export interface ListReading {
  readonly epmm: EpmmClient;
  readonly collection: Collection;
  readonly log: Logger;
}

/** Users, as a whole each time; gives whether each had an id of its own. Throws SourceError. */
export async function* readUsers({ epmm, collection }: ListReading): AsyncGenerator<PollStep, boolean, void> {
  const dataset = 'emm_user';
  const { path, parameters } = collection.entity(authorizedUser.name);
  const pages = epmm.pages(path, {}, PAGE_SIZE);
  // The first request of a poll: a wrong password is told before anything else is asked.
  let step = await pages.next();
  yield { dataset, pass: 'start' };
  let identified = true;
  for (; !step.done; step = await pages.next()) {
    const { records } = step.value;
    identified &&= records.every(({ uuid, principal }) => typeof uuid === 'string' || typeof principal !== 'string');
    yield { dataset, rows: rowsOf(parameters, records) };
  }
  yield { dataset, complete: step.value };
  return identified;
}

/** What administrators set up. */
export const readConfiguration = (reading: ListReading): AsyncGenerator<PollStep, void, void> =>
  readParts(reading, 'configuration', [
    { name: appStoreApp.name, read: (part) => listOf(reading, part, { kind: 'application' }, PAGE_SIZE) },
    { name: label.name, read: (part) => listOf(reading, part, { kind: 'label' }, PAGE_SIZE) },
  ]);

/** What keeps EPMM running. */
export const readInfrastructure = (reading: ListReading): AsyncGenerator<PollStep, void, void> =>
  readParts(reading, 'infrastructure', [
    { name: system.name, read: () => serverOf(reading) },
    { name: vppAccount.name, read: (part) => listOf(reading, part, { component: 'vpp-token' }, VPP_PAGE_SIZE) },
  ]);

type Rows = AsyncGenerator<readonly SourceRow[], void, void>;

interface Part {
  readonly name: string;
  readonly read: (name: string) => Rows;
}

const UNAVAILABLE = new Set(['http-400', 'http-403', 'http-404']);

/** A part that this account may not read, or this version has not, leaves the pass incomplete; the others are kept. */
async function* readParts(
  { log }: ListReading,
  dataset: 'configuration' | 'infrastructure',
  parts: readonly Part[],
): AsyncGenerator<PollStep, void, void> {
  yield { dataset, pass: 'start' };
  let count = 0;
  let whole = true;
  for (const { name, read } of parts)
    try {
      for await (const rows of read(name)) {
        count += rows.length;
        yield { dataset, rows };
      }
    } catch (error) {
      if (!(error instanceof SourceError) || !UNAVAILABLE.has(error.code)) throw error;
      whole = false;
      log.warn('A part of the management system cannot be read.', { part: name, code: error.code });
    }
  const complete: Proof = { marker: 'rows-equal-total', rows: count, offsetPaged: true };
  if (whole) yield { dataset, complete };
}

async function* listOf({ epmm, collection }: ListReading, name: string, key: SourceRow, pageSize: number): Rows {
  const { path, parameters } = collection.entity(name);
  for await (const { records } of epmm.pages(path, {}, pageSize))
    yield rowsOf(parameters, records).map((row) => ({ ...row, ...key }));
}

async function* serverOf({ epmm, collection }: ListReading): Rows {
  const { path, parameters } = collection.entity(system.name);
  const record = await epmm.record(path);
  const server = { component: 'server', external_id: 'epmm', name: 'Ivanti EPMM' };
  if (record) yield rowsOf(parameters, [record]).map((row) => ({ ...row, ...server }));
}

const rowsOf = (parameters: readonly Parameter[], records: readonly WireRecord[]): readonly SourceRow[] =>
  records.map((record) => mapRecord(parameters, record));
