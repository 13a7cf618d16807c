// The version of the product: that of the server of type UEM; a connectivity node (BCN) has its own.
import type { UemClient } from './client.ts';
import { recordsIn } from './parts.ts';

export const UNKNOWN = 'unknown';

/** Throws SourceError where the account may not see the servers. */
export async function readVersion(uem: UemClient): Promise<string> {
  const servers = recordsIn(await uem.get('/servers', 'servers'), 'servers');
  const versions = servers.flatMap(({ type, version }) => (type === 'UEM' && isVersion(version) ? [version] : []));
  // While servers are upgraded one by one, the oldest says what all can do.
  return versions.sort((a, b) => COLLATOR.compare(a, b))[0] ?? UNKNOWN;
}

const isVersion = (value: unknown): value is string => typeof value === 'string' && /^\d+(\.\d+){0,4}$/.test(value);

/** An unknown version is taken for a new one. */
export const isAtLeast = (version: string, since: string | undefined): boolean =>
  since === undefined || version === UNKNOWN || COLLATOR.compare(version, since) >= 0;

const COLLATOR = new Intl.Collator('en', { numeric: true });
