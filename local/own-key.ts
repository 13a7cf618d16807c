// The key of what `npm start` itself asks a simulated company's collector. It stands in no file, and ends with the start: no key of
// a real install. Where API_ROLES gives keys roles the printed one may have none, and this one is given its own.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Environment } from './host/settings.ts';

const NAME = 'NPM_START_OWN_KEY';

export interface OwnKey {
  readonly key: string;
  /** Settings that give it its role, beside the roles that are given already. */
  readonly environment: Environment;
}

/** Who asks with it, and whom. */
export interface Asking {
  readonly url: string;
  readonly key: string;
}

/** `given`: what API_ROLES says. Where it says nothing every key may ask, and empty text stays the mistake that it is. */
export function ownKey(given: string | undefined): OwnKey {
  const key = randomBytes(32).toString('base64url');
  const isGiven = given !== undefined && /[^\s,]/.test(given);
  // Operators are told how far sources are, and nothing of what they hold of people.
  return { key, environment: isGiven ? { API_ROLES: `${given},operator=env:${NAME}`, [NAME]: key } : {} };
}

const ask = ({ url, key }: Asking, path: string): Promise<Response | null> =>
  fetch(`${url}/api/${path}`, { headers: { 'x-functions-key': key } }).catch(() => null);

const told = z.object({ roles: z.array(z.string()).nullable() });

/** Roles of the key, as the API itself says them; null where every key may ask for everything. */
export async function rolesOf(asking: Asking): Promise<readonly string[] | null> {
  const answer = await ask(asking, 'roles');
  if (answer?.status === 403) return [];
  return answer?.ok === true ? told.parse(await answer.json()).roles : null;
}

/** What the API says of a source now; null where it does not say. */
export async function sourceNow(asking: Asking, source: string): Promise<unknown> {
  const answer = await ask(asking, `sources/${source}`);
  return answer?.ok === true ? answer.json() : null;
}
