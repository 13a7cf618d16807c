// The agent of one source: its private CA beside the system's roots, TLS 1.2 or newer, its proxy, a bound on connecting.
// Certificates are always checked; there is no switch against it, not even Node's own (certificates.ts).
import { Agent, type AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext, TLSSocket } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { ConfigError } from '../errors.ts';
import { readAuthorities, unreadableAuthorities } from './authorities.ts';
import { tellPeer } from './peers.ts';
import { resting } from './rest.ts';

export interface AgentSettings {
  readonly caFile?: string | undefined;
  /** The setting that names it, where it is none of a source. */
  readonly caFileKey?: string;
  readonly proxy?: string | undefined;
  /** `user:password` for the proxy. */
  readonly proxyCredentials?: string | undefined;
  readonly connectMs: number;
}

/** Raised when no connection, TLS included, came about in time: nothing was sent yet. */
class ConnectTimeout extends Error {
  readonly code = 'CONNECT_TIMEOUT';
}

/** Destroy it after use. Throws ConfigError when the CA file cannot be read, or the credentials are of another form. */
export function createAgent(settings: AgentSettings): Agent {
  const secured = secureContext(settings);
  if (settings.proxy !== undefined)
    return resting(new TunnelAgent(addressOf(settings.proxy, settings.proxyCredentials), secured, settings.connectMs));
  return resting(new DirectAgent({ ...KEEP_ALIVE, ...CHECKED, secureContext: secured }, settings.connectMs));
}

/** As the agent wants it: it takes user and password from the address, decoded. */
function addressOf(proxy: string, credentials: string | undefined): string {
  if (credentials === undefined) return proxy;
  const colon = credentials.indexOf(':');
  if (colon < 1)
    throw new ConfigError('The credentials for the proxy of a source cannot be read.', {
      code: 'proxy-credentials',
      hint: '`proxyCredentials` must refer to a secret of the form user:password.',
    });
  const address = new URL(proxy);
  address.username = encodeURIComponent(credentials.slice(0, colon));
  address.password = encodeURIComponent(credentials.slice(colon + 1));
  return address.href;
}

// A half-open connection answers no keep-alive probe, so the kernel ends it even while nobody waits for a byte.
const KEEP_ALIVE = { keepAlive: true, keepAliveMsecs: 30_000 };

const CHECKED = { rejectUnauthorized: true };

/** By the content of the CA file: parsing some 150 roots takes longer than most of a small poll. */
const contexts = new Map<string | undefined, SecureContext>();

function secureContext({ caFile, caFileKey }: AgentSettings): SecureContext {
  try {
    const authority = caFile === undefined ? undefined : readAuthorities(caFile);
    const known = contexts.get(authority);
    if (known) return known;
    const ca = authority === undefined ? undefined : [...getCACertificates('default'), authority];
    const made = createSecureContext({ minVersion: 'TLSv1.2', ca });
    contexts.set(authority, made);
    return made;
  } catch {
    throw unreadableAuthorities(caFileKey);
  }
}

class DirectAgent extends Agent {
  readonly #connectMs: number;
  constructor(options: AgentOptions, connectMs: number) {
    super(options);
    this.#connectMs = connectMs;
  }

  override createConnection(
    ...parameters: Parameters<Agent['createConnection']>
  ): ReturnType<Agent['createConnection']> {
    const socket = super.createConnection(...parameters);
    if (!(socket instanceof TLSSocket)) return socket;
    const timer = setTimeout(() => socket.destroy(new ConnectTimeout()), this.#connectMs);
    const settle = () => clearTimeout(timer);
    socket.once('secureConnect', settle).once('close', settle);
    const { host, port } = parameters[0];
    socket.once('secureConnect', () => tellPeer(`${host}:${port}`, socket));
    return socket;
  }
}

type Connect = HttpsProxyAgent<string>['connect'];

class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #secured: SecureContext;
  readonly #connectMs: number;
  constructor(proxy: string, secured: SecureContext, connectMs: number) {
    // The CA is the source's; it counts for a proxy that is itself reached by TLS, too.
    super(proxy, { ...KEEP_ALIVE, ...CHECKED, secureContext: secured });
    this.#secured = secured;
    this.#connectMs = connectMs;
  }

  override async connect(...[request, options]: Parameters<Connect>): Promise<Socket> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ConnectTimeout()), this.#connectMs);
    });
    const secured = options.secureEndpoint ? { ...options, ...CHECKED, secureContext: this.#secured } : options;
    const tunnel = super.connect(request, secured);
    tunnel.then(
      (socket) => {
        if (socket instanceof TLSSocket)
          socket.once('secureConnect', () => tellPeer(`${options.host}:${options.port}`, socket));
        if (request.destroyed) socket.destroy();
      },
      () => undefined,
    );
    try {
      return await Promise.race([tunnel, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
