// Messages that wait to be delivered, as rows: made with what they tell of, claimed before they are sent.
import { randomUUID } from 'node:crypto';
import { firstRows, type Store } from '../store/index.ts';
import { WARNING_KINDS, type Warning } from '../warning-kinds.ts';
import { type Message, messageOf } from './message.ts';
import { type Plan, type PlanSettings, planOf, type Told } from './plan.ts';

/** Notes what was found, and makes a message of it for each channel. Several collectors look: one after the other. */
export async function note(
  store: Store,
  warnings: readonly Warning[],
  channels: readonly string[],
  settings: PlanSettings,
): Promise<void> {
  const now = await store.now();
  await store.write(async (tx) => {
    await tx.lock('notifications');
    const known = await tx.db.selectFrom('notification').selectAll().execute();
    const { added, seen, told, over, messages }: Plan = planOf(known, warnings, now, settings);
    await tx.insert('notification', added);
    await tx.update(
      'notification',
      seen.map((id) => ({ id, seen_at: now })),
    );
    await tx.update(
      'notification',
      told.map((id) => ({ id, told_at: now })),
    );
    for (const id of over) await tx.db.deleteFrom('notification').where('id', '=', id).execute();
    await tx.insert(
      'notification_delivery',
      messages.flatMap((message) => deliveriesOf(message, channels, now)),
    );
  });
}

function deliveriesOf(message: Told, channels: readonly string[], now: Date) {
  const text = JSON.stringify(messageOf({ ...message, id: randomUUID() }));
  const { kind } = message;
  return channels.map((channel) => ({
    occurred_at: now,
    channel,
    kind,
    message: text,
    attempts: 0,
    next_attempt_at: now,
    outcome: null,
    error_code: null,
  }));
}

export interface Delivery {
  readonly id: number;
  readonly occurred_at: Date;
  readonly kind: string;
  readonly message: Message;
  readonly attempts: number;
}

/** For so long a message is its sender's alone; one that died meanwhile may have sent it. */
const CLAIMED_MS = 5 * 60_000;
/** No wait is longer: one that seems to be was begun by a clock that ran ahead. */
export const LONGEST_WAIT_MS = 12 * 3_600_000;
const AT_ONCE = 50;

/**
 * Those of a channel that are due, the oldest first; of these kinds alone where they are named. What only a newer version
 * has words for waits for a collector of that.
 */
export async function dueDeliveries(
  { db, engine }: Store,
  channel: string,
  kinds: readonly string[] | null,
  now: Date,
): Promise<readonly Delivery[]> {
  const due = db
    .selectFrom('notification_delivery')
    .select(['id', 'occurred_at', 'kind', 'message', 'attempts'])
    .where('channel', '=', channel)
    .where(({ eb, or }) =>
      or([
        eb('next_attempt_at', '<=', now),
        eb('next_attempt_at', '>', new Date(now.getTime() + LONGEST_WAIT_MS + CLAIMED_MS)),
      ]),
    )
    .where('kind', 'in', kinds ?? Object.keys(WARNING_KINDS))
    .orderBy('id');
  const rows = await firstRows(engine, due, AT_ONCE).execute();
  return rows.map((row) => ({ ...row, message: JSON.parse(row.message) }));
}

/** Null where another collector has it. */
export async function claim(store: Store, { id, attempts, ...of }: Delivery, now: Date): Promise<Delivery | null> {
  const claimed = { attempts: attempts + 1, next_attempt_at: new Date(now.getTime() + CLAIMED_MS) };
  const { numUpdatedRows } = await store.write(({ db }) =>
    db
      .updateTable('notification_delivery')
      .set(claimed)
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .where('outcome', 'is', null)
      .executeTakeFirst(),
  );
  return numUpdatedRows > 0n ? { ...of, id, attempts: attempts + 1 } : null;
}

/** As if it had not been claimed. */
export const giveBack = (store: Store, { id, attempts }: Delivery, now: Date): Promise<unknown> =>
  store.write(({ db }) =>
    db
      .updateTable('notification_delivery')
      .set({ attempts: attempts - 1, next_attempt_at: now })
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .execute(),
  );

export interface Outcome {
  readonly outcome: 'delivered' | 'failed' | null;
  readonly error_code: string | null;
  /** Null where it has ended. */
  readonly next_attempt_at: Date | null;
}

/** Of a try whose claim is still its own. */
export const end = (store: Store, { id, attempts }: Delivery, outcome: Outcome): Promise<unknown> =>
  store.write(({ db }) =>
    db
      .updateTable('notification_delivery')
      .set(outcome)
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .execute(),
  );

/** Tries after half an hour. */
const MANY_ATTEMPTS = 6;

/** Those of `channels` whose last message failed for good, or which are tried in vain for half an hour. */
export async function undelivered({ db }: Store, channels: readonly string[]): Promise<readonly Warning[]> {
  if (channels.length === 0) return [];
  const of = db
    .selectFrom('notification_delivery')
    .select(['channel', 'error_code', 'occurred_at'])
    .where('channel', 'in', channels)
    .orderBy('id');
  const ended = db
    .selectFrom('notification_delivery')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('outcome', 'is not', null)
    .groupBy('channel');
  const failed = await of.where('id', 'in', ended).where('outcome', '=', 'failed').execute();
  const tried = await of
    .where('next_attempt_at', 'is not', null)
    .where('error_code', 'is not', null)
    .where('attempts', '>=', MANY_ATTEMPTS)
    .execute();
  return [...Map.groupBy([...failed, ...tried], ({ channel }) => channel).values()].flatMap(([first]) =>
    first ? [undeliveredWarning(first)] : [],
  );
}

const undeliveredWarning = (first: { channel: string; error_code: string | null; occurred_at: Date }): Warning => ({
  kind: 'notification-failed',
  source: null,
  about: first.channel,
  line: `Notifications by ${first.channel} are not delivered (${first.error_code}), the first of ${first.occurred_at.toISOString()}. POST /api/notifications/test tries again, and says what to do.`,
});
