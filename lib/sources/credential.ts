// What signs requests and runs out: a token, or a header that holds one. It is asked for when it is first needed, renewed
// before its end, and once where the server refuses it before its time.
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { SourceError } from '../errors.ts';
import type { HttpResponse } from '../net/http.ts';
import type { NoToken, SourceCode } from '../source-codes.ts';
import { wrongShape } from './wire.ts';

export interface Issued {
  readonly text: string;
  /** In milliseconds since 1970; infinite where it does not run out. */
  readonly expiresAt: number;
}

/** Who gives it, and the keys of the sources file that lead there. */
export interface Issuer {
  /** At the head of a sentence: `The token server`. */
  readonly name: string;
  readonly keys: string;
  /** Whether it is another server than that of the API. */
  readonly isApart: boolean;
  readonly issue: () => Promise<Issued>;
}

const answerShape = z.object({
  access_token: z.string().min(1),
  // RFC 6749, 5.1; some write the life of a token as text, or do not tell it.
  expires_in: z.preprocess(secondsOf, z.number().optional()),
});

function secondsOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : (value ?? undefined);
}

/** What a token server answered; `lifeSeconds` where it does not tell the life of the token. Throws SourceError. */
export function tokenIn(body: unknown, lifeSeconds: number): { readonly text: string; readonly seconds: number } {
  const parsed = answerShape.safeParse(body);
  if (!parsed.success) throw wrongShape('The token server');
  const { access_token: text, expires_in: seconds = lifeSeconds } = parsed.data;
  // It would be asked for anew with each request.
  if (seconds <= 0)
    throw new SourceError('The token server gave a token that had ended already.', { code: ENDED, hint: '' });
  return { text, seconds };
}

const ENDED = 'token-ended';

/** What keeps a server from giving a token, by the code of the error; `#` is its status. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^http-30[12378]$/, 'redirects (status #), often to the login page of a proxy'],
  [/^http-/, 'answers with status #'],
  [/^not-json$/, 'answers with what is no JSON, often a page of a proxy'],
  [/^wrong-shape$/, 'answers in another shape than one that lets somebody in'],
  [/^(too-large|long-head)$/, 'answers with more than its bound'],
  [/^token-ended$/, 'gives tokens that have ended already (`expires_in` is 0 or less)'],
];

const isNoToken = (code: SourceCode): code is NoToken => ANSWERS.some(([known]) => known.test(code));

/** Codes that say which server it was, or that no server is at fault. */
const TOLD = /^(auth|time-budget$|stopped$)/;

/**
 * A failure of whoever issues, told as its own: of the API it would mean something else (no permission, no such device).
 * One of the connection keeps its code.
 */
function failureOf({ name, keys, isApart }: Issuer, error: SourceError): SourceError {
  const { code, message, refusedSignIns } = error;
  const [, answer = ''] = ANSWERS.find(([known]) => known.test(code)) ?? [];
  if (isNoToken(code))
    return new SourceError(`${name} let nobody in. ${message}`, {
      code: `sign-in-${code}`,
      hint: `${name} ${answer.replace('#', code.replace('http-', ''))}, so the poll has ended: check ${keys}, and \`proxy\`.`,
      refusedSignIns,
    });
  if (!isApart || TOLD.test(code)) return error;
  const hint = `${name} cannot be reached, or broke off: check ${keys}. ${error.hint}`;
  return new SourceError(`${name} let nobody in. ${message}`, { code, hint });
}

/** Renewed so long before its end, or at half its life where it is shorter-lived. */
const MARGIN_MS = 5 * 60_000;

type Send = (credential: string, accept: readonly number[]) => Promise<HttpResponse<unknown>>;

interface Current {
  readonly text: string;
  readonly renewAt: number;
}

export class Credential {
  readonly #clock: Clock;
  readonly #issuer: Issuer;
  #current: Current | null = null;
  /** While it is asked for: requests side by side ask once. */
  #pending: Promise<Current> | null = null;
  /** Who failed to let us in is not asked again in this poll, however many requests want it: wrong tries lock accounts. */
  #failed: SourceError | null = null;

  constructor(clock: Clock, issuer: Issuer) {
    this.#clock = clock;
    this.#issuer = issuer;
  }

  /** Throws what `issue` throws, a failure of the issuer told as its own. */
  async get(): Promise<string> {
    return (await this.#get()).text;
  }

  /** The answer to a request, which may be sent again with another credential; `accept` are statuses that are no errors. */
  async ask(send: Send, accept: readonly number[] = []): Promise<HttpResponse<unknown>> {
    const credential = await this.#get();
    const answer = await send(credential.text, [...accept, 401]);
    if (answer.status !== 401) return answer;
    // One that has come since stays, though it may be the same text: requests side by side renew it once.
    if (this.#current === credential) this.#current = null;
    const renewed = await this.#get().catch((error: unknown) => {
      // What was made of the secret was refused before: that was a try, too.
      if (error instanceof SourceError && error.refusedSignIns > 0) error.refusedSignIns += 1;
      throw error;
    });
    return send(renewed.text, accept);
  }

  async #get(): Promise<Current> {
    if (this.#failed) throw this.#failed;
    if (this.#current && this.#now() < this.#current.renewAt) return this.#current;
    this.#pending ??= this.#acquire().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  async #acquire(): Promise<Current> {
    const { text, expiresAt } = await this.#issuer.issue().catch((error: unknown) => {
      if (!(error instanceof SourceError)) throw error;
      this.#failed = failureOf(this.#issuer, error);
      throw this.#failed;
    });
    const life = Math.max(0, expiresAt - this.#now());
    this.#current = { text, renewAt: expiresAt - Math.min(MARGIN_MS, life / 2) };
    return this.#current;
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
