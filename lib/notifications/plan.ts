// What is to be told of what was found, beside what was told before. Pure: rows, time and settings are passed in.
import { WARNING_KINDS, type Warning, type WarningKindName } from '../warning-kinds.ts';
import type { Message } from './message.ts';

/** Of a message what is told; who keeps it gives it its id. */
export type Told = Omit<Message, 'id' | 'count'>;

/** A row of `notification`. */
export interface Known {
  readonly id: number;
  readonly kind: string;
  readonly source: string;
  readonly about: string;
  readonly opened_at: Date;
  readonly seen_at: Date;
  readonly told_at: Date | null;
}

export interface Plan {
  readonly added: readonly Omit<Known, 'id'>[];
  /** Ids of what is still there, of what is told now, and of what is over. */
  readonly seen: readonly number[];
  readonly told: readonly number[];
  readonly over: readonly number[];
  readonly messages: readonly Told[];
}

export interface PlanSettings {
  readonly kinds: readonly WarningKindName[];
  readonly reminderMs: number;
  readonly isQuiet: boolean;
}

/**
 * What is not seen for this long is over. Several collectors look, and each sees what is wrong with its own files, too: what
 * one sees the others do not end.
 */
export const OVER_AFTER_MS = 15 * 60_000;

type Found = Pick<Known, 'kind' | 'source' | 'about'>;

/** One message for each kind and phase, however much there is of it. */
export function planOf(known: readonly Known[], warnings: readonly Warning[], now: Date, settings: PlanSettings): Plan {
  const found = new Map(
    warnings
      .filter(({ kind }) => settings.kinds.includes(kind))
      .map(({ kind, source, about, since = now }) => ({
        ...{ kind, source: source ?? '', about: (about ?? '').slice(0, 64) },
        opened_at: since,
      }))
      .map((one) => [keyOf(one), one] as const),
  );
  const isFound = (row: Found): boolean => found.has(keyOf(row));
  const before = new Set(known.map(keyOf));
  const fresh = [...found].filter(([key]) => !before.has(key)).map(([, one]) => firstSeen(one, now));
  // Clocks go back, too.
  const isOver = (row: Row): boolean =>
    !isFound(row) && Math.abs(now.getTime() - row.seen_at.getTime()) >= OVER_AFTER_MS;
  const plans = [...Map.groupBy([...known, ...fresh], ({ kind }) => kind)].map(([kind, rows]) =>
    planOfKind(
      settings.kinds.find((one) => one === kind),
      Object.groupBy(rows, (row) => (isOver(row) ? 'over' : 'open')),
      now,
      settings,
    ),
  );
  const told = new Set(plans.flatMap((plan) => plan.told));
  return {
    added: fresh.map((row) => ({ ...row, told_at: told.has(row) ? now : null })),
    seen: idsOf(known.filter(isFound)),
    told: idsOf([...told]),
    over: idsOf(plans.flatMap(({ over }) => over)),
    messages: plans.flatMap(({ messages }) => messages),
  };
}

const keyOf = ({ kind, source, about }: Found): string => JSON.stringify([kind, source, about]);

/** Without an id it is not stored yet. */
type Row = Omit<Known, 'id'> & { readonly id?: number };

const firstSeen = (of: Found & Pick<Known, 'opened_at'>, now: Date): Row => ({ ...of, seen_at: now, told_at: null });
const idsOf = (rows: readonly Row[]): readonly number[] => rows.flatMap(({ id }) => id ?? []);

interface OfKind {
  readonly told: readonly Row[];
  readonly over: readonly Row[];
  readonly messages: readonly Told[];
}

/** Of a kind that is not told, or that only another version knows, nothing is said. */
function planOfKind(
  kind: WarningKindName | undefined,
  { open = [], over = [] }: { readonly open?: readonly Row[]; readonly over?: readonly Row[] },
  now: Date,
  { isQuiet, reminderMs }: PlanSettings,
): OfKind {
  if (kind === undefined) return { told: [], over, messages: [] };
  // What came and went in quiet hours is told to nobody.
  if (isQuiet && !WARNING_KINDS[kind].urgent) return { told: [], over: over.filter(isUntold), messages: [] };
  const opened = open.filter(isUntold);
  const isDue = ({ told_at }: Row) => told_at !== null && Math.abs(now.getTime() - told_at.getTime()) >= reminderMs;
  const reminded = open.some(isDue) ? open.filter((row) => !isUntold(row)) : [];
  const message = (phase: Message['phase'], of: readonly Row[]): readonly Told[] =>
    of.length === 0 ? [] : [{ at: now.toISOString(), kind, phase, items: of.map(itemOf) }];
  const ended = over.filter((row) => !isUntold(row));
  return {
    told: [...opened, ...reminded],
    over,
    messages: [...message('opened', opened), ...message('reminder', reminded), ...message('over', ended)],
  };
}

const isUntold = ({ told_at }: Row): boolean => told_at === null;

const itemOf = ({ source, about, opened_at }: Row): Message['items'][number] => ({
  source: source === '' ? null : source,
  about: about === '' ? null : about,
  since: opened_at.toISOString(),
});
