// Who speaks to the vendor: a random identifier and a pair of keys, made once for a database, so that all collectors of it,
// and each after a restart, are the same installation.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { z } from 'zod';
import { seal, sealingKeys, unsealed } from '../sealed.ts';
import type { SecretReference } from '../secrets.ts';
import type { Store } from '../store/index.ts';
import { addStoredValue, readStoredValue, writeStoredValue } from '../store/stored-values.ts';

const SERVER_ID = 'server-id';
const SERVER_KEY = 'server-key';

/** Carries the detached signature of a body, of ours and of the vendor's: Ed25519 over its bytes, base64. */
export const SIGNATURE_HEADER = 'EMM-Lens-Signature';

export interface Identity {
  readonly serverId: string;
  /** SPKI in DER, base64. */
  readonly publicKey: string;
  /** The same bytes have the same signature. */
  sign(body: Buffer): string;
}

/** Sealed under AUDIT_KEY: with another one there, a new pair is made, which the vendor sees as a change. */
export async function identityOf(store: Store, auditKey: Pick<SecretReference, 'read'>): Promise<Identity> {
  const serverId = await readServerId(store);
  const { publicKey, privateKey } = await readPair(store, auditKey.read(), serverId);
  return { serverId, publicKey, sign: (body) => sign(null, body, privateKey).toString('base64') };
}

/** What is there of it; nothing is made. */
export async function knownIdentity(
  store: Store,
  auditKey: Pick<SecretReference, 'read'>,
): Promise<{ readonly serverId: string | null; readonly publicKey: string | null }> {
  const serverId = await readStoredValue(store, SERVER_ID);
  if (typeof serverId !== 'string') return { serverId: null, publicKey: null };
  const pair = opened(await readStoredValue(store, SERVER_KEY), auditKey.read(), serverId);
  return { serverId, publicKey: pair?.publicKey ?? null };
}

/** Null where it is no public key of this kind. */
export function publicKeyOf(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

export const isSignedBy = (key: KeyObject, body: Buffer, signature: string): boolean =>
  verify(null, body, key, Buffer.from(signature, 'base64'));

/** A random identifier of the database. */
async function readServerId(store: Store): Promise<string> {
  const known = await readStoredValue(store, SERVER_ID);
  if (typeof known === 'string') return known;
  await addStoredValue(store, SERVER_ID, randomUUID());
  return String(await readStoredValue(store, SERVER_ID));
}

interface Pair {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

const kept = z.object({ publicKey: z.string(), sealed: z.string() });

async function readPair(store: Store, secret: string, serverId: string): Promise<Pair> {
  const known = opened(await readStoredValue(store, SERVER_KEY), secret, serverId);
  if (known) return known;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const made = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const secretPart = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  const value = { publicKey: made, sealed: seal(sealingKeys(secret, 'licence'), serverId, secretPart) };
  const isNew = (await readStoredValue(store, SERVER_KEY)) === null;
  // Of several collectors that make the first one, one's is kept.
  if (!isNew || !(await addStoredValue(store, SERVER_KEY, value))) {
    const others = opened(await readStoredValue(store, SERVER_KEY), secret, serverId);
    if (others) return others;
    await writeStoredValue(store, SERVER_KEY, value);
  }
  return { publicKey: made, privateKey };
}

function opened(value: unknown, secret: string, serverId: string): Pair | null {
  const { data } = kept.safeParse(value);
  const text = data && unsealed(sealingKeys(secret, 'licence'), serverId, data.sealed);
  if (!data || text === null || text === undefined) return null;
  const privateKey = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  return { publicKey: data.publicKey, privateKey };
}
