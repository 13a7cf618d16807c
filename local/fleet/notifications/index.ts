// Who gets the notifications of the company, simulated: a receiver of webhooks that checks each signature as Standard
// Webhooks has it, and tells what kind came, in which phase and of how many sources. Nothing else of an event is looked at.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Exchange } from '../http/exchange.ts';
import { HttpServer, type HttpSystem } from '../http/server.ts';
import type { Hosting } from '../member.ts';
import type { Notified } from '../told.ts';

export interface Notifications extends HttpSystem {
  /** `whsec_` and base64. */
  readonly secret: string;
}

const event = z.object({ data: z.object({ kind: z.string(), phase: z.string(), count: z.number() }) });

/** What is signed otherwise, or is old, is refused. `tell` hears of the rest. */
export async function startNotifications(hosting: Hosting, tell: (notified: Notified) => void): Promise<Notifications> {
  const key = randomBytes(32);
  const server = new HttpServer(hosting, {
    handle: (exchange) => {
      if (exchange.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
      if (!isSigned(exchange, key, hosting.clock())) return { status: 401 };
      const { data } = event.safeParse(JSON.parse(exchange.body.toString()));
      if (!data) return { status: 400 };
      tell({ type: 'notified', ...data.data });
      return { status: 204 };
    },
  });
  return { ...(await server.open()), secret: `whsec_${key.toString('base64')}` };
}

const TOLERANCE_MS = 300_000;

function isSigned({ headers, body }: Exchange, key: Buffer, now: number): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures } = headers;
  if (!(Math.abs(now - Number(seconds) * 1000) < TOLERANCE_MS)) return false;
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
  const expected = Buffer.from(`v1,${signature}`);
  return String(signatures)
    .split(' ')
    .map((one) => Buffer.from(one))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}
