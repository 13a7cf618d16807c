// What a source's answer means to whoever looks: how bad it is, what stands first, why something never was. Pure.
import type { LastPoll, SourceStatus } from '../../lib/operations/source-schema.ts';
import type { SourceState } from '../../lib/operations/source-state.ts';

export type Gravity = 'bad' | 'warn' | 'ok' | 'quiet';

const GRAVITY: Readonly<Record<SourceState, Gravity>> = {
  'not-configured': 'warn',
  misconfigured: 'bad',
  disabled: 'quiet',
  failing: 'bad',
  held: 'warn',
  'not-supported': 'warn',
  incomplete: 'warn',
  'not-answering': 'bad',
  'files-missing': 'bad',
  permission: 'bad',
  'unknown-format': 'bad',
  'not-text': 'bad',
  truncated: 'warn',
  polling: 'ok',
  elsewhere: 'quiet',
  waiting: 'quiet',
  ok: 'ok',
};
const ORDER: readonly Gravity[] = ['bad', 'warn', 'quiet', 'ok'];

/** A timer that is a little late is none that stands still. */
const OVERDUE_MS = 15 * 60_000;

/** A poll that runs hides nothing: it begins only where nothing was wrong, and is told beside the state. */
export const shownState = ({ state, lastSuccessAt }: Pick<SourceStatus, 'state' | 'lastSuccessAt'>): SourceState =>
  state === 'polling' ? (lastSuccessAt === null ? 'waiting' : 'ok') : state;

/** Whether it should have been polled long ago: no collector does, or its timer stands still. */
export const isOverdue = (
  { due, nextPollAt, runningPoll }: Pick<SourceStatus, 'due' | 'nextPollAt' | 'runningPoll'>,
  now: number,
): boolean => due && runningPoll === null && nextPollAt !== null && now - Date.parse(nextPollAt) > OVERDUE_MS;

export const isBadItself = (state: SourceState): boolean => GRAVITY[state] === 'bad';

/** Open holds hide behind a state that is graver. */
export function gravityOf(source: SourceStatus, now: number): Gravity {
  const state = shownState(source);
  if (isBadItself(state) || isOverdue(source, now)) return 'bad';
  return source.holds.some(({ state }) => state === 'open') ? 'warn' : GRAVITY[state];
}

export const needsAttention = (source: SourceStatus, now: number): boolean =>
  ['bad', 'warn'].includes(gravityOf(source, now));

/** Broken ones first, then by name. */
export function worstFirst(sources: readonly SourceStatus[], now: number): readonly SourceStatus[] {
  const rank = new Map(sources.map((source) => [source, ORDER.indexOf(gravityOf(source, now))]));
  return [...sources].sort(
    (a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

/** Its collector was stopped, died, or lost it to another one: the next poll goes on, and nothing is to be done. */
export const isCutOff = (poll: Pick<LastPoll, 'outcome'> | null): boolean => poll?.outcome === 'aborted';

export type Never =
  | 'misconfigured'
  | 'disabled'
  | 'elsewhere'
  | 'not-configured'
  | 'running'
  | 'cut'
  | 'failed'
  | 'first';

/** Why there was no success yet. */
export function neverBecause({
  state,
  runningPoll,
  lastPoll,
}: Pick<SourceStatus, 'state' | 'runningPoll' | 'lastPoll'>): Never {
  if (state === 'misconfigured' || state === 'disabled' || state === 'elsewhere' || state === 'not-configured')
    return state;
  if (lastPoll !== null) return isCutOff(lastPoll) && state !== 'failing' ? 'cut' : 'failed';
  return runningPoll !== null ? 'running' : 'first';
}

/** Polled here, and no poll has ended yet; lines that are pushed are waited for. */
export const isUnread = ({ state, lastPoll, lastSuccessAt, files, push }: SourceStatus): boolean =>
  ['waiting', 'polling'].includes(state) && (!lastPoll || isCutOff(lastPoll)) && !lastSuccessAt && !files && !push;

/** Of one, all polls of an hour with lines share what is told of the last. */
export const readsLogs = ({ files, push, lastPoll }: Pick<SourceStatus, 'files' | 'push' | 'lastPoll'>): boolean =>
  files !== null || push !== null || lastPoll?.lines !== undefined;

/** Whether a poll of it can be asked for here: none of one that is wrong, switched off, elsewhere or not there. */
export const isPolledHere = ({ state, due, nextPollAt }: Pick<SourceStatus, 'state' | 'due' | 'nextPollAt'>): boolean =>
  state !== 'elsewhere' && (due || nextPollAt !== null);

/** What the last poll could not store, in all. */
export const rejectedOf = (poll: Pick<LastPoll, 'rejected'> | null): number =>
  (poll?.rejected ?? []).reduce((sum, { count }) => sum + count, 0);

export const rowsOf = ({ datasets }: Pick<SourceStatus, 'datasets'>): number =>
  Object.values(datasets).reduce((sum, { rows }) => sum + rows, 0);

/** From when on the API warns, too. */
export const WARNED_DAYS = 30;

/** Whole days that are left; negative where it has ended. */
export const daysUntil = (at: string, now: number): number => Math.floor((Date.parse(at) - now) / 86_400_000);

/** Each collector says every five minutes that it is there. */
const SEEN_MS = 15 * 60_000;
export const isGone = (lastSeenAt: string, now: number): boolean => now - Date.parse(lastSeenAt) > SEEN_MS;
