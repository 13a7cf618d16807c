// Lines read as the reader of files reads them, by a mapping of the documents or one of the test.
import { Buffer } from 'node:buffer';
import { Collection } from '../../../lib/sources/collection.ts';
import type { SourceRow } from '../../../lib/sources/contract.ts';
import { mappedLogConfig } from '../../../lib/sources/log/config.ts';
import { linesOf } from '../../../lib/sources/log/index.ts';
import { declaration } from '../../../lib/sources/log/parameters.ts';
import type { LineReading, LogFormat, LogLines } from '../../../lib/sources/logs/format.ts';
import { Lines } from '../../../lib/sources/logs/lines.ts';
import type { Mapped } from '../../../lib/sources/logs/mapping/compile.ts';
import { documented } from './mappings.ts';

export type Read = LineReading<Mapped> & { /** Of its first line, from 1. */ readonly line: number };

function linesFor(settings: object): LogLines<Mapped> {
  const config = mappedLogConfig.parse({
    name: 'mapped',
    type: 'log',
    purpose: 'Shows what a mapping reads.',
    paths: ['/logs'],
    ...settings,
  });
  return linesOf(config, new Collection(declaration.entitiesFor?.(config) ?? [], config));
}

export const formatOf = (settings: object): LogFormat<Mapped> => linesFor(settings).format;

/** What lines of one step tell. */
export function toldOf(text: string, settings: object): readonly SourceRow[] {
  const { format, gather } = linesFor(settings);
  const gathering = gather();
  for (const one of readingsOf(text, format))
    if (one.is === 'event') gathering.add(one.event, () => `line ${one.line}`, 'file');
  return gathering.rows().flatMap(({ events }) => events);
}

export function formatFor(name: string, more: object = {}): LogFormat<Mapped> {
  const source = documented().get(name);
  if (!source) throw new RangeError(`docs/configure.md has no source ${name}`);
  return formatOf({ ...source, ...more });
}

const WRITTEN_AT = Date.parse('2027-06-01T00:00:00Z');

/** What has no end waits. */
export function readingsOf(text: string, format: LogFormat<Mapped>): readonly Read[] {
  const bytes = Buffer.from(text);
  const reader = format.begin({ fields: null, writtenAt: WRITTEN_AT });
  const lines = new Lines('utf-8', 0, undefined, false, format.goesOn);
  const lineAt = (offset: number): number => bytes.subarray(0, offset).toString().split('\n').length;
  const all: Read[] = [];
  lines.feed(bytes);
  lines.read(Number.POSITIVE_INFINITY, (line, offset) => {
    const reading: LineReading<Mapped> =
      line === null ? { is: 'rejected', reason: 'too-long' } : reader.read(line.text);
    all.push({ ...reading, line: lineAt(offset) });
  });
  return lines.left > 0 ? [...all, { is: 'incomplete', line: lineAt(lines.offset) }] : all;
}

export const rowsOf = (text: string, format: LogFormat<Mapped>): readonly Mapped['row'][] =>
  readingsOf(text, format).flatMap((one) => (one.is === 'event' ? [one.event.row] : []));
