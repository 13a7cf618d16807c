// Users by users/delta: a full round is a pass, later rounds bring changes and removals. Once a day there is a full round
// again: it proves what is gone, and brings what a round of changes did not tell. https://learn.microsoft.com/graph/delta-query-overview

import type { Clock } from '../../clock.ts';
import { SourceError } from '../../errors.ts';
import { mapInTurns } from '../../turns.ts';
import { isPathSegment } from '../asked.ts';
import type { CollectedEntity } from '../collection.ts';
import type { NaturalKey, PollStep, SourceRow } from '../contract.ts';
import type { GraphClient, Page } from '../graph/client.ts';
import { expectRecord } from '../graph/context.ts';
import { mapRecord } from '../map.ts';
import type { Progress } from '../progress.ts';
import { readPass } from '../resumed-pass.ts';
import { Seen } from '../seen.ts';
import type { WireRecord } from '../wire.ts';
import type { IntuneCheckpoint, PassState, UsersState } from './checkpoint.ts';
import { selectOf } from './parameters.ts';

const DAY_MS = 24 * 3600_000;
const dataset = 'emm_user' as const;

export interface UserReading {
  readonly graph: GraphClient;
  readonly entity: CollectedEntity;
  readonly progress: Progress<IntuneCheckpoint>;
  readonly clock: Clock;
}

/** Goes on where the checkpoint says. Throws SourceError. */
export const readUsers = (reading: UserReading): AsyncGenerator<PollStep, void, void> =>
  readPass({
    state: reading.progress.now.users,
    read: (state) => readFrom(reading, state),
    forget: () => ({ dataset, rows: [], checkpoint: reading.progress.with({ users: null }) }),
  });

function readFrom(reading: UserReading, state: UsersState | null): AsyncGenerator<PollStep, void, void> {
  if (state?.step !== 'delta') return readAll(reading, state);
  const age = reading.clock.now().getTime() - Date.parse(state.wholeAt);
  // A clock that was set back must not put the pass off.
  return age >= DAY_MS || age < 0 ? readAll(reading, null) : readChanges(reading, state.link, state.wholeAt);
}

async function* readAll(reading: UserReading, resumed: PassState | null): AsyncGenerator<PollStep, void, void> {
  const { graph, entity, progress, clock } = reading;
  // A pass that starts over must not be taken up again in the middle of the former one.
  if (resumed === null) yield { dataset, pass: 'start', checkpoint: progress.with({ users: null }) };
  let { rows, again } = resumed ?? { rows: 0, again: 0 };
  const told = new Seen();
  const from = resumed?.next ?? `/v1.0/users/delta?$select=${selectOf(entity)}`;
  for await (const page of graph.pages(from, 'delta')) {
    const items = lastWords(page.rows);
    const present = items.filter((r) => !isRemoved(r));
    const gone = goneKeys(items);
    // A round may tell of a user more than once (replays), and that one is gone whom it told of.
    const fresh = present.filter(({ id }) => told.add(String(id))).length;
    const taken = gone.filter(([id = '']) => told.has(id)).length;
    rows += fresh - taken;
    again += present.length - fresh + taken;
    if (gone.length > 0) yield { dataset, gone };
    const mapped = await mapInTurns(present, (record) => mapRecord(entity.parameters, record));
    const users =
      page.nextLink === null ? null : ({ step: 'full', next: page.nextLink, rows, again, expected: null } as const);
    yield { dataset, rows: mapped, ...(users && { checkpoint: progress.with({ users }) }) };
    if (page.nextLink === null) {
      const state = { step: 'delta', link: deltaLinkOf(page), wholeAt: clock.now().toISOString() } as const;
      yield { dataset, complete: { marker: 'no-next-link', rows, again }, checkpoint: progress.with({ users: state }) };
    }
  }
}

/** Changes since the link. */
async function* readChanges(reading: UserReading, from: string, wholeAt: string): AsyncGenerator<PollStep, void, void> {
  const { graph, progress } = reading;
  for await (const page of graph.pages(from, 'delta')) {
    const { rows, gone } = await readAnew(reading, lastWords(page.rows));
    const link = page.nextLink ?? deltaLinkOf(page);
    if (gone.length > 0) yield { dataset, gone };
    yield { dataset, rows, checkpoint: progress.with({ users: { step: 'delta', link, wholeAt } }) };
  }
}

/**
 * A changed item may carry its changed properties alone, and in no order: the user as it is now is read by id, in
 * batches. One that is gone meanwhile (404) is gone.
 */
async function readAnew(
  reading: UserReading,
  items: readonly WireRecord[],
): Promise<{ rows: SourceRow[]; gone: NaturalKey[] }> {
  const { graph, entity } = reading;
  const gone = goneKeys(items);
  const ids = items.filter((i) => !isRemoved(i)).flatMap((i) => (isPathSegment(i.id) ? [i.id] : []));
  const paths = ids.map((id) => `/users/${encodeURIComponent(id)}?$select=${selectOf(entity)}`);
  const records = await graph.batch(paths, 'v1.0');
  const rows: SourceRow[] = [];
  for (const [i, record] of records.entries()) {
    const id = ids[i] ?? '';
    if (record === null) gone.push([id]);
    else {
      expectRecord(id, record);
      rows.push(mapRecord(entity.parameters, record));
    }
  }
  return { rows, gone };
}

/** A page may tell of a user several times, a removal behind the user among them: the last word counts. */
function lastWords(items: readonly WireRecord[]): readonly WireRecord[] {
  const last = new Map(items.map((item) => [item.id, item]));
  return items.filter((item) => typeof item.id !== 'string' || last.get(item.id) === item);
}

/** Soft-deleted (`changed`, restorable for 30 days) and deleted for good alike: the account is gone. */
const isRemoved = (item: WireRecord): boolean => item['@removed'] !== undefined;

function goneKeys(items: readonly WireRecord[]): NaturalKey[] {
  return items.filter(isRemoved).flatMap((i) => (isPathSegment(i.id) ? [[i.id]] : []));
}

function deltaLinkOf(page: Page): string {
  if (page.deltaLink === null)
    throw new SourceError('The list of users ended without its end marker.', {
      code: 'incomplete',
      hint: 'Nothing was removed; the next poll tries again.',
    });
  return page.deltaLink;
}
