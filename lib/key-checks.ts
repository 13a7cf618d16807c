// Whether the keys of hashes are those that the database was used with: under another one hashes of the same number or
// person differ, and nothing fails by it. The database keeps what each key makes of its own name, never the key.
import { hasherOf } from './keyed-hash.ts';
import type { SecretReference } from './secrets.ts';
import type { Store } from './store/index.ts';
import { addStoredValue, readStoredValue, writeStoredValue } from './store/stored-values.ts';

/** Settings that name one. */
export const HASH_KEYS = ['AUDIT_KEY', 'PHONE_KEY'] as const;
export type HashKey = (typeof HASH_KEYS)[number];
export type HashKeys = Readonly<Record<HashKey, Pick<SecretReference, 'read'>>>;

export const KEY_CHECK = 'key-check:';

/** Those that have no check yet are the right ones: of a new database, or of one that older versions used. */
export async function noteKeys(store: Store, keys: HashKeys): Promise<void> {
  for (const [name, check] of checksOf(keys))
    if ((await readStoredValue(store, KEY_CHECK + name)) === null) await addStoredValue(store, KEY_CHECK + name, check);
}

/** Those that the database was not used with. One that cannot be read is told by whoever needs it. */
export async function otherKeys(store: Store, keys: HashKeys): Promise<readonly HashKey[]> {
  const rows = store.db.selectFrom('setting').select(['name', 'value']).where('name', 'like', `${KEY_CHECK}%`);
  return othersAmong(new Map((await rows.execute()).map(({ name, value }) => [name, value])), keys);
}

/** The same of rows of the table `setting`: values by name, as JSON. */
export const othersAmong = (stored: ReadonlyMap<string, string>, keys: Partial<HashKeys>): readonly HashKey[] =>
  checksOf(keys).flatMap(([name, check]) =>
    [undefined, JSON.stringify(check)].includes(stored.get(KEY_CHECK + name)) ? [] : [name],
  );

/** They were changed on purpose, or those of before are lost. */
export async function acceptKeys(store: Store, keys: HashKeys): Promise<void> {
  for (const [name, check] of checksOf(keys)) await writeStoredValue(store, KEY_CHECK + name, check);
}

function checksOf(keys: Partial<HashKeys>): readonly (readonly [HashKey, string])[] {
  return HASH_KEYS.flatMap((name) => {
    const secret = secretOf(keys[name]);
    return secret === null ? [] : [[name, hasherOf(secret, 'check')(name)] as const];
  });
}

function secretOf(key: HashKeys[HashKey] | undefined): string | null {
  try {
    return key?.read() ?? null;
  } catch {
    return null;
  }
}

export const OTHER_KEY =
  'is not the key that this database was used with: hashes of the same person or number differ from those before. Put that key back. Where it was changed on purpose, or is lost: npm run rekeyed';
