// What a source of logs would store of the lines of a file: each is read, validated and minimised as by a poll, and nothing
// is written. Whether a device or a person is known is not asked: that needs the database.
import { randomBytes } from 'node:crypto';
import { apiName, columnsOf, type EventDataset, eventNamed, isTelling, lookupsOf } from '../catalog/index.ts';
import type { Clock } from '../clock.ts';
import { ConfigError } from '../errors.ts';
import { namesOf } from '../ingest/apply.ts';
import { readEvents } from '../ingest/apply-events.ts';
import { type Rejected, Rejections } from '../ingest/record.ts';
import { retentionDaysOf } from '../retention/retention.ts';
import type { Settings } from '../settings/index.ts';
import type { LogRows, TriedLine } from '../sources/contract.ts';
import type { ParsedSource } from '../sources/registry.ts';

export interface TriedValue {
  readonly name: string;
  readonly value: unknown;
  /** Whether it may say something about a person by itself: of a single line, any text of the line. */
  readonly isTelling: boolean;
  /** False for what would find the device or the person. */
  readonly isStored: boolean;
}
export interface TriedRow {
  readonly dataset: string;
  /** Those that have one. */
  readonly values: readonly TriedValue[];
}
export interface Tried extends Pick<TriedLine, 'is' | 'reason' | 'missing'> {
  readonly rows: readonly TriedRow[];
  /** What of it would not be stored, and why. */
  readonly rejected: readonly Rejected[];
}

export interface Trying {
  readonly clock: Clock;
  readonly retention: Pick<Settings, 'RETENTION_DAYS' | 'RETENTION_OVERRIDES'>;
}

/** Throws ConfigError where it is no source of logs, and what the file system says. */
export async function* tryLog(
  { config, connect }: ParsedSource,
  path: string,
  { clock, retention }: Trying,
): AsyncGenerator<Tried, void, void> {
  const connector = await connect();
  if (!connector.isLog)
    throw new ConfigError('The source is no log.', {
      code: 'no-log',
      hint: 'Name a source that reads files: one with `paths`.',
    });
  // Hashes are not shown.
  const secret = randomBytes(32).toString('hex');
  const minimisation = { phoneNumbers: config.phoneNumbers, phoneKey: secret, collection: connector.collection };
  const rowsOf = ({ dataset: name, events }: LogRows, rejections: Rejections): readonly TriedRow[] => {
    const dataset = eventNamed(name);
    const retentionDays = retentionDaysOf(dataset, retention) ?? retention.RETENTION_DAYS;
    const { personalDevices } = config;
    const collects = namesOf(dataset, connector.collection.collectedOf(name).keys());
    const of = { source: config.name, at: clock.now(), retentionDays, personalDevices };
    const target = { dataset, collects, ...of, secret, rules: [] };
    // What is left out finds nobody, though it is read.
    const isOf = (column: string): boolean => column === 'occurred_at' || collects.has(column);
    return readEvents(target, events, minimisation, rejections).map(({ occurred_at, values }) => ({
      dataset: name,
      values: Object.entries({ occurred_at, ...values }).flatMap(([column, value]) =>
        isOf(column) ? triedOf(dataset, column, value) : [],
      ),
    }));
  };
  for await (const { is, reason, told, missing = [] } of connector.firstOf(path)) {
    const rejections = new Rejections();
    const rows = told.flatMap((one) => rowsOf(one, rejections));
    yield { is, reason, missing, rows, rejected: rejections.list() };
  }
}

function triedOf(dataset: EventDataset, column: string, value: unknown): readonly TriedValue[] {
  const stored = columnsOf(dataset)[column];
  const field = stored ?? lookupsOf(dataset)[column];
  if (!field || value === null || value === undefined || /^log_line$|_hash(es)?$/.test(column)) return [];
  const isFree = field.kind === 'text' && field.values === undefined;
  return [{ name: apiName(column), value, isTelling: isTelling(field) || isFree, isStored: stored !== undefined }];
}
