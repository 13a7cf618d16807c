// The sign-in at the mail server: one that refused a password waits before it is asked again, as a source does. What was
// tried stands in the database, for all collectors and after a start.
import { createHmac } from 'node:crypto';
import { SourceError } from '../errors.ts';
import { NEVER_REFUSED, nextSignIn, type Refused, refusedAgain } from '../ingest/sign-in.ts';
import { keyOfUse } from '../keyed-hash.ts';
import type { Store } from '../store/index.ts';
import { changeStoredValue } from '../store/stored-values.ts';
import { ChannelBusy } from './deliver.ts';

const NAME = 'mail-sign-in';

/** Of whom, with what. */
export interface Account {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** What was tried, and what is being tried. */
interface Tries extends Refused {
  /** Until when a sign-in under way has the server to itself, in milliseconds since 1970; null where none is. */
  readonly until: number | null;
}

/** No sign-in takes longer; one that seems to died at it. */
const UNDER_WAY_MS = 60_000;

/**
 * Runs `login` where the server may be asked: it counts as a try before it is made, and until it is accepted. A death at it,
 * an answer that never comes and one that is for now count as well. Throws SourceError `sign-in-waits` where it must wait.
 */
export async function signingIn(
  store: Store,
  account: Account,
  { key, asked }: { readonly key: string; readonly asked: boolean },
  login: () => Promise<void>,
): Promise<void> {
  const secret = createHmac('sha256', keyOfUse(key, 'sign-in')).update(JSON.stringify(account)).digest('hex');
  const change = (to: (tries: Tries, now: Date) => Tries | null): Promise<void> =>
    changeStoredValue(store, 'notifications', NAME, (value, now) => to(triesIn(value), now));
  let isKnown = false;
  await change((tries, now) => {
    isKnown = tries.secrets.includes(secret);
    return begun(tries, secret, now, asked);
  });
  try {
    await login();
  } catch (error) {
    // Who says that it is for now says nothing of the password.
    const isUndecided = !isKnown && error instanceof SourceError && error.code === 'try-later';
    await change(({ tries, secrets }) => ({
      tries,
      secrets: isUndecided ? secrets.filter((one) => one !== secret) : secrets,
      until: null,
    }));
    throw error;
  }
  await change(() => null);
}

/** Throws where the server may not be asked yet. */
function begun(tries: Tries, secret: string, now: Date, asked: boolean): Tries {
  const at = now.getTime();
  // What lies farther ahead was begun by a clock that ran ahead.
  if (tries.until !== null && tries.until > at && tries.until <= at + UNDER_WAY_MS)
    throw new ChannelBusy('Another sign-in at the mail server is under way.', {
      code: 'sign-in-waits',
      hint: 'Wrong tries lock accounts: one is made at a time. Try again in a minute.',
      retryAfterSeconds: Math.ceil((tries.until - at) / 1000),
    });
  const next = nextSignIn(tries, secret, now, asked);
  if (next)
    throw new SourceError('The last sign-ins at the mail server failed: it was not asked.', {
      code: 'sign-in-waits',
      hint: `Wrong tries lock accounts: put the right password in its place, if it is wrong. It is asked again from ${next.toISOString()} on.`,
      retryAfterSeconds: Math.ceil((next.getTime() - at) / 1000),
    });
  return { ...refusedAgain(tries, secret, 1, now), until: at + UNDER_WAY_MS };
}

function triesIn(value: unknown): Tries {
  return { ...NEVER_REFUSED, until: null, ...(isRefused(value) ? value : {}) };
}

const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'tries' in value && 'secrets' in value;
