// Sends what is due, channel by channel. What cannot be delivered is tried again, less and less often, for a day.
import { describeError, LensError, SourceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { counters } from '../metrics/counters.ts';
import type { Store } from '../store/index.ts';
import type { Message } from './message.ts';
import { claim, type Delivery, dueDeliveries, end, giveBack, LONGEST_WAIT_MS, type Outcome } from './outbox.ts';

export interface Channel {
  readonly name: string;
  /** Throws LensError, ChannelBusy where another one is at it. `asked`: an operator did, who may know that the account works again. */
  send(message: Message, asked: boolean): Promise<void>;
}

/** Nothing failed: whoever is at it sends what else is due. */
export class ChannelBusy extends SourceError {}

export interface Delivering {
  readonly store: Store;
  readonly channels: readonly Channel[];
  /** Kinds that do not wait for the end of quiet hours; null where none waits. */
  readonly kinds: readonly string[] | null;
  readonly stop: AbortSignal;
  readonly log: Logger;
}

/** One that cannot be reached holds up no other. */
export async function deliver(delivering: Delivering): Promise<void> {
  await Promise.all(delivering.channels.map((channel) => deliverBy(channel, delivering)));
}

async function deliverBy(channel: Channel, { store, kinds, stop, log }: Delivering): Promise<void> {
  const due = await dueDeliveries(store, channel.name, kinds, await store.now());
  for (const one of due) {
    if (stop.aborted) return;
    const claimed = await claim(store, one, await store.now());
    if (!claimed) continue;
    const isLate = isPast(claimed, await store.now());
    const error = isLate ? tooLate() : await sent(channel, claimed.message);
    if (error instanceof ChannelBusy) return void (await giveBack(store, claimed, await store.now()));
    const outcome = outcomeOf(claimed, error, await store.now());
    await end(store, claimed, outcome);
    counters.add('emmlens_notifications_total', [channel.name, outcome.outcome ?? 'delayed']);
    if (error === null) continue;
    log.warn('A notification was not delivered.', {
      channel: channel.name,
      code: outcome.error_code ?? '',
      attempts: claimed.attempts,
      final: outcome.outcome === 'failed',
    });
    // The others would meet the same.
    if (!isLate) return;
  }
}

/** What failed, or null. */
const sent = (channel: Channel, message: Message): Promise<unknown> =>
  channel.send(message, false).then(
    () => null,
    (thrown: unknown) => thrown,
  );

/** After a restore, or a long stop, what is old is no news. */
const isPast = ({ occurred_at }: Delivery, at: Date): boolean =>
  Math.abs(at.getTime() - occurred_at.getTime()) >= TRIED_FOR_MS;
const tooLate = (): LensError =>
  new LensError('It is a day old.', { code: 'too-late', hint: 'It is not sent any more.' });

const MINUTE_MS = 60_000;
const TRIED_FOR_MS = 24 * 60 * MINUTE_MS;

/** After 1, 2, 4, .. 60 minutes; later where the receiver asks for it. */
export function outcomeOf(delivery: Delivery, error: unknown, now: Date): Outcome {
  if (error === null) return { outcome: 'delivered', error_code: null, next_attempt_at: null };
  const error_code = describeError(error).code.slice(0, 64);
  const askedMs = error instanceof SourceError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  const ownMs = Math.min(2 ** (delivery.attempts - 1), 60) * MINUTE_MS;
  const next = new Date(now.getTime() + Math.max(ownMs, Math.min(askedMs, LONGEST_WAIT_MS)));
  return isPast(delivery, next)
    ? { outcome: 'failed', error_code, next_attempt_at: null }
    : { outcome: null, error_code, next_attempt_at: next };
}
