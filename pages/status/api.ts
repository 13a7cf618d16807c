// What the status asks, and the shape of what it is answered.
import type { Update } from '../../lib/license/update.ts';
import type { LastPoll, SourceStatus, WarningTold } from '../../lib/operations/source-schema.ts';
import type { Fact } from '../../lib/store/database.ts';
import type { FieldsOf, RowWith, WholeRow } from '../api/row.ts';

export type { LicensePayload } from '../../lib/license/payload.ts';
export type { CollectorStatus, LastPoll, SourceStatus, WarningTold } from '../../lib/operations/source-schema.ts';
export type { Receipt } from '../../lib/retention/retention.ts';
export type Hold = SourceStatus['holds'][number];

export interface Sources {
  readonly items: readonly SourceStatus[];
  /** What roles other than an operator's are not told is absent. */
  readonly problems?: readonly string[];
  readonly warned?: readonly WarningTold[];
  readonly database?: readonly Fact[];
}

const POLL_FIELDS = [
  ...(['startedAt', 'outcome', 'errorCode', 'hint', 'errorServer', 'seconds', 'rowsRead'] as const),
] as const satisfies readonly (keyof LastPoll)[];
/** Of `/sources/{name}/polls`. */
export type Poll = Pick<LastPoll, (typeof POLL_FIELDS)[number]> & { readonly id: string };

export const pollsPath = (source: string, limit: number): string =>
  `sources/${encodeURIComponent(source)}/polls?limit=${limit}&fields=${['id', ...POLL_FIELDS]}`;

const ACTION_FIELDS = [
  'id',
  'occurredAt',
  'principal',
  'operation',
  'source',
] as const satisfies FieldsOf<'operator_journal'>;
export interface Action extends RowWith<'operator_journal', typeof ACTION_FIELDS> {
  readonly details: { readonly decided?: readonly { readonly dataset: string; readonly absent: number }[] };
}

/** Of `/infrastructure`: what has an end. */
export const ENDING_FIELDS = [
  ...(['id', 'source', 'component', 'name', 'expiresAt'] as const),
] as const satisfies FieldsOf<'infrastructure'>;
/** Those without an end are not asked for. */
export type Ending = RowWith<'infrastructure', typeof ENDING_FIELDS> & { readonly expiresAt: string };

/** As JSON has it: times are text. */
export type UpdateTold = Omit<Update, 'issuedAt' | 'validUntil'> & {
  readonly issuedAt: string;
  readonly validUntil: string | null;
};

/** Of `/license/history`. */
export interface Exchange extends WholeRow<'license_exchange'> {
  /** As it was sent, byte for byte. */
  readonly payload: string;
}
