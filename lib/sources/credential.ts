// What signs requests and runs out: a token, or a header that holds one. It is asked for when it is first needed, renewed
// before its end, and once where the server refuses it before its time.
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { SourceError } from '../errors.ts';
import type { HttpResponse } from '../net/http.ts';

export interface Issued {
  readonly text: string;
  /** In milliseconds since 1970; infinite where it does not run out. */
  readonly expiresAt: number;
}

/** What a token server answers (RFC 6749, 5.1): some write the life of a token as text, or do not tell it. */
export const tokenShape = (lifeSeconds: number) =>
  z.object({
    access_token: z.string().min(1),
    expires_in: z.preprocess(secondsOf, z.number().positive().default(lifeSeconds)),
  });

const secondsOf = (value: unknown): unknown =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : (value ?? undefined);

/** Renewed so long before its end, or at half its life where it is shorter-lived. */
const MARGIN_MS = 5 * 60_000;

type Send = (credential: string, accept: readonly number[]) => Promise<HttpResponse<unknown>>;

export class Credential {
  readonly #clock: Clock;
  readonly #issue: () => Promise<Issued>;
  #current: { readonly text: string; readonly renewAt: number } | null = null;
  /** While it is asked for: requests side by side ask once. */
  #pending: Promise<string> | null = null;
  /** A secret that was refused is not tried again, however many requests ask: wrong tries lock accounts. */
  #refused: SourceError | null = null;

  constructor(clock: Clock, issue: () => Promise<Issued>) {
    this.#clock = clock;
    this.#issue = issue;
  }

  /** Throws what `issue` throws. */
  async get(): Promise<string> {
    if (this.#refused) throw this.#refused;
    if (this.#current && this.#now() < this.#current.renewAt) return this.#current.text;
    this.#pending ??= this.#acquire().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  /** The answer to a request, which may be sent again with another credential; `accept` are statuses that are no errors. */
  async ask(send: Send, accept: readonly number[] = []): Promise<HttpResponse<unknown>> {
    const credential = await this.get();
    const answer = await send(credential, [...accept, 401]);
    if (answer.status !== 401) return answer;
    // One that has come since stays.
    if (this.#current?.text === credential) this.#current = null;
    try {
      await this.get();
    } catch (error) {
      // What was made of the secret was refused before: that was a try, too.
      if (error instanceof SourceError && error.refusedSignIns > 0) error.refusedSignIns += 1;
      throw error;
    }
    return send(await this.get(), accept);
  }

  async #acquire(): Promise<string> {
    const { text, expiresAt } = await this.#issue().catch((error: unknown) => {
      if (error instanceof SourceError && error.refusedSignIns > 0) this.#refused = error;
      throw error;
    });
    const life = Math.max(0, expiresAt - this.#now());
    this.#current = { text, renewAt: expiresAt - Math.min(MARGIN_MS, life / 2) };
    return text;
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
