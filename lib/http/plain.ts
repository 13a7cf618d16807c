// Whether keys come in plain HTTP. The runtime speaks no TLS, and does not tell on which address it listens: what stands in front
// of it only requests tell. Of this process, in its memory: a restart begins anew.
import type { HttpHandler, HttpRequest } from '@azure/functions';
import type { EndpointDeclaration } from './endpoint.ts';
import { INGEST_KEY_HEADER } from './principal.ts';

/** After the last one: a front that was mended is believed a day later, or after a restart. */
const TOLD_MS = 86_400_000;
const KEYS = ['x-functions-key', 'authorization', INGEST_KEY_HEADER];

export class PlainHttp {
  #lastAt: number | null = null;
  readonly #now: () => number;

  /** `now`: milliseconds of a clock that does not jump. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** `handler`, which notes requests with a key that was accepted: by the runtime before, or by itself. Anybody sends a wrong one. */
  behind(authLevel: EndpointDeclaration['authLevel'], handler: HttpHandler): HttpHandler {
    return async (request, context) => {
      if (authLevel === 'function') this.#note(request);
      const response = await handler(request, context);
      if (authLevel === 'anonymous' && response && (response.status ?? 200) < 300) this.#note(request);
      return response;
    };
  }

  #note({ url, headers }: HttpRequest): void {
    if (outermost(headers.get('x-forwarded-proto')) === 'https') return;
    const asked = URL.parse(url);
    if (asked === null || asked.protocol === 'https:' || isLoopback(asked.hostname)) return;
    if (asked.searchParams.has('code') || KEYS.some((name) => headers.get(name) !== null)) this.#lastAt = this.#now();
  }

  /** Empty while none was seen. */
  get lines(): readonly string[] {
    return this.#lastAt === null || this.#now() - this.#lastAt > TOLD_MS ? [] : [LINE];
  }
}

const LINE =
  'A key came in plain HTTP to an address that is not loopback: whoever is on the way can read it, and the answers. Let TLS end in front of the collector, on the same host or in the same pod, and say X-Forwarded-Proto: https; then change the keys.';

/** Of several proxies the one that the caller spoke to stands first. */
const outermost = (protocols: string | null): string | undefined => protocols?.split(',')[0]?.trim().toLowerCase();

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** What this process was sent. */
export const plainHttp = new PlainHttp();
