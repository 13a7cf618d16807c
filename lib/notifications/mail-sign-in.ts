// The sign-in at the mail server: one that refused a password waits before it is asked again, as a source does. What it
// refused stands in the database, for all collectors and after a start.
import { createHmac } from 'node:crypto';
import { SourceError } from '../errors.ts';
import { NEVER_REFUSED, NOT_TRIED, nextSignIn, type Refused, refusedAgain } from '../ingest/sign-in.ts';
import { keyOfUse } from '../keyed-hash.ts';
import type { Store } from '../store/index.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';

const NAME = 'mail-sign-in';

/** Of whom, with what. */
export interface Account {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Runs `send` where the server may be asked; throws SourceError `sign-in-waits` where it may not yet. */
export async function signingIn(
  store: Store,
  account: Account,
  { key, asked }: { readonly key: string; readonly asked: boolean },
  send: () => Promise<void>,
): Promise<void> {
  const secret = createHmac('sha256', keyOfUse(key, 'sign-in')).update(JSON.stringify(account)).digest('hex');
  const refused = await refusedOf(store);
  const now = await store.now();
  const next = refused && nextSignIn(refused, secret, now, asked);
  if (next)
    throw new SourceError('The mail server refused the last sign-ins, and was not asked.', {
      code: 'sign-in-waits',
      hint: `Wrong tries lock accounts: put the right password in its place. It is asked again from ${next.toISOString()} on.`,
      retryAfterSeconds: Math.ceil((next.getTime() - now.getTime()) / 1000),
    });
  // Before it is made: a death at it makes no further one.
  if (refused) await writeStoredValue(store, NAME, refusedAgain(refused, secret, 1, now));
  try {
    await send();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.refusedSignIns > 0 && !refused)
      await writeStoredValue(store, NAME, refusedAgain(NEVER_REFUSED, secret, 1, now));
    // A try whose answer never came counts as one.
    if (refused && NOT_TRIED.test(error.code)) await writeStoredValue(store, NAME, refused);
    throw error;
  }
  if (refused) await writeStoredValue(store, NAME, null);
}

async function refusedOf(store: Store): Promise<Refused | null> {
  const value = await readStoredValue(store, NAME);
  return isRefused(value) ? value : null;
}

const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'tries' in value && 'secrets' in value;
