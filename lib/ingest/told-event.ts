// What events that a source tells are read for, and what is read of one.
import type { EventDataset } from '../catalog/index.ts';
import type { Rule } from '../rules/judge.ts';
import type { Somebody } from '../sources/contract.ts';

export interface EventTarget {
  /** Its counter has no more than what is collected. */
  readonly dataset: EventDataset;
  /** Names of what the source collects of it, those that find device and person among them: nothing else is stored. */
  readonly collects: ReadonlySet<string>;
  readonly source: string;
  /** When the page was received. */
  readonly at: Date;
  readonly retentionDays: number;
  /** Whether events of devices that are not known to be the company's may be stored, where the declaration asks for it. */
  readonly personalDevices: boolean;
  /** For hashes of devices that no system knows. */
  readonly secret: string | null;
  /** Those that look at the dataset. */
  readonly rules: readonly Rule[];
}

/** What a source told, validated: the fields of the dataset, and those by which its device and person are found. */
export interface ToldEvent {
  readonly record_key: Uint8Array;
  readonly occurred_at: Date;
  readonly values: Readonly<Record<string, unknown>>;
  /** Of rows that name nobody: who is counted. */
  readonly people?: readonly Somebody[];
}
