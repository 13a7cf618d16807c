// What an operator saw of what is held, sent with the decision: what changed since is not decided on.
import { count, inQuery, instant, text } from '../http/json-schema.ts';
import { conflict, invalidRequest } from '../http/problem.ts';
import type { HeldNow } from '../ingest/holds.ts';

export const seenParameters = [
  inQuery(
    'seen',
    'What was seen: `seen` of each that is decided on, with commas between. 409 `hold-changed` where it is about other rows now',
    text,
  ),
  inQuery(
    'absent',
    'What was seen: how many rows it is about, `absent` of all that is decided on together. 409 `hold-changed` where that is not so now',
    count('Sum of `absent`'),
  ),
  inQuery(
    'openedAt',
    'What was seen: `openedAt`, of several that of the last one. 409 `hold-changed` where that is not so now',
    instant,
  ),
];

interface Seen {
  readonly absent: number | null;
  /** In milliseconds. */
  readonly openedAt: number | null;
  readonly rows: ReadonlySet<string> | null;
}

/** Throws ApiError 400. */
export function seenIn(query: URLSearchParams): Seen {
  const [absent, openedAt] = [query.get('absent'), query.get('openedAt')];
  const rows = query.get('seen');
  const seen = {
    rows: rows === null ? null : new Set(rows.split(',')),
    absent: absent === null ? null : /^\d{1,15}$/.test(absent) ? Number(absent) : Number.NaN,
    openedAt: openedAt === null ? null : Date.parse(openedAt),
  };
  const errors = [
    ...(Number.isNaN(seen.absent)
      ? [{ parameter: 'absent', detail: 'A whole number, as `absent` of what is held.' }]
      : []),
    ...(Number.isNaN(seen.openedAt)
      ? [{ parameter: 'openedAt', detail: 'A time, as `openedAt` of what is held.' }]
      : []),
  ];
  if (errors.length > 0) throw invalidRequest(errors);
  return seen;
}

export const isAsSeen = (seen: Seen, held: HeldNow): boolean =>
  (seen.absent ?? held.absent) === held.absent &&
  (seen.openedAt ?? held.openedAt.getTime()) === held.openedAt.getTime() &&
  (seen.rows === null || seen.rows.symmetricDifference(held.seen).size === 0);

export const changed = () =>
  conflict(
    'hold-changed',
    'What is held is not what was seen any more: nothing was decided.',
    'Look again: GET /api/sources shows what is held now.',
  );
