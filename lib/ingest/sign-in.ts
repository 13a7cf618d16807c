// A source that refused a secret waits before it is asked again, since wrong tries lock accounts. How often it refused,
// and when, stands in the database: no restart, no other collector and no operator's request tries too soon.
import { createHmac } from 'node:crypto';
import { SourceError } from '../errors.ts';
import { keyOfUse } from '../keyed-hash.ts';
import { SecretReference } from '../secrets.ts';
import { readSmallFile, SECRET_BYTES } from '../small-file.ts';
import type { BaseConfig } from '../sources/config.ts';
import type { Store } from '../store/index.ts';
import { type Lease, writeFenced } from '../store/lease.ts';
import type { PollDependencies } from './dependencies.ts';
import { scopeOf } from './fingerprint.ts';
import { canonicalJson } from './record.ts';

const MINUTE_MS = 60_000;
/** After one refusal, two, ..: most directories forget a wrong try after 30 minutes, and lock after three or five. */
const WAITS_MS = [15, 60, 120, 240].map((minutes) => minutes * MINUTE_MS);
/** Never more than two tries within this, whatever asks. */
const WINDOW_MS = 30 * MINUTE_MS;
const KEPT = 10;

/** As `source_state.sign_in` has it, while the source refuses. */
export interface Refused {
  /** When it was tried, in milliseconds since 1970, oldest first. */
  readonly tries: readonly number[];
  /** Keyed hashes of the secrets that were refused. */
  readonly secrets: readonly string[];
}

/**
 * When the source may be tried again; null for now. `asked`: an operator did, who may know that the account works again.
 */
export function nextSignIn(refused: Refused, secret: string | null, now: Date, asked: boolean): Date | null {
  const tries = past(refused.tries, now);
  const isKnown = secret === null || refused.secrets.includes(secret);
  const wait = asked || !isKnown ? 0 : (WAITS_MS[Math.min(tries.length, WAITS_MS.length) - 1] ?? 0);
  const next = Math.max((tries.at(-1) ?? 0) + wait, (tries.at(-2) ?? 0) + WINDOW_MS);
  return tries.length > 0 && next > now.getTime() ? new Date(next) : null;
}

export interface SignInWait {
  readonly refusedAt: Date;
  /** In a row. */
  readonly tries: number;
  /** When a poll of its schedule may try again; null for now. */
  readonly next: Date | null;
  /** When one that an operator asks for may. */
  readonly nextOnRequest: Date | null;
}

/** What a source waits for, by its secret as it is now; null where it waits for nothing. */
export function waitOf(refused: Refused | null, secret: string | null, now: Date): SignInWait | null {
  const last = refused?.tries.at(-1);
  if (!refused || last === undefined) return null;
  const [next, nextOnRequest] = [nextSignIn(refused, secret, now, false), nextSignIn(refused, secret, now, true)];
  return { refusedAt: new Date(last), tries: refused.tries.length, next, nextOnRequest };
}

/** Without those of a clock that ran ahead. */
const past = (tries: readonly number[], now: Date): readonly number[] =>
  tries.filter((at) => at <= now.getTime() + MINUTE_MS);

/** What was tried once more, or `times`, is known from then on, with its secret. */
export function refusedAgain({ tries, secrets }: Refused, secret: string | null, times: number, now: Date): Refused {
  const tried = [...past(tries, now), ...Array<number>(times).fill(now.getTime())];
  const known = new Set([...secrets, ...(secret === null ? [] : [secret])]);
  return { tries: tried.slice(-KEPT), secrets: [...known].slice(-KEPT) };
}

export const NEVER_REFUSED: Refused = { tries: [], secrets: [] };

/** Null where the source refused nothing. */
export async function refusedOf({ db }: Store, source: string): Promise<Refused | null> {
  const row = await db.selectFrom('source_state').select('sign_in').where('source', '=', source).executeTakeFirst();
  return parseRefused(row?.sign_in ?? null);
}

