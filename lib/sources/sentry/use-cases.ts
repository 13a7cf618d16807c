// Requests with their responses: a use case is both, in whichever order, step and file they come. Of a request whose
// response does not come within a quarter of an hour the action alone says how it ended.
import { z } from 'zod';
import type { AccessKind, AccessResult } from '../../catalog/index.ts';
import type { SourceRow, ToldId } from '../contract.ts';
import type { SentryEntry, SentryRequest, SentryResponse } from '../logs/formats/sentry.ts';
import { meaningOfStatus } from '../logs/http-meanings.ts';
import { namesOf } from '../logs/names.ts';

const WAITS_MS = 15 * 60_000;
/** Beyond so many halves the oldest wait no longer. */
const MOST_WAITING = 10_000;

const text = z.string().nullable();
/** When it was read: the time of the line may be long ago. */
const heldAt = z.number();
const halves = z.object({
  requests: z.array(
    z.object({
      kind: z.literal('request'),
      at: z.number(),
      useCase: z.string(),
      result: z.enum(['allowed', 'blocked', 'none']),
      app: text,
      user: text,
      device: text,
      easDevice: text,
      deviceType: text,
      serviceType: text,
      host: text,
      client: z.null(),
      heldAt,
    }),
  ),
  responses: z.array(z.tuple([z.string(), z.object({ status: z.number().nullable(), heldAt })])),
});

export interface Done {
  readonly id: ToldId;
  readonly row: SourceRow;
}

type Held<T> = T & { readonly heldAt: number };
type Answered = Pick<SentryResponse, 'status'>;

export class UseCases {
  readonly #requests = new Map<string, Held<SentryRequest>>();
  readonly #responses = new Map<string, Held<Answered>>();
  #done: Done[] = [];

  /** `kept` is what `kept` told of the poll before. */
  constructor(kept: string | null = null) {
    const parsed = halves.safeParse(kept === null ? null : JSON.parse(kept));
    if (!parsed.success) return;
    for (const request of parsed.data.requests) this.#requests.set(request.useCase, request);
    for (const [useCase, answered] of parsed.data.responses) this.#responses.set(useCase, answered);
  }

  add(entry: SentryEntry, heldAt = 0): void {
    const { useCase } = entry;
    const request = entry.kind === 'request' ? entry : this.#requests.get(useCase);
    const answered = entry.kind === 'response' ? entry : this.#responses.get(useCase);
    if (request && answered) this.#tell(request, answered);
    else if (entry.kind === 'request') this.#requests.set(useCase, { ...entry, client: null, heldAt });
    else this.#responses.set(useCase, { status: entry.status, heldAt });
    const oldest = this.#requests.size > MOST_WAITING ? this.#requests.values().next().value : undefined;
    if (oldest) this.#tell(oldest, null);
    const [first] = this.#responses.size > MOST_WAITING ? this.#responses.keys() : [];
    if (first !== undefined) this.#responses.delete(first);
  }

  /** Those that waited long enough: all where nothing will follow. */
  settle(now: number): void {
    for (const request of [...this.#requests.values()]) if (now - request.heldAt >= WAITS_MS) this.#tell(request, null);
    for (const [useCase, { heldAt }] of [...this.#responses])
      if (now - heldAt >= WAITS_MS) this.#responses.delete(useCase);
  }

  /** What is whole since it was asked last. */
  take(): readonly Done[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  /** What waits, as text; null where nothing does. The address of a client is not kept. */
  get kept(): string | null {
    if (this.#requests.size + this.#responses.size === 0) return null;
    return JSON.stringify({ requests: [...this.#requests.values()], responses: [...this.#responses] });
  }

  #tell(request: SentryRequest, answered: Answered | null): void {
    this.#requests.delete(request.useCase);
    this.#responses.delete(request.useCase);
    this.#done.push({ id: { id: request.useCase, at: new Date(request.at) }, row: rowOf(request, answered) });
  }
}

const KINDS: Readonly<Record<string, AccessKind>> = {
  activesync: 'mail',
  app_tunnel: 'tunnel',
  tcp_tunnel: 'tunnel',
  ip_tunnel: 'tunnel',
};

function rowOf(request: SentryRequest, answered: Answered | null): SourceRow {
  const { at, useCase, app, user, device, easDevice, deviceType, serviceType, host } = request;
  const status = answered?.status ?? null;
  return {
    occurred_at: new Date(at),
    log_line: useCase.slice(0, 64),
    app_id: app ?? serviceType ?? 'unknown',
    kind: KINDS[serviceType?.toLowerCase() ?? ''] ?? 'other',
    ...outcomeOf(request.result, status),
    failed_at: new Date(at),
    requests: 1,
    client: serviceType,
    host,
    device_type: deviceType,
    external_id: device,
    eas_device_id: easDevice,
    ...namesOf(user),
  };
}

function outcomeOf(action: SentryRequest['result'], status: number | null) {
  const isRefused = status !== null && status >= 400;
  const told = isRefused ? { code: `http ${status}`, meaning: meaningOfStatus(status) } : { code: null, meaning: null };
  const result: AccessResult =
    action === 'blocked'
      ? 'blocked'
      : isRefused
        ? 'failure'
        : action === 'allowed' || status !== null
          ? 'success'
          : 'unknown';
  return action === 'blocked' ? { result, code: told.code ?? 'BLOCK', meaning: BLOCKED } : { result, ...told };
}

const BLOCKED = 'Sentry blocked it: the device or app is not allowed by its management system.';
