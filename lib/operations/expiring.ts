// What expires soon, or has: certificates, tokens and licences of the management systems, and certificates of the servers
// that sources are reached by, counted by kind. Their names
// are not told, since people put theirs into them.
import { sql } from 'kysely';
import { peersBySource } from '../ingest/peers.ts';
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

/** The kind of what a server of a source shows. */
export const TLS_CERTIFICATE = 'tls-certificate';

/** Within so many days, of all sources, or of one; the most urgent first. */
export async function expiring(
  store: Store,
  now: Date,
  source?: string,
  days = WARNED_DAYS,
): Promise<readonly Expiring[]> {
  const until = goodBeyond(now, days);
  const due = store.rows
    .selectFrom('infrastructure')
    .select(['source', 'component', sql<number>`count(*)`.as('due'), ({ fn }) => fn.min('expires_at').as('first')])
    .where('absent_since', 'is', null)
    .where('expires_at', '<', until)
    .groupBy(['source', 'component']);
  const found = await (source === undefined ? due : due.where('source', '=', source)).execute();
  const components = found.map((row) => ({
    source: String(row.source),
    component: String(row.component),
    count: Number(row.due),
    days: daysUntil(new Date(Number(row.first)), now),
  }));
  return [...components, ...(await certificatesOfServers(store, now, until, source))].sort(
    (a, b) => a.days - b.days || (`${a.source} ${a.component}` < `${b.source} ${b.component}` ? -1 : 1),
  );
}

async function certificatesOfServers(store: Store, now: Date, soon: Date, only?: string): Promise<readonly Expiring[]> {
  return [...(await peersBySource(store))].flatMap(([source, peers]) => {
    const due = peers.map(({ expiresAt }) => new Date(expiresAt)).filter((at) => at < soon);
    if (due.length === 0 || (only !== undefined && only !== source)) return [];
    const days = Math.min(...due.map((at) => daysUntil(at, now)));
    return [{ source, component: TLS_CERTIFICATE, count: due.length, days }];
  });
}

/** One line each, for health and the log. */
export const expiringLine = ({ source, component, count, days }: Expiring): string =>
  `${component} of source ${source}: ${days < 0 ? 'expired' : `expires in ${days} ${days === 1 ? 'day' : 'days'}`}${count > 1 ? `, the first of ${count}` : ''}. Renew it; GET ${component === TLS_CERTIFICATE ? `/api/sources/${source}` : `/api/infrastructure?source=${source}&component=${component}&sort=expiresAt`} tells which.`;
