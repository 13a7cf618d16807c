// Who may ask: `besng-basic` headers made of name and password, and bearer tokens of BlackBerry Enterprise Identity, which
// answers here at its own path. Tokens live ten minutes; headers until they are revoked.
import { randomBytes } from 'node:crypto';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { objectBody } from '../http/exchange.ts';
import { UemError } from './answers.ts';

export interface Account {
  tenantId: string;
  username: string;
  password: string;
  /** Of the account that a directory knows; it has the same name and password. */
  domain: string;
  clientId: string;
  clientSecret: string;
}

const REQUEST_TYPE = 'application/vnd.blackberry.authorizationrequest-v1+json';

export class Accounts {
  readonly #account: Account;
  readonly #clock: () => number;
  readonly #issued = new Map<string, number>();
  lifetimeSeconds = 600;
  /** An administrator disabled the account, or deleted the client. */
  disabled = false;
  /** How many were refused. */
  refused = 0;

  constructor(account: Account, clock: () => number) {
    this.#account = account;
    this.#clock = clock;
  }

  accepts(exchange: Exchange): boolean {
    const expires = this.#issued.get(exchange.headers.authorization ?? '');
    return expires !== undefined && expires > this.#clock();
  }

  /** What was issued so far is worth nothing any more. */
  revokeAll(): void {
    this.#issued.clear();
  }

  /** `POST /util/authorization`: the header, as text. */
  authorization(exchange: Exchange): Answer {
    if (exchange.headers['content-type'] !== REQUEST_TYPE)
      throw new UemError(415, 'UNSUPPORTED_MEDIA_TYPE', 'HTTP 415 Unsupported Media Type');
    if (!this.#knows(objectBody(exchange) ?? {})) {
      this.refused++;
      throw new UemError(400, 'AUTHENTICATION_FAILED', 'Invalid credentials.');
    }
    const header = `besng-basic ${randomBytes(96).toString('base64')}`;
    this.#issued.set(header, Number.POSITIVE_INFINITY);
    return { status: 200, headers: { 'content-type': 'text/plain' }, content: header };
  }

  #knows({ username, password, provider, domain }: JsonObject): boolean {
    const account = this.#account;
    const known = provider === 'LOCAL' ? domain === undefined : provider === 'AD' && domain === account.domain;
    const right = password === Buffer.from(account.password).toString('base64');
    return !this.disabled && known && username === account.username && right;
  }

  /** `POST /op/tenant/{tenantId}/token` with the client in the header (client_secret_basic). */
  token(exchange: Exchange): Answer {
    const { clientId, clientSecret } = this.#account;
    const [, encoded = ''] = /^Basic (.+)$/.exec(exchange.headers.authorization ?? '') ?? [];
    const [id, secret] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent);
    const form = new URLSearchParams(exchange.body.toString());
    if (this.disabled || id !== clientId || secret !== clientSecret) {
      this.refused++;
      return { status: 401, json: { error: 'invalid_client', error_description: 'client authentication failed' } };
    }
    if (form.get('grant_type') !== 'client_credentials')
      return { status: 400, json: { error: 'unsupported_grant_type' } };
    if (!form.get('scope')?.split(' ').includes('MDMBWS.All')) return { status: 400, json: { error: 'invalid_scope' } };
    const token = `eyJhbGciOiJSUzI1NiJ9.${randomBytes(96).toString('base64url')}.${randomBytes(64).toString('base64url')}`;
    this.#issued.set(`Bearer ${token}`, this.#clock() + this.lifetimeSeconds * 1000);
    const json = { access_token: token, expires_in: this.lifetimeSeconds, token_type: 'Bearer', scope: 'MDMBWS.All' };
    return { status: 200, headers: { 'cache-control': 'no-store' }, json };
  }
}
