// A source as an entry of the sources file gives it.
import type { Collection } from '../../lib/sources/collection.ts';
import type { Connector } from '../../lib/sources/contract.ts';
import { type ParsedSource, SOURCE_TYPES } from '../../lib/sources/registry.ts';

export type Settings = Readonly<Record<string, unknown>>;

/** Throws RangeError where the settings are refused. */
export function sourceOf(type: string, settings: Settings): ParsedSource {
  const parsed = SOURCE_TYPES[type]?.parse({ name: 'test', type, ...settings });
  if (!parsed || 'issues' in parsed) throw new RangeError(`${type}: ${JSON.stringify(parsed?.issues)}`);
  return parsed;
}

export const connectorOf = (type: string, settings: Settings): Promise<Connector> => sourceOf(type, settings).connect();

export const collectionOf = (type: string, settings: Settings): Promise<Collection> =>
  sourceOf(type, settings).collection();
