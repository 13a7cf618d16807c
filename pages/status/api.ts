// What the status asks, and the shape of what it is answered.
import type { SourceStatus, WarningTold } from '../../lib/operations/source-schema.ts';

export type { CollectorStatus, LastPoll, SourceStatus, WarningTold } from '../../lib/operations/source-schema.ts';
export type { Receipt } from '../../lib/retention/retention.ts';
export type Hold = SourceStatus['holds'][number];

export interface Sources {
  readonly items: readonly SourceStatus[];
  /** What roles other than an operator's are not told is absent. */
  readonly problems?: readonly string[];
  readonly warned?: readonly WarningTold[];
  readonly database?: readonly { readonly name: string; readonly value: string; readonly advice?: string }[];
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Of `/sources/{name}/polls`. */
export interface Poll {
  readonly id: string;
  readonly startedAt: string;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly hint: string | null;
  readonly errorServer: string | null;
  readonly seconds: number | null;
  readonly rowsRead: number | null;
}

export const pollsPath = (source: string, limit: number): string =>
  `sources/${encodeURIComponent(source)}/polls?limit=${limit}&fields=id,startedAt,outcome,errorCode,hint,errorServer,seconds,rowsRead`;

export interface Action {
  readonly id: string;
  readonly occurredAt: string;
  readonly principal: string;
  readonly operation: string;
  readonly source: string | null;
  readonly details: { readonly decided?: readonly { readonly dataset: string; readonly absent: number }[] };
}

/** Of `/infrastructure`: what has an end. */
export interface Ending {
  readonly id: string;
  readonly source: string;
  readonly component: string;
  readonly name: string | null;
  readonly expiresAt: string;
}

export type { LicensePayload } from '../../lib/license/payload.ts';

import type { Update } from '../../lib/license/update.ts';

/** As JSON has it: times are text. */
export type UpdateTold = Omit<Update, 'issuedAt' | 'validUntil'> & {
  readonly issuedAt: string;
  readonly validUntil: string | null;
};

/** Of `/license/history`. */
export interface Exchange {
  readonly id: string;
  readonly occurredAt: string;
  readonly payload: string;
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly answerCode: string | null;
}
