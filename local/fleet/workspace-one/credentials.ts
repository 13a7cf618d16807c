// Who may ask: an OAuth client by tokens that run out, an administrator by Basic, and both with the key of the group.
import { randomBytes } from 'node:crypto';
import type { Answer, Exchange } from '../http/exchange.ts';
import { guid, hex } from '../random.ts';

export class Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tenantCode: string;
  readonly username = 'api-reader';
  readonly password: string;
  readonly #clock: () => number;
  readonly #issued = new Map<string, number>();
  /** Lifetime of the tokens issued from now on. */
  lifetimeSeconds = 3600;
  secretReplaced = false;
  /** How many requests for a token were refused. */
  refused = 0;

  constructor(seed: number, clock: () => number) {
    this.#clock = clock;
    this.clientId = hex(32, seed, 500);
    this.clientSecret = hex(32, seed, 501).toUpperCase();
    this.tenantCode = Buffer.from(guid(seed, 502)).toString('base64');
    this.password = `pw-${hex(16, seed, 503)}:with-colon`;
  }

  accepts({ headers }: Exchange): boolean {
    if (headers['aw-tenant-code'] !== this.tenantCode) return false;
    const [scheme, value = ''] = (headers.authorization ?? '').split(' ');
    if (scheme === 'Basic') return Buffer.from(value, 'base64').toString() === `${this.username}:${this.password}`;
    return scheme === 'Bearer' && (this.#issued.get(value) ?? 0) > this.#clock();
  }

  /** Makes all tokens issued so far useless. */
  revokeAll(): void {
    this.#issued.clear();
  }

  /** The token endpoint; undefined for another path. */
  answer(exchange: Exchange): Answer | undefined {
    if (exchange.path !== '/connect/token') return undefined;
    const form = new URLSearchParams(exchange.body.toString());
    const urlencoded = exchange.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    if (exchange.method !== 'POST' || !urlencoded || form.get('grant_type') !== 'client_credentials')
      return this.#refuse(400, 'invalid_request');
    const known = form.get('client_id') === this.clientId && form.get('client_secret') === this.clientSecret;
    if (!known || this.secretReplaced) return this.#refuse(400, 'invalid_client');
    const token = randomBytes(32).toString('base64url');
    this.#issued.set(token, this.#clock() + this.lifetimeSeconds * 1000);
    return {
      status: 200,
      json: { access_token: token, expires_in: this.lifetimeSeconds, token_type: 'Bearer', scope: 'uem' },
    };
  }

  #refuse(status: number, error: string): Answer {
    this.refused++;
    return { status, json: { error } };
  }
}
