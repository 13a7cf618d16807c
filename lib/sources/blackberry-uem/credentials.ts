// What signs requests: the `besng-basic` header that an on-premises server makes of name and password, or a bearer
// token of BlackBerry Enterprise Identity. The header holds the password, so it is kept in memory and sent to one origin.
// https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_17_1_rest/gettingStarted.html
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { SourceError } from '../../errors.ts';
import type { HttpClient } from '../../net/http.ts';
import { basicAuthorization } from '../basic-authorization.ts';
import { wrongShape } from '../wire.ts';
import { type BlackberryUemConfig, baseOf, tokenUrlOf } from './config.ts';

const tokenShape = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().optional() });

/** Renewed this long before its end, or at half its life where it is shorter-lived: the vendor's live ten minutes. */
const MARGIN_MS = 60_000;
const DEFAULT_LIFE_SECONDS = 600;
const MAX_HEADER_BYTES = 65_536;

interface Credential {
  readonly header: string;
  readonly renewAt: number;
}

export class Credentials {
  readonly #config: BlackberryUemConfig;
  readonly #http: HttpClient;
  readonly #clock: Clock;
  #credential: Credential | null = null;
  /** While it is asked for, so that requests side by side ask once. */
  #pending: Promise<Credential> | null = null;

  constructor(config: BlackberryUemConfig, http: HttpClient, clock: Clock) {
    this.#config = config;
    this.#http = http;
    this.#clock = clock;
  }

  /** The header `Authorization`. Throws SourceError `auth` where the account is refused. */
  async get(): Promise<string> {
    const current = this.#credential;
    if (current !== null && this.#clock.now().getTime() < current.renewAt) return current.header;
    this.#pending ??= this.#acquire().finally(() => {
      this.#pending = null;
    });
    this.#credential = await this.#pending;
    return this.#credential.header;
  }

  /** A request with this header was refused: it is not used again. */
  forget(header: string): void {
    if (this.#credential?.header === header) this.#credential = null;
  }

  #acquire(): Promise<Credential> {
    return this.#config.clientId === undefined ? this.#basic() : this.#bearer(this.#config.clientId);
  }

  async #basic(): Promise<Credential> {
    const { username, password, provider, domain } = this.#config;
    const encoded = Buffer.from(password?.read() ?? '').toString('base64');
    const answer = await this.#http.stream({
      method: 'POST',
      url: `${baseOf(this.#config)}/util/authorization`,
      headers: { Accept: '*/*', 'Content-Type': 'application/vnd.blackberry.authorizationrequest-v1+json' },
      body: Buffer.from(JSON.stringify({ username, password: encoded, provider, ...(domain ? { domain } : {}) })),
      accept: [400, 401],
      idempotent: true,
      maxBytes: MAX_HEADER_BYTES,
    });
    const header = (await text(answer.body)).trim();
    if (answer.status !== 200)
      throw refused('Check username, password, provider and domain, and that the account is enabled.');
    // Its form is the server's own; a page of a proxy is none.
    if (!/^besng-basic [!-~]+$/.test(header)) throw wrongShape('BlackBerry UEM');
    return { header, renewAt: Number.POSITIVE_INFINITY };
  }

  async #bearer(clientId: string): Promise<Credential> {
    // RFC 6749 2.3.1: both are encoded as in a form, then as in Basic.
    const secret = this.#config.clientSecret?.read() ?? '';
    const basic = basicAuthorization(encodeURIComponent(clientId), encodeURIComponent(secret));
    const answer = await this.#http.json({
      method: 'POST',
      url: tokenUrlOf(this.#config),
      headers: { Authorization: basic, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams({ grant_type: 'client_credentials', scope: 'MDMBWS.All' }).toString()),
      accept: [400, 401],
      idempotent: true,
    });
    if (answer.status !== 200)
      throw refused('Check clientId, clientSecret and tenantId, and that the app is authorised in UEM.');
    const parsed = tokenShape.safeParse(answer.body);
    if (!parsed.success) throw wrongShape('BlackBerry Enterprise Identity');
    const life = (parsed.data.expires_in ?? DEFAULT_LIFE_SECONDS) * 1000;
    const renewAt = this.#clock.now().getTime() + life - Math.min(MARGIN_MS, life / 2);
    return { header: `Bearer ${parsed.data.access_token}`, renewAt };
  }
}

const refused = (hint: string): SourceError =>
  new SourceError('BlackBerry UEM refused the account.', { code: 'auth', hint });