/** Sources that refused the last sign-ins. */
export async function refusing({ db }: Store): Promise<readonly { readonly source: string; readonly at: Date }[]> {
  const rows = await db
    .selectFrom('source_state')
    .select(['source', 'sign_in'])
    .where('sign_in', 'is not', null)
    .execute();
  return rows.flatMap(({ source, sign_in }) => {
    const last = parseRefused(sign_in)?.tries.at(-1);
    return last === undefined ? [] : [{ source, at: new Date(last) }];
  });
}

export const refusingLine = ({ source, at }: { readonly source: string; readonly at: Date }): string =>
  `Source ${source} refused the sign-in, last at ${at.toISOString()}: it is tried seldom until its secret is another one.`;

export const parseRefused = (text: string | null): Refused | null => (text === null ? null : JSON.parse(text));

/** A keyed hash of all that a source signs in with, and of where; null where some of it cannot be read. */
export function secretHash(config: BaseConfig, key: string | null): string | null {
  if (key === null) return null;
  try {
    const secrets = Object.entries(config).map(([name, value]): [string, unknown] => {
      if (value instanceof SecretReference) return [name, value.read()];
      return [name, name.endsWith('File') && typeof value === 'string' ? readSmallFile(value, SECRET_BYTES) : null];
    });
    const all = canonicalJson({ scope: scopeOf(config), secrets: Object.fromEntries(secrets) });
    return createHmac('sha256', keyOfUse(key, 'sign-in')).update(all).digest('hex');
  } catch {
    return null;
  }
}

/** The sign-in of one poll, under its lease. */
export class SignIn {
  readonly #store: Store;
  readonly #lease: Lease;
  readonly #secret: string | null;
  #refused: Refused | null;
  /** What was refused before this poll was let in: of several servers one may, and the next one not. */
  #before: Refused | null = null;

  private constructor(store: Store, lease: Lease, secret: string | null, refused: Refused | null) {
    this.#store = store;
    this.#lease = lease;
    this.#secret = secret;
    this.#refused = refused;
  }

  static async of({ store, config, phoneKey }: PollDependencies, lease: Lease): Promise<SignIn> {
    return new SignIn(store, lease, secretHash(config, phoneKey), await refusedOf(store, config.name));
  }

  /** When the source may be asked; null for now: then the try counts from here on, lest a death at it makes another one. */
  async begin(asked: boolean): Promise<Date | null> {
    if (this.#refused === null) return null;
    const now = await this.#store.now();
    const next = nextSignIn(this.#refused, this.#secret, now, asked);
    if (next === null) await this.#write(this.#with(1, now));
    return next;
  }

  /** The source lets us in. */
  async accepted(): Promise<void> {
    if (this.#refused === null) return;
    this.#before = this.#refused;
    this.#refused = null;
    await this.#write(null);
  }

  /** How the poll ended. A try whose answer never came counts as one. */
  async ended(error: unknown): Promise<void> {
    const times = error instanceof SourceError ? error.refusedSignIns : 0;
    // More than two at once change nothing about when the next one may be.
    if (times > 0) await this.#write(this.#with(Math.min(times, 2), await this.#store.now()));
    else if (error === null) await this.accepted();
    else if (this.#refused && !(error instanceof SourceError && !NOT_TRIED.test(error.code)))
      await this.#write(this.#refused);
  }

  #with(times: number, now: Date): Refused {
    return refusedAgain(this.#refused ?? this.#before ?? NEVER_REFUSED, this.#secret, times, now);
  }

  #write(refused: Refused | null): Promise<void> {
    const state = { sign_in: refused === null ? null : JSON.stringify(refused) };
    return writeFenced(this.#store, this.#lease, async () => {}, state);
  }
}

/** Whoever was not reached has counted nothing. */
const NOT_TRIED = /^(tls|refused|unresolved)$/;
