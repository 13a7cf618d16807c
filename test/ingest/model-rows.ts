// What the model of a poll is about: rows and what is kept of them, what is told of them, and how polls end.
import type { DatasetCounts } from '../../lib/ingest/run.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import { type Collected, PARAMETERS, phoneBy, type Switches } from './model-switches.ts';

export type Root = 'directory_user' | 'emm_user' | 'device';
export type Mirrored = Root | 'device_app';
export const ROOTS: readonly Root[] = ['directory_user', 'emm_user', 'device'];
export const DAY = 86_400_000;
/** Milliseconds. Each reading of a clock is later than the one before. */
export type Instant = number;

export type Values = Record<string, string | null>;

export interface ModelRow {
  values: Values;
  /** As it was last read: what a switch has taken away since is no reason to think it unchanged. */
  read: string;
  absentSince: Instant | null;
  /** Names of values that it has and its source tells no more. */
  lost: readonly string[];
  /** When it lost the last of them. */
  lostAt: Instant;
  readonly firstSeen: Instant;
}

export interface Pass {
  readonly startedAt: Instant;
  readonly keys: Set<string>;
}

export interface Told {
  readonly dataset: Root;
  readonly owner: string;
  readonly kind: 'appeared' | 'changed' | 'removed';
  readonly parameter: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly at: Instant;
}

/** How a poll ends: by itself, or at one of its steps. `killed` leaves no receipt, and its lease. */
export type Ending = { readonly how: 'whole' | 'broken' | 'stopped' | 'lease lost' | 'killed'; readonly at: number };

export interface Run {
  readonly outcome: 'complete' | 'partial' | 'failed' | 'aborted' | 'running';
  readonly error: string | null;
  readonly datasets: Readonly<Partial<Record<Mirrored, DatasetCounts>>>;
  readonly rejected: number;
  readonly at: Instant;
}

/**
 * What is collected and told no more stays until the end of the poll; but nobody's word for who owns a device, and nothing
 * of a row that speaks about somebody else now.
 */
export function keep(
  dataset: Mirrored,
  row: ModelRow,
  now: Values,
  { at, collected }: { readonly at: Instant; readonly collected: Collected },
): Pick<ModelRow, 'values' | 'lost' | 'lostAt'> {
  const { values: before } = row;
  const user = now.user_external_id ?? null;
  const isAnother = ['object_guid', 'entra_id', 'display_name', 'user_principal_name', 'mail'].some(
    (name) => (before[name] ?? null) !== null && (now[name] ?? null) !== null && before[name] !== now[name],
  );
  if (isAnother || (user !== null && user !== before.user_external_id))
    return { values: now, lost: [], lostAt: row.lostAt };
  const lost = Object.keys(PARAMETERS[dataset]).filter(
    (name) =>
      (before[name] ?? null) !== null &&
      now[name] === null &&
      name !== 'ownership' &&
      now.ownership !== 'personal' &&
      collected[dataset]?.includes(name),
  );
  const values = { ...now, ...Object.fromEntries(lost.map((name) => [name, before[name] ?? null])) };
  return { values, lost, lostAt: lost.every((name) => row.lost.includes(name)) ? row.lostAt : at };
}

/** What does not fit is null and counted; of a phone number stays what the switch allows. */
export function readRow(
  dataset: Mirrored,
  row: SourceRow,
  switches: Switches,
): { readonly values: Values; readonly rejected: number } {
  const given: Record<string, unknown> = { ...row, ...row.attributes };
  const names = Object.keys(PARAMETERS[dataset]);
  const values = names.map((name) => {
    const value = given[name] ?? null;
    if (name === 'phone_number' && value !== null) return [name, phoneBy(switches)];
    return [name, typeof value === 'string' ? value : null];
  });
  return {
    values: Object.fromEntries(values),
    rejected: names.filter((name) => given[name] instanceof Unreadable).length,
  };
}

export function changesBetween(
  dataset: Root,
  before: Values,
  after: Values,
  comparable: Collected,
): Pick<Told, 'parameter' | 'before' | 'after'>[] {
  return Object.entries(PARAMETERS[dataset])
    .filter(([name, { told }]) => told !== 'not' && comparable[dataset]?.includes(name) && before[name] !== after[name])
    .map(([name, { api, told }]) => {
      // A history of personal values would be a second, hidden copy.
      const [was, is] = told === 'values' ? [before[name] ?? null, after[name] ?? null] : [null, null];
      return { parameter: api, before: was, after: is };
    });
}
