// Retention deletes by the clock, and believes none that jumped: 40 days ahead, and everything would be overdue. The
// database's clock is compared with this machine's own, and with how long the machine has been running since the last look.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/index.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';

const HOUR_MS = 3_600_000;
/** Clocks of machines differ, and summer time is forgotten: less is no jump. */
const TOLERATED_MS = HOUR_MS;
/** So long it waits for an operator, or for the clock to come back, while a collector runs: by then it is how late it is. */
const WAITS_MS = 24 * HOUR_MS;
/** Retention ticks hourly: more is time in which nothing ran. */
const TICK_MS = 65 * 60_000;

/** What one look at the clocks saw; all in milliseconds. */
export interface Look {
  /** Of the database. */
  readonly now: number;
  /** This machine's clock against it. */
  readonly offset: number;
  /** Which start of which machine, and how long ago that was: a stop of ours, however long, changes nothing about it. */
  readonly boot: string;
  readonly up: number;
}

interface Stored {
  /** The last that was believed. */
  readonly believed: Look;
  readonly doubt: { readonly by: number; readonly lookedAt: number; readonly ran: number } | null;
}

export interface Doubt {
  /** How far the clock jumped. */
  readonly byMs: number;
  /** How long retention still waits. */
  readonly leftMs: number;
}

const NAME = 'clock';

/** How far time went that did not pass; null where it did, or where nothing else tells. A clock that is late deletes nothing. */
function jumpOf(last: Look, look: Look): number | null {
  const apart = Math.abs(look.offset - last.offset);
  const ahead = last.boot === look.boot ? look.now - last.now - (look.up - last.up) : 0;
  const jump = Math.max(apart, ahead);
  return jump > TOLERATED_MS ? jump : null;
}

/** Of machines that agree nothing is known before: a first look compares the two clocks alone. */
const inAgreement = (look: Look): Look => ({ ...look, offset: 0 });

export async function lookAt(store: Store, clock: Clock): Promise<Look> {
  const now = (await store.now()).getTime();
  return { now, offset: clock.now().getTime() - now, boot: BOOT, up: uptime() * 1000 };
}

const BOOT = bootId();
/** Containers share that of their machine. Elsewhere than on Linux it is this process. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}

/** Whether retention may go by the clock now; it looks hourly. Null where it may. */
export async function judgeClock(store: Store, look: Look): Promise<Doubt | null> {
  const stored = await storedOf(store);
  const jump = jumpOf(stored?.believed ?? inAgreement(look), look);
  const ran = (stored?.doubt?.ran ?? 0) + (stored?.doubt ? passed(stored.doubt.lookedAt, look.now) : 0);
  if (jump === null || ran >= WAITS_MS) {
    await believe(store, look);
    return null;
  }
  const believed = stored?.believed ?? inAgreement(look);
  await writeStoredValue(store, NAME, { believed, doubt: { by: jump, lookedAt: look.now, ran } } satisfies Stored);
  return { byMs: jump, leftMs: WAITS_MS - ran };
}

const passed = (from: number, to: number): number => Math.min(Math.max(0, to - from), TICK_MS);

/** An operator says that it is as late as the clocks say. */
export const believe = (store: Store, look: Look): Promise<void> =>
  writeStoredValue(store, NAME, { believed: look, doubt: null } satisfies Stored);

/** As retention last judged; it, or an operator, ends it. */
export async function doubtOf(store: Store): Promise<Doubt | null> {
  const doubt = (await storedOf(store))?.doubt;
  return doubt ? { byMs: doubt.by, leftMs: Math.max(0, WAITS_MS - doubt.ran) } : null;
}

/** Between the looks of retention: a poll carries out what waited for two weeks. */
export async function isBelieved(store: Store, clock: Clock): Promise<boolean> {
  const [stored, look] = await Promise.all([storedOf(store), lookAt(store, clock)]);
  return !stored?.doubt && jumpOf(stored?.believed ?? inAgreement(look), look) === null;
}

async function storedOf(store: Store): Promise<Stored | null> {
  const value = await readStoredValue(store, NAME);
  return isStored(value) ? value : null;
}

const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && 'believed' in value && 'doubt' in value;

const DAY_MS = 24 * HOUR_MS;

export function doubtLine({ byMs, leftMs }: Doubt): string {
  const by = byMs >= 2 * DAY_MS ? `${Math.round(byMs / DAY_MS)} days` : `${Math.round(byMs / HOUR_MS)} hours`;
  return `The clock jumped by ${by}: retention, and removals that are due after 14 days, wait for ${Math.ceil(leftMs / HOUR_MS)} hours more. Set the clocks of this machine and of the database, or say that they are right: POST /api/retention/clock.`;
}
