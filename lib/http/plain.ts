// Whether keys come in plain HTTP. The runtime speaks no TLS, and does not tell on which address it listens: what stands in front
// of it only requests tell. Of this process, in its memory: a restart begins anew.
import { INGEST_KEY_HEADER } from './principal.ts';

/** After the last one: a front that was mended is believed a day later, or after a restart. */
const TOLD_MS = 86_400_000;
const KEYS = ['x-functions-key', 'authorization', INGEST_KEY_HEADER];

interface Sent {
  readonly url: string;
  readonly headers: { get(name: string): string | null };
}

export class PlainHttp {
  #lastAt: number | null = null;
  readonly #now: () => number;

  /** `now`: milliseconds of a clock that does not jump. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Probes have no key, and ask within a host or a cluster: nothing is lost with them. */
  note({ url, headers }: Sent): void {
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
