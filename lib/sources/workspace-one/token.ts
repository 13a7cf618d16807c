// What the API server wants to know of us: the key of the organisation group, and an account or a token. The secret of
// an OAuth client goes to the token server alone, the token to the API server alone.
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { SourceError } from '../../errors.ts';
import type { HttpClient } from '../../net/http.ts';
import { basicAuthorization } from '../basic-authorization.ts';
import { wrongShape } from '../wire.ts';
import { tokenAddress, type WorkspaceOneConfig } from './config.ts';

/** Renewed this long before the end, or at half its life where it is shorter-lived. */
const MARGIN_MS = 5 * 60_000;

const tokenShape = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(3600) });
const errorShape = z.object({ error: z.string() });

export class Credentials {
  readonly #config: WorkspaceOneConfig;
  readonly #http: HttpClient;
  readonly #clock: Clock;
  #token: { readonly text: string; readonly renewAt: number } | null = null;
  /** Several requests wait for one token. */
  #pending: Promise<string> | null = null;

  constructor(config: WorkspaceOneConfig, http: HttpClient, clock: Clock) {
    this.#config = config;
    this.#http = http;
    this.#clock = clock;
  }

  /** Whether a 401 may be mended by another token: a password that is wrong twice may lock the account. */
  get renewable(): boolean {
    return this.#config.clientSecret !== undefined;
  }

  /** Throws SourceError `auth...`, or what the HTTP client throws. */
  async headers(): Promise<Readonly<Record<string, string>>> {
    const { username, password, tenantCode } = this.#config;
    const authorization = password
      ? basicAuthorization(username ?? '', password.read())
      : `Bearer ${await this.#get()}`;
    return { Authorization: authorization, 'aw-tenant-code': tenantCode.read() };
  }

  /** The token of that header was refused before its time; one that has come since stays. */
  forget(headers: Readonly<Record<string, string>>): void {
    if (this.#token && headers.Authorization === `Bearer ${this.#token.text}`) this.#token = null;
  }

  async #get(): Promise<string> {
    if (this.#token && this.#clock.now().getTime() < this.#token.renewAt) return this.#token.text;
    this.#pending ??= this.#acquire().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  async #acquire(): Promise<string> {
    const { clientId = '', clientSecret } = this.#config;
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret?.read() ?? '');
    const answer = await this.#http.json({
      method: 'POST',
      url: tokenAddress(this.#config),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(form.toString()),
      accept: [400, 401],
      idempotent: true,
    });
    if (answer.status !== 200) throw refusal(answer.body);
    const parsed = tokenShape.safeParse(answer.body);
    if (!parsed.success) throw wrongShape('The token server');
    const { access_token: text, expires_in: seconds } = parsed.data;
    const life = seconds * 1000;
    this.#token = { text, renewAt: this.#clock.now().getTime() + life - Math.min(MARGIN_MS, life / 2) };
    return text;
  }
}

/** Codes of RFC 6749 5.2; anything else that stands there is not told. */
function refusal(body: unknown): SourceError {
  const parsed = errorShape.safeParse(body);
  const known = parsed.success && /^(invalid|unauthorized|unsupported)_[a-z_]{1,30}$/.test(parsed.data.error);
  return new SourceError('The token server issued no token.', {
    code: known ? `auth-${parsed.data.error}` : 'auth',
    hint: 'Check clientId, region (or tokenUrl), and the secret of the OAuth client, which may have been replaced.',
  });
}
