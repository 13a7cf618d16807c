// What expires soon, or has: certificates, tokens and licences of the management systems, counted by kind. Their names
// are not told, since people put theirs into them.
import { sql } from 'kysely';
import { daysUntil, goodBeyond } from '../query/expiry.ts';
import type { Store } from '../store/index.ts';

/** Renewing an APNs certificate or a token takes an administrator, and sometimes a purchase. */
export const WARNED_DAYS = 30;

export interface Expiring {
  readonly source: string;
  readonly component: string;
  readonly count: number;
  /** Until the first of them expires; negative where it has. */
  readonly days: number;
}

/** Of all sources, or of one; the most urgent first. */
export async function expiring({ rows }: Store, now: Date, source?: string): Promise<readonly Expiring[]> {
  const due = rows
    .selectFrom('infrastructure')
    .select(['source', 'component', sql<number>`count(*)`.as('due'), ({ fn }) => fn.min('expires_at').as('first')])
    .where('absent_since', 'is', null)
    .where('expires_at', '<', goodBeyond(now, WARNED_DAYS))
    .groupBy(['source', 'component']);
  const found = await (source === undefined ? due : due.where('source', '=', source)).execute();
  return found
    .map((row) => ({
      source: String(row.source),
      component: String(row.component),
      count: Number(row.due),
      days: daysUntil(new Date(Number(row.first)), now),
    }))
    .sort((a, b) => a.days - b.days || (`${a.source} ${a.component}` < `${b.source} ${b.component}` ? -1 : 1));
}

/** One line each, for health and the log. */
export const expiringLine = ({ source, component, count, days }: Expiring): string =>
  `${component} of source ${source}: ${days < 0 ? 'expired' : `expires in ${days} ${days === 1 ? 'day' : 'days'}`}${count > 1 ? `, the first of ${count}` : ''}. Renew it; GET /api/infrastructure?source=${source}&component=${component}&sort=expiresAt tells which.`;
