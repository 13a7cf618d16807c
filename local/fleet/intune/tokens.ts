// The token authority of the Microsoft identity platform, as far as client credentials need it: OpenID configuration and
// token endpoint with a secret or a signed assertion, errors with their AADSTS numbers. Tokens expire.
import { constants, createPublicKey, randomBytes, randomUUID, verify, X509Certificate } from 'node:crypto';
import type { Json } from '../estate/device.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { isObject } from '../http/exchange.ts';

export interface AppRegistration {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** PEM of the certificate that is registered with the app, if one is. */
  certificate: () => string | undefined;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

class TokenError extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

function jsonPart(part: string): JsonObject {
  try {
    const parsed: Json = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (isObject(parsed)) return parsed;
  } catch {
    // Not JSON: refused below.
  }
  throw new TokenError(400, 'invalid_request', 50_027, 'JWT token is invalid or malformed.');
}

export class Tokens {
  readonly #app: AppRegistration;
  readonly #clock: () => number;
  readonly #issued = new Map<string, number>();
  /** Lifetime of the tokens issued from now on. */
  lifetimeSeconds = 3599;
  secretExpired = false;
  /** How many requests for a token were refused. */
  refused = 0;

  constructor(app: AppRegistration, clock: () => number) {
    this.#app = app;
    this.#clock = clock;
  }

  /** Whether a request carries a token that is valid now. */
  accepts(exchange: Exchange): boolean {
    const token = /^Bearer (.+)$/i.exec(exchange.headers.authorization ?? '')?.[1];
    const expires = token === undefined ? undefined : this.#issued.get(token);
    return expires !== undefined && expires > this.#clock();
  }

  /** Answers a request to the authority, or undefined if the path is none of its own. */
  answer(exchange: Exchange): Answer | undefined {
    const [, tenant = '', ...rest] = exchange.path.split('/');
    const operation = rest.join('/');
    if (operation !== 'v2.0/.well-known/openid-configuration' && operation !== 'oauth2/v2.0/token') return undefined;
    try {
      if (tenant !== this.#app.tenantId)
        throw new TokenError(400, 'invalid_request', 90_002, `Tenant '${tenant}' not found.`);
      return operation.startsWith('v2.0') ? this.#configuration(exchange) : this.#token(exchange);
    } catch (error) {
      if (error instanceof TokenError) return this.#refusal(error);
      throw error;
    }
  }

  #configuration({ origin }: Exchange): Answer {
    const base = `${origin}/${this.#app.tenantId}`;
    return {
      status: 200,
      json: {
        token_endpoint: `${base}/oauth2/v2.0/token`,
        token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
        jwks_uri: `${base}/discovery/v2.0/keys`,
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
        scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        tenant_region_scope: 'EU',
      },
    };
  }

  #token(exchange: Exchange): Answer {
    if (exchange.method !== 'POST')
      throw new TokenError(400, 'invalid_request', 900_561, 'The endpoint only accepts POST requests.');
    const form = new URLSearchParams(exchange.body.toString());
    if (!form.get('grant_type'))
      throw new TokenError(
        400,
        'invalid_request',
        900_144,
        "The request body must contain the following parameter: 'grant_type'.",
      );
    if (form.get('grant_type') !== 'client_credentials')
      throw new TokenError(400, 'unsupported_grant_type', 70_003, 'The grant type is not supported.');
    if (form.get('client_id') !== this.#app.clientId) {
      throw new TokenError(400, 'unauthorized_client', 700_016, 'Application was not found in the directory.');
    }
    if (
      !form
        .get('scope')
        ?.split(' ')
        .some((scope) => scope.endsWith('/.default'))
    ) {
      throw new TokenError(
        400,
        'invalid_scope',
        1_002_012,
        'The provided value for scope is not valid. Client credential flows must have a scope value with /.default.',
      );
    }
    this.#authenticate(form, `${exchange.origin}${exchange.path}`);
    return this.#issue();
  }

  #authenticate(form: URLSearchParams, endpoint: string): void {
    const secret = form.get('client_secret');
    const assertion = form.get('client_assertion');
    if (assertion !== null && form.get('client_assertion_type') === ASSERTION_TYPE) {
      this.#verify(assertion, endpoint);
      return;
    }
    if (secret === null)
      throw new TokenError(
        401,
        'invalid_client',
        7_000_218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      );
    if (this.secretExpired)
      throw new TokenError(401, 'invalid_client', 7_000_222, 'The provided client secret keys for app are expired.');
    if (secret !== this.#app.clientSecret)
      throw new TokenError(401, 'invalid_client', 7_000_215, 'Invalid client secret provided.');
  }

  /** A JWT of RFC 7523, signed with RS256 or PS256 by the key of the registered certificate. */
  #verify(assertion: string, endpoint: string): void {
    const [head = '', payload = '', signature = ''] = assertion.split('.');
    const { alg } = jsonPart(head);
    const claims = jsonPart(payload);
    const certificate = this.#app.certificate();
    const padding = alg === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
    const known = alg === 'PS256' || alg === 'RS256';
    const key =
      certificate === undefined
        ? undefined
        : createPublicKey(new X509Certificate(certificate).publicKey.export({ format: 'pem', type: 'spki' }));
    const signed =
      known &&
      key !== undefined &&
      verify('sha256', Buffer.from(`${head}.${payload}`), { key, padding }, Buffer.from(signature, 'base64url'));
    if (!signed)
      throw new TokenError(
        401,
        'invalid_client',
        700_027,
        'The certificate with identifier used to sign the client assertion is not registered on application.',
      );
    const audience = claims.aud === endpoint || claims.aud === endpoint.replace('/oauth2/v2.0/token', '/v2.0');
    if (!audience)
      throw new TokenError(
        401,
        'invalid_client',
        700_023,
        'Client assertion audience claim does not match Realm issuer.',
      );
    if (claims.iss !== this.#app.clientId || claims.sub !== this.#app.clientId) {
      throw new TokenError(
        401,
        'invalid_client',
        700_021,
        'Client assertion application identifier does not match client_id parameter.',
      );
    }
    if (Number(claims.exp) * 1000 < this.#clock())
      throw new TokenError(401, 'invalid_client', 700_024, 'Client assertion is not within its valid time range.');
  }

  #issue(): Answer {
    const token = `eyJ0eXAiOiJKV1QifQ.${randomBytes(96).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
    this.#issued.set(token, this.#clock() + this.lifetimeSeconds * 1000);
    const life = { expires_in: this.lifetimeSeconds, ext_expires_in: this.lifetimeSeconds };
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      json: { token_type: 'Bearer', ...life, access_token: token },
    };
  }

  #refusal({ status, error, number, message }: TokenError): Answer {
    this.refused++;
    const trace = randomUUID();
    const correlation = randomUUID();
    const timestamp = `${new Date(this.#clock()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
    const description = `AADSTS${number}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
    return {
      status,
      json: {
        error,
        error_description: description,
        error_codes: [number],
        timestamp,
        trace_id: trace,
        correlation_id: correlation,
      },
    };
  }
}
