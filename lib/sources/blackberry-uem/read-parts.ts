// Configuration and infrastructure: lists of some rows or thousands, each behind its own right and of its own age.

import type { Logger } from '../../logger.ts';
import { mapInTurns } from '../../turns.ts';
import type { CollectedEntity, Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { mapRecord } from '../map.ts';
import { readParts } from '../parts.ts';
import type { WireRecord } from '../wire.ts';
import type { UemClient } from './client.ts';
import type { PartRecord, UemPart } from './parts.ts';
import { isAtLeast } from './version.ts';

const PAGE_SIZE = 1000;

export interface UemPartReading {
  readonly uem: UemClient;
  readonly collection: Collection;
  readonly dataset: 'configuration' | 'infrastructure';
  readonly parts: readonly UemPart[];
  /** Of the server, so that what it is too old for is not asked for. */
  readonly version: string;
  readonly log: Logger;
}

/** Throws SourceError. */
export function readUemParts(reading: UemPartReading): AsyncGenerator<PollStep, void, void> {
  const { dataset, log } = reading;
  // Several parts are in one answer.
  const answers = new Map<string, WireRecord>();
  const parts = wanted(reading).map((part) => ({
    name: part.entity.name,
    rows: () => rowsOf(reading, part, answers),
  }));
  return readParts({ dataset, parts, proof: { marker: 'all-parts-read', offsetPaged: true }, log });
}

function wanted({ collection, parts, version }: UemPartReading): readonly UemPart[] {
  return parts.filter(({ entity, since }) => isCollected(collection.entity(entity.name)) && isAtLeast(version, since));
}

/** A list of keys alone would say nothing. */
const isCollected = ({ parameters }: CollectedEntity): boolean => parameters.some((p) => p.field !== 'external_id');

async function* rowsOf(
  reading: UemPartReading,
  part: UemPart,
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
  yield await mapInTurns(part.records(answer, uem.tenantId), map);
}
