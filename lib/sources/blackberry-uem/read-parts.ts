// Configuration and infrastructure: lists of some rows or thousands, each behind its own right and of its own age.
import { SourceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { CollectedEntity, Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { mapRecord } from '../map.ts';
import type { WireRecord } from '../wire.ts';
import type { UemClient } from './client.ts';
import type { Part, PartRecord } from './parts.ts';
import { isAtLeast } from './version.ts';

const UNAVAILABLE = new Set(['http-400', 'http-403', 'http-404', 'http-406']);
const PAGE_SIZE = 1000;

export interface PartReading {
  readonly uem: UemClient;
  readonly collection: Collection;
  readonly dataset: 'configuration' | 'infrastructure';
  readonly parts: readonly Part[];
  /** Of the server, so that what it is too old for is not asked for. */
  readonly version: string;
  readonly log: Logger;
}

/** A part that this account may not read leaves the pass incomplete; what the others hold is kept. */
export async function* readParts(reading: PartReading): AsyncGenerator<PollStep, void, void> {
  const { dataset, log } = reading;
  const parts = wanted(reading);
  if (parts.length === 0) return;
  yield { dataset, pass: 'start' };
  // Several parts are in one answer.
  const answers = new Map<string, WireRecord>();
  let count = 0;
  let whole = true;
  for (const part of parts) {
    try {
      for await (const rows of rowsOf(reading, part, answers)) {
        count += rows.length;
        yield { dataset, rows };
      }
    } catch (error) {
      if (!(error instanceof SourceError) || !UNAVAILABLE.has(error.code)) throw error;
      whole = false;
      log.warn('A part of the tenant cannot be read.', { part: part.entity.name, code: error.code });
    }
  }
  if (whole) yield { dataset, complete: { marker: 'all-parts-read', rows: count, offsetPaged: true } };
}

function wanted({ collection, parts, version }: PartReading): readonly Part[] {
  return parts.filter(({ entity, since }) => isCollected(collection.entity(entity.name)) && isAtLeast(version, since));
}

/** A list of keys alone would say nothing. */
const isCollected = ({ parameters }: CollectedEntity): boolean => parameters.some((p) => p.field !== 'external_id');

async function* rowsOf(
  reading: PartReading,
  part: Part,
  answers: Map<string, WireRecord>,
): AsyncGenerator<readonly SourceRow[], void, void> {
  const { uem, collection, dataset } = reading;
  const { path, type, pages: name } = part;
  const { parameters } = collection.entity(part.entity.name);
  const kind = dataset === 'configuration' ? 'kind' : 'component';
  const map = ({ record, id }: PartRecord): SourceRow => ({
    ...mapRecord(parameters, record),
    [kind]: part.kind,
    ...(id === undefined ? {} : { external_id: id }),
  });
  if (name !== undefined) {
    for await (const page of uem.pages({ path, type, name, pageSize: PAGE_SIZE }))
      yield part.records({ [name]: page.records }, uem.tenantId).map(map);
    return;
  }
  const answer = answers.get(path) ?? (await uem.get(path, type));
  answers.set(path, answer);
  yield part.records(answer, uem.tenantId).map(map);
}
