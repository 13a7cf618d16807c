// Reads the sign-ins of one list, window by window: a window is read to its last page before anything of it commits, for
// pages come in no order. https://learn.microsoft.com/graph/api/signin-list
import { SourceError } from '../../errors.ts';
import type { PollContext, PollStep } from '../contract.ts';
import type { GraphClient } from '../graph/client.ts';
import type { Progress } from '../progress.ts';
import { toldOnce } from '../told-once.ts';
import type { SignInsCheckpoint } from './checkpoint.ts';
import type { EntraSignInsConfig } from './config.ts';
import { type SignIn, signInOf } from './sign-in.ts';
import { type Asking, isAhead, looksBack, type Window, windowsOf } from './windows.ts';

export interface Reading {
  readonly config: EntraSignInsConfig;
  readonly graph: GraphClient;
  readonly context: PollContext;
  readonly progress: Progress<SignInsCheckpoint>;
}

export type List = keyof SignInsCheckpoint;

const dataset = 'app_access' as const;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Days that tenants keep sign-ins, by their licence: 30, 7, and a last try. */
const KEPT_DAYS = [30, 7, 1] as const;
const PAGE = 1_000;

/** Throws SourceError. */
export async function* readSignIns(reading: Reading, list: List): AsyncGenerator<PollStep, void, void> {
  const { config, context, progress } = reading;
  const now = context.clock.now().getTime();
  const state = progress.now[list];
  const asking = {
    state,
    now,
    from: config.from === undefined ? now - DAY_MS : Date.parse(config.from),
    windowMs: config.windowMinutes * MINUTE_MS,
    overlapMs: config.overlapHours * 60 * MINUTE_MS,
  };
  const reached = state
    ? { ...state, ...(isAhead(asking) ? { since: earlier(state.since, now), until: NEVER } : {}) }
    : { since: new Date(asking.from).toISOString(), until: NEVER, lookedBackAt: NEVER };
  const checkpoint = () => progress.with({ [list]: { ...reached } });
  let since = Number.NEGATIVE_INFINITY;
  for (const window of windowsOf(asking)) {
    let told: readonly SignIn[] | null = null;
    for (let from = Math.max(window.from, since); told === null && from < window.to; from = since) {
      told = await signInsOf(reading, list, { ...window, from });
      if (told !== null) break;
      // A server that is ill refuses the newest as well, and then nothing was read; one that was ill answers now.
      await askNewest(reading, list, asking);
      told = await signInsOf(reading, list, { ...window, from });
      if (told !== null) break;
      since = keptSince(from, now);
      context.log.warn('The tenant keeps sign-ins for a shorter time: older ones are not read.', { list });
    }
    const { fresh, ids } = await toldOnce(context.toldBefore, told ?? [], ({ id }) => id);
    if (window.to > Date.parse(reached.until)) reached.until = new Date(window.to).toISOString();
    yield { dataset, events: fresh.map(({ row }) => row), ids, checkpoint: checkpoint() };
  }
  if (looksBack(asking)) reached.lookedBackAt = new Date(now).toISOString();
  yield { dataset, events: [], checkpoint: checkpoint() };
}

const NEVER = new Date(0).toISOString();
const earlier = (time: string, now: number): string => new Date(Math.min(Date.parse(time), now)).toISOString();

/** The next shorter time that a tenant may keep them. */
export function keptSince(from: number, now: number): number {
  const days = KEPT_DAYS.find((one) => now - one * DAY_MS > from) ?? 0;
  return now - days * DAY_MS + MINUTE_MS;
}

/** A window that is old to no tenant: throws SourceError where it is refused, too. */
async function askNewest({ graph }: Reading, list: List, { now, windowMs }: Asking): Promise<void> {
  for await (const _ of graph.pages(pathOf(list, now - windowMs, now), 'delta')) return;
}

/** All of a window that are wanted; null where it begins before the time that the tenant keeps. Throws SourceError. */
async function signInsOf(
  { config, graph, context }: Reading,
  list: List,
  { from, to, after }: Window,
): Promise<readonly SignIn[] | null> {
  const told: SignIn[] = [];
  let isAnswered = false;
  try {
    for await (const { rows } of graph.pages(pathOf(list, from, to), 'delta')) {
      isAnswered = true;
      for (const record of rows) {
        const signIn = signInOf(record, config.people);
        const isNew = signIn.id === null || signIn.id.at.getTime() > after;
        if (isNew && (signIn.isMobile || config.platforms === 'all')) told.push(signIn);
      }
    }
  } catch (error) {
    // `Invalid filter clause` is all that Graph says: https://github.com/microsoftgraph/microsoft-graph-docs/issues/5676
    const isTooOld = error instanceof SourceError && error.code === 'http-400' && !isAnswered;
    if (!isTooOld || from > context.clock.now().getTime() - DAY_MS) throw error;
    return null;
  }
  return told;
}

/** `ge` and `le` alone are understood: https://github.com/microsoftgraph/security-api-solutions/issues/23 */
function pathOf(list: List, from: number, to: number): string {
  const [version, which] =
    list === 'interactive' ? ['v1.0', ''] : ['beta', "signInEventTypes/any(t: t eq 'nonInteractiveUser') and "];
  const filter = `${which}createdDateTime ge ${new Date(from).toISOString()} and createdDateTime le ${new Date(to).toISOString()}`;
  return `/${version}/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=${PAGE}`;
}
