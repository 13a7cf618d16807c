// Certificates, tokens, connectors, licences, counters, the tenant, and what administrators set up: small lists, each
// behind its own permission.
import { SourceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { mapRecord } from '../map.ts';
import type { WireRecord } from '../wire.ts';
import type { GraphClient } from './client.ts';
import { selectOf } from './parameters.ts';
import { corners } from './parameters-infrastructure.ts';

const UNAVAILABLE = new Set(['http-400', 'http-403', 'http-404']);

export interface CornerReading {
  readonly dataset: 'infrastructure' | 'configuration';
  readonly graph: GraphClient;
  readonly collection: Collection;
  readonly log: Logger;
}

/** A part that this tenant or app may not read leaves the pass incomplete; what the others hold is kept. */
export async function* readCorners(reading: CornerReading): AsyncGenerator<PollStep, void, void> {
  const { dataset, graph, collection, log } = reading;
  yield { dataset, pass: 'start' };
  let count = 0;
  let whole = true;
  for (const { entity, component, single, extended } of corners) {
    const collected = collection.entity(entity.name);
    // Nothing of the core profile but its key: not asked for.
    if (entity.dataset !== dataset || (extended && collected.parameters.every((p) => p.profile === 'core'))) continue;
    const path = `${entity.path}?$select=${selectOf(collected)}`;
    try {
      const records = single ? await one(graph, path) : await all(graph, path);
      const rows: SourceRow[] = records.map((record) => ({
        [dataset === 'infrastructure' ? 'component' : 'kind']: component,
        ...mapRecord(collected.parameters, record),
      }));
      count += rows.length;
      yield { dataset, rows };
    } catch (error) {
      if (!(error instanceof SourceError) || !UNAVAILABLE.has(error.code)) throw error;
      whole = false;
      log.warn('A part of the service cannot be read.', { part: entity.name, code: error.code });
    }
  }
  if (whole) yield { dataset, complete: { marker: 'no-next-link', rows: count } };
}

/** A 404, or an object without values, says that there is none: no push certificate was uploaded. */
async function one(graph: GraphClient, path: string): Promise<readonly WireRecord[]> {
  const record = await graph.record(path);
  return record === null || !(record.id ?? record.intuneAccountId) ? [] : [record];
}

async function all(graph: GraphClient, path: string): Promise<readonly WireRecord[]> {
  const records: WireRecord[] = [];
  for await (const page of graph.pages(path)) records.push(...page.rows);
  return records;
}
