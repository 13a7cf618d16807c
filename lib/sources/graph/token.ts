// Tokens from Entra ID: client credentials by a secret or a certificate. Requests to the authority go through the
// source's own HTTP client, so that its private CA, proxy and retries count there too.
import type { TokenCredential, TokenCredentialOptions } from '@azure/identity';
import { z } from 'zod';
import { ConfigError, LensError, ofServer, SourceError } from '../../errors.ts';
import type { HttpClient } from '../../net/http.ts';
import { readSmallFile, SECRET_BYTES } from '../../small-file.ts';
import { type Issued, tokenIn } from '../credential.ts';
import { wrongShape } from '../wire.ts';
import { addressesOf, type GraphAccess } from './config.ts';

type Transport = NonNullable<TokenCredentialOptions['httpClient']>;
type TransportRequest = Parameters<Transport['sendRequest']>[0];
type TransportResponse = Awaited<ReturnType<Transport['sendRequest']>>;
type TransportHeaders = TransportResponse['headers'];

/** Throws SourceError `auth-<AADSTS number>`, `wrong-shape`, or what the HTTP client throws. */
export async function issueToken(config: GraphAccess, http: HttpClient): Promise<Issued> {
  const transport = new IdentityTransport(http);
  try {
    // A new one each time: the one before would answer from its cache.
    const credential = await credentialOf(config, transport);
    const token = await credential.getToken(addressesOf(config).scope);
    if (token) return { text: token.token, expiresAt: token.expiresOnTimestamp };
  } catch (error) {
    if (error instanceof LensError) throw error;
  }
  throw transport.failure ?? refusal(transport);
}

async function credentialOf(config: GraphAccess, transport: Transport): Promise<TokenCredential> {
  // Heavy, and needed by this source alone.
  const { ClientCertificateCredential, ClientSecretCredential } = await import('@azure/identity');
  // There is no option for it: the secret would go to the region's address instead of the configured one.
  delete process.env.AZURE_REGIONAL_AUTHORITY_NAME;
  const { tenantId, clientId, clientSecret, certificateFile } = config;
  const { authorityHost, instanceDiscovery } = addressesOf(config);
  const options = {
    authorityHost,
    disableInstanceDiscovery: !instanceDiscovery,
    httpClient: transport,
    retryOptions: { maxRetries: 0 },
  };
  if (clientSecret) return new ClientSecretCredential(tenantId, clientId, clientSecret.read(), options);
  if (certificateFile)
    return new ClientCertificateCredential(tenantId, clientId, { certificate: pemOf(certificateFile) }, options);
  throw new ConfigError('The source has no credentials.', {
    code: 'credentials-missing',
    hint: 'Set clientSecret or certificateFile.',
  });
}

/** Read here: the library would wait for a FIFO without end. */
function pemOf(certificateFile: string): string {
  try {
    return readSmallFile(certificateFile, SECRET_BYTES);
  } catch {
    throw new ConfigError('The certificateFile of a source cannot be read.', {
      code: 'certificate-file',
      hint: 'Mount a PEM file of 64 kB at most there, with certificate and private key, and let the process read it.',
    });
  }
}

const HINTS = {
  '7000215': 'The client secret is wrong: its value is needed, not its id.',
  '7000222': 'The client secret has expired: make a new one in the app registration.',
  '700016': 'No such application in this tenant: check `clientId` and `tenantId`.',
  '700027': 'The certificate is not the one of the app registration, or it has expired.',
  '90002': 'No such tenant: check `tenantId` and `cloud`.',
} as const;
export type HintedRefusal = keyof typeof HINTS;
const hints: Readonly<Record<string, string>> = HINTS;

/** The number of the refusal is all that is told of it. */
function refusal({ number, refused: refusedSignIns, isAnswered, host }: IdentityTransport): SourceError {
  if (isAnswered && number === undefined && refusedSignIns === 0) return wrongShape('Entra ID');
  const error = new SourceError('Entra ID issued no token.', {
    code: number === undefined ? 'auth' : `auth-${number}`,
    hint:
      (number === undefined ? undefined : hints[number]) ??
      'Check `tenantId`, `clientId`, `cloud`, and the secret or certificate of the app registration.',
    refusedSignIns,
  });
  return host === undefined ? error : ofServer(error, host);
}

/** What @azure/identity sends its requests through. Keeps our error, which it would wrap in its own. */
class IdentityTransport implements Transport {
  failure: LensError | null = null;
  /** Whether Entra ID said a word: else it is the certificate, which cannot be used. */
  isAnswered = false;
  /** Answers that refused the secret, which goes out with POST alone. */
  refused = 0;
  /** Of the last refusal: AADSTS7000215. */
  number: string | undefined;
  /** That of the last answer. */
  host: string | undefined;
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  async sendRequest(request: TransportRequest): Promise<TransportResponse> {
    try {
      const answer = await this.#http.json({
        method: request.method === 'POST' ? 'POST' : 'GET',
        url: request.url,
        headers: request.headers.toJSON(),
        ...(typeof request.body === 'string' ? { body: Buffer.from(request.body) } : {}),
        accept: [400, 401],
        idempotent: true,
      });
      this.isAnswered = true;
      this.host = new URL(request.url).host;
      if (answer.status !== 200) this.#refusedBy(request, answer.body);
      return {
        request,
        status: answer.status,
        headers: transportHeaders(answer.headers),
        bodyAsText: JSON.stringify(
          request.method === 'POST' && answer.status === 200 ? withLife(answer.body) : answer.body,
        ),
      };
    } catch (error) {
      if (error instanceof LensError) this.failure = error;
      throw error;
    }
  }

  #refusedBy({ method }: TransportRequest, body: unknown): void {
    if (method === 'POST') this.refused += 1;
    const parsed = refusalShape.safeParse(body);
    this.number = parsed.success ? String(parsed.data.error_codes[0]) : undefined;
  }
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const refusalShape = z.object({ error_codes: z.array(z.int().positive()).nonempty() });

const LIFE_SECONDS = 3600;

/** The library takes a token whose life is not told for one that has ended, and asks for another with each request. */
const withLife = (body: unknown): unknown => {
  const { text, seconds } = tokenIn(body, LIFE_SECONDS);
  return { token_type: 'Bearer', access_token: text, expires_in: seconds };
};

function transportHeaders(values: Readonly<Record<string, string | undefined>>): TransportHeaders {
  const headers = new Headers();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) headers.set(name, value);
  return {
    get: (name) => headers.get(name) ?? undefined,
    has: (name) => headers.has(name),
    set: (name, value) => headers.set(name, String(value)),
    delete: (name) => headers.delete(name),
    toJSON: () => Object.fromEntries(headers),
    [Symbol.iterator]: () => headers.entries(),
  };
}
