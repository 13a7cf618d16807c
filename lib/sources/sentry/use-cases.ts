// Requests with their responses: a use case is both, in whichever order, step and file they come. Of a request whose
// response does not come within a quarter of an hour the action alone says how it ended.
import { z } from 'zod';
import type { AccessKind, AccessResult } from '../../catalog/index.ts';
import type { SourceRow, ToldId } from '../contract.ts';
import type { SentryEntry, SentryRequest, SentryResponse } from '../logs/formats/sentry.ts';
import { meaningOfStatus } from '../logs/http-meanings.ts';
import { namesOf } from '../logs/names.ts';
import { Waiting } from './waiting.ts';

const WAITS_MS = 15 * 60_000;
/** Beyond so many of each the oldest wait no longer. */
const MOST_WAITING = 10_000;
/**
 * Nor beyond so many bytes of both: they are kept in the checkpoint, sealed, where they take a third more of the million
 * characters that it may have (`lib/store/lease.ts`). Some 3,000 requests as phones make them.
 */
const MOST_BYTES = 600_000;

const text = z.string().nullable();
const halves = z.tuple([
  z.array(
    z.tuple([
      z.string(),
      z.number(),
      z.number(),
      z.number(),
      z.enum(['allowed', 'blocked', 'none']),
      text,
      text,
      text,
      text,
      text,
      text,
      text,
    ]),
  ),
  z.array(z.tuple([z.string(), z.number(), z.number().nullable()])),
]);

export interface Done {
  readonly id: ToldId;
  readonly row: SourceRow;
}

/** The address of a client is not kept. */
type Request = Omit<SentryRequest, 'kind' | 'doubt' | 'client'>;
type Answered = Pick<SentryResponse, 'status'>;

export class UseCases {
  readonly #requests = new Waiting<Request>();
  readonly #responses = new Waiting<Answered>();
  #done: Done[] = [];

  /** `kept` is what `kept` told of the poll before. */
  static of(kept: string): UseCases | null {
    const parsed = halves.safeParse(JSON.parse(kept));
    if (!parsed.success) return null;
    const useCases = new UseCases();
    const [requests, responses] = parsed.data;
    for (const [useCase, heldAt, at, saidAt, result, app, user, device, easDevice, ...rest] of requests) {
      const [deviceType, serviceType, host] = rest;
      const times = { at, saidAt };
      useCases.#ask({ ...times, useCase, result, app, user, device, easDevice, deviceType, serviceType, host }, heldAt);
    }
    for (const [useCase, heldAt, status] of responses) useCases.#answer(useCase, { status }, heldAt);
    return useCases;
  }

  add(entry: SentryEntry, heldAt = 0): void {
    const { useCase } = entry;
    const request = entry.kind === 'request' ? entry : this.#requests.get(useCase);
    const answered = entry.kind === 'response' ? entry : this.#responses.get(useCase);
    if (request && answered) this.#tell(request, answered);
    else if (entry.kind === 'request') this.#ask(entry, heldAt);
    else this.#answer(useCase, entry, heldAt);
    while (this.#isFull) this.#settleOldest();
  }

  /** Those that waited long enough, or came by a clock that was ahead: all where nothing will follow. */
  settle(now: number): void {
    const isDue = (heldAt: number): boolean => now - heldAt >= WAITS_MS || heldAt > now;
    for (const useCase of this.#requests.those(isDue)) this.#settle(useCase);
    for (const useCase of this.#responses.those(isDue)) this.#responses.delete(useCase);
  }

  /** What is whole since it was asked last. */
  take(): readonly Done[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  /** What waits, as text; null where nothing does. */
  get kept(): string | null {
    if (this.#requests.size + this.#responses.size === 0) return null;
    return `[${this.#requests.text},${this.#responses.text}]`;
  }

  /** How many requests wait. */
  get asking(): number {
    return this.#requests.size;
  }

  #ask(request: Request, heldAt: number): void {
    const { at, saidAt, useCase, result, app, user, device, easDevice, deviceType, serviceType, host } = request;
    const kept = [at, saidAt, result, app, user, device, easDevice, deviceType, serviceType, host];
    this.#requests.add(useCase, request, heldAt, kept);
  }

  #answer(useCase: string, { status }: Answered, heldAt: number): void {
    this.#responses.add(useCase, { status }, heldAt, [status]);
  }

  get #isFull(): boolean {
    const [requests, responses] = [this.#requests, this.#responses];
    const isMany = requests.size > MOST_WAITING || responses.size > MOST_WAITING;
    return isMany || requests.bytes + responses.bytes > MOST_BYTES;
  }

  /** Responses first: requests stand before theirs, so that most of those that wait are of requests that wait no longer. */
  #settleOldest(): void {
    const [request, response] = [this.#requests.oldest, this.#responses.oldest];
    if (response !== null && this.#requests.size <= MOST_WAITING) this.#responses.delete(response);
    else if (request !== null) this.#settle(request);
  }

  #settle(useCase: string): void {
    const request = this.#requests.get(useCase);
    if (request) this.#tell(request, null);
  }

  #tell(request: Request, answered: Answered | null): void {
    this.#requests.delete(request.useCase);
    this.#responses.delete(request.useCase);
    this.#done.push({ id: { id: request.useCase, at: new Date(request.saidAt) }, row: rowOf(request, answered) });
  }
}

const KINDS: Readonly<Record<string, AccessKind>> = {
  activesync: 'mail',
  app_tunnel: 'tunnel',
  tcp_tunnel: 'tunnel',
  ip_tunnel: 'tunnel',
};

function rowOf(request: Request, answered: Answered | null): SourceRow {
  const { at, useCase, app, user, device, easDevice, deviceType, serviceType, host } = request;
  const status = answered?.status ?? null;
  return {
    occurred_at: new Date(at),
    log_line: useCase,
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
