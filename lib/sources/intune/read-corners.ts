// Certificates, tokens, connectors, licences, counters, the tenant, and what administrators set up: small lists, each
// behind its own permission.

import type { Logger } from '../../logger.ts';
import { mapInTurns } from '../../turns.ts';
import type { Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import type { GraphClient } from '../graph/client.ts';
import { mapRecord } from '../map.ts';
import { type Part, readParts } from '../parts.ts';
import { smallList } from '../small-list.ts';
import { saysNothing, type WireRecord } from '../wire.ts';
import { selectOf } from './parameters.ts';
import { type Corner, corners } from './parameters-infrastructure.ts';

export interface CornerReading {
  readonly dataset: 'infrastructure' | 'configuration';
  readonly graph: GraphClient;
  readonly collection: Collection;
  readonly log: Logger;
}

/** Throws SourceError. */
export function readCorners(reading: CornerReading): AsyncGenerator<PollStep, void, void> {
  const { dataset, log } = reading;
  const parts = corners.flatMap((corner) => partsOf(reading, corner));
  return readParts({ dataset, parts, proof: { marker: 'no-next-link' }, log });
}

function partsOf({ dataset, graph, collection }: CornerReading, corner: Corner): readonly Part[] {
  const { entity, component, single, extended } = corner;
  const collected = collection.entity(entity.name);
  // Nothing of the core profile but its key: not asked for.
  if (entity.dataset !== dataset || (extended && collected.parameters.every((p) => p.profile === 'core'))) return [];
  const kind = dataset === 'infrastructure' ? 'component' : 'kind';
  const path = `${entity.path}?$select=${selectOf(collected)}`;
  const rowOf = (record: WireRecord): SourceRow => ({ [kind]: component, ...mapRecord(collected.parameters, record) });
  return [
    {
      name: entity.name,
      async *rows() {
        const records = single ? await one(graph, path, corner) : await all(graph, path);
        yield await mapInTurns(records, rowOf);
      },
    },
  ];
}

async function one(graph: GraphClient, path: string, { optional }: Corner): Promise<readonly WireRecord[]> {
  const record = await graph.record(path, optional ? [404] : []);
  if (record && (record.id ?? record.intuneAccountId)) return [record];
  if (optional) return [];
  throw saysNothing('Graph');
}

const all = (graph: GraphClient, path: string): Promise<readonly WireRecord[]> =>
  smallList(graph.pages(path), ({ rows }) => rows, 'Graph');
