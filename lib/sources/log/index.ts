// Reads any log by a mapping that stands in the sources file.
import { type EventDataset, eventNamed, lookupsOf, type ToldEventName } from '../../catalog/index.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, SourceRow } from '../contract.ts';
import type { Gathering, LogLines } from '../logs/format.ts';
import { type Mapped, mappingFormat } from '../logs/mapping/compile.ts';
import { COUNT, isTargetName, targetOf } from '../logs/mapping/target.ts';
import { logReader } from '../logs/source.ts';
import type { MappedLogConfig } from './config.ts';

const mappingVersion = 1;

export function linesOf(config: MappedLogConfig, collection: Pick<Collection, 'collectedOf'>): LogLines<Mapped> {
  const { dataset, mapping, zone, country } = config;
  if (!isTargetName(dataset)) throw new RangeError('a mapping to no dataset');
  const declared = eventNamed(dataset);
  const collected = collection.collectedOf(dataset);
  // What names a device says what may be stored of it, whatever is left out.
  const names = lookupsOf(declared);
  const isCollected = (column: string): boolean => collected.has(column) || Object.hasOwn(names, column);
  return {
    format: mappingFormat(mapping, { target: targetOf(declared), zone, country, isCollected }),
    gather: () => gathering(dataset, declared),
  };
}

/** A row a line, each with its name: what is a counter is added up where it is written, a line being one of what it counts. */
function gathering(dataset: ToldEventName, { key, counter, restated }: EventDataset): Gathering<Mapped> {
  const events: SourceRow[] = [];
  const isNamed = key.includes('log_line');
  const one = counter?.sums.includes(COUNT) ? { [COUNT]: 1 } : {};
  return {
    add: ({ row }, line, teller) =>
      void events.push({
        ...one,
        ...row,
        ...(isNamed && { log_line: line() }),
        ...(restated && { teller_hash: teller }),
      }),
    rows: () => [{ dataset, events }],
  };
}

export const connector: ConnectorModule<MappedLogConfig> = {
  mappingVersion,
  create: (config, collection) =>
    logReader(linesOf(config, collection), config, { product: 'Log by mapping', mappingVersion }),
};
