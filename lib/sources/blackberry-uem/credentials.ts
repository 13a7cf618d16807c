// What signs requests: the `besng-basic` header that an on-premises server makes of name and password, or a bearer
// token of BlackBerry Enterprise Identity. The header holds the password, so it is kept in memory and sent to one origin.
// https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_17_1_rest/gettingStarted.html
import { text } from 'node:stream/consumers';
import type { Clock } from '../../clock.ts';
import { SourceError } from '../../errors.ts';
import type { HttpClient } from '../../net/http.ts';
import { basicAuthorization } from '../basic-authorization.ts';
import type { PollContext } from '../contract.ts';
import { Credential, type Issued, type Issuer, tokenIn } from '../credential.ts';
import { wrongShape } from '../wire.ts';
import { type BlackberryUemConfig, baseOf, tokenUrlOf } from './config.ts';

const LIFE_SECONDS = 600;
const MAX_HEADER_BYTES = 65_536;

/** The header `Authorization`. Throws SourceError `auth` where the account is refused. */
export const credentialOf = (config: BlackberryUemConfig, { http, clock }: Pick<PollContext, 'http' | 'clock'>) =>
  new Credential(clock, issuerOf(config, http, clock));

function issuerOf(config: BlackberryUemConfig, http: HttpClient, clock: Clock): Issuer {
  const { clientId } = config;
  if (clientId === undefined) {
    const issue = (): Promise<Issued> => basicHeader(config, http);
    return { name: 'BlackBerry UEM', keys: '`url` and `tenantId`', isApart: false, issue };
  }
  const issue = (): Promise<Issued> => bearerHeader(config, clientId, http, clock);
  return { name: 'The token server', keys: '`tokenUrl` and `tenantId`', isApart: true, issue };
}

async function basicHeader(config: BlackberryUemConfig, http: HttpClient): Promise<Issued> {
  const { username, password, provider, domain } = config;
  const encoded = Buffer.from(password?.read() ?? '').toString('base64');
  const answer = await http.stream({
    method: 'POST',
    url: `${baseOf(config)}/util/authorization`,
    headers: { Accept: '*/*', 'Content-Type': 'application/vnd.blackberry.authorizationrequest-v1+json' },
    body: Buffer.from(JSON.stringify({ username, password: encoded, provider, ...(domain ? { domain } : {}) })),
    accept: [400, 401],
    idempotent: true,
    maxBytes: MAX_HEADER_BYTES,
  });
  const header = (await text(answer.body)).trim();
  if (answer.status !== 200)
    throw refused(
      'Check `username`, `password`, `provider` and `domain`, and that the account is enabled. Else `url` and `tenantId`: another product may answer there.',
    );
  // Its form is the server's own; a page of a proxy is none.
  if (!/^besng-basic [!-~]+$/.test(header)) throw wrongShape('BlackBerry UEM');
  return { text: header, expiresAt: Number.POSITIVE_INFINITY };
}

async function bearerHeader(
  config: BlackberryUemConfig,
  clientId: string,
  http: HttpClient,
  clock: Clock,
): Promise<Issued> {
  // RFC 6749 2.3.1: both are encoded as in a form, then as in Basic.
  const secret = config.clientSecret?.read() ?? '';
  const basic = basicAuthorization(encodeURIComponent(clientId), encodeURIComponent(secret));
  const answer = await http.json({
    method: 'POST',
    url: tokenUrlOf(config),
    headers: { Authorization: basic, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(new URLSearchParams({ grant_type: 'client_credentials', scope: 'MDMBWS.All' }).toString()),
    accept: [400, 401],
    idempotent: true,
  });
  if (answer.status !== 200)
    throw refused('Check `clientId`, `clientSecret` and `tenantId`, and that the app is authorised in UEM.');
  const { text: token, seconds } = tokenIn(answer.body, LIFE_SECONDS);
  return { text: `Bearer ${token}`, expiresAt: clock.now().getTime() + seconds * 1000 };
}

const refused = (hint: string): SourceError =>
  new SourceError('BlackBerry UEM refused the account.', { code: 'auth', hint, refusedSignIns: 1 });
