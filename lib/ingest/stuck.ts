// Polls that fail again and again at the place where the last one stopped: the link of a page may be dead though the
// source is healthy. After three of them the place is given up, and its pass begins anew.
import { SourceError } from '../errors.ts';
import { digestOf } from '../mirror/key.ts';
import type { Checkpoint } from '../sources/contract.ts';
import type { Store } from '../store/index.ts';
import type { Applying } from './apply.ts';
import { canonicalJson } from './record.ts';

const POLLS = 3;
const HOUR_MS = 3_600_000;
/** A source that cannot be reached, or asks to wait, says nothing about the place; after so long it may be the place all the same. */
const UNANSWERED_MS = 24 * HOUR_MS;

/** As `source_state.stuck` has it. */
interface Stuck {
  readonly places: Readonly<Record<string, { digest: string; polls: number; since: number }>>;
  /** When a pass was last begun anew for this. */
  readonly anewAt: number | null;
}

/**
 * Notes how a poll ended that began at the checkpoint `from`. Whether a place was given up: the next poll then begins its
 * pass anew, which happens once an hour at most.
 */
export async function noteEnd(applying: Applying, from: Checkpoint | null, error: unknown): Promise<boolean> {
  const { store, writer, clock } = applying;
  const { checkpoint } = writer.pollState;
  const before = await stuckOf(store, writer.lease.source);
  if (error === null) {
    if (before && Object.keys(before.places).length > 0) await writer.advance({}, { stuck: null });
    return false;
  }
  if (!(error instanceof SourceError) || error.code === 'stopped' || error.refusedSignIns > 0) return false;
  const now = clock.now().getTime();
  const places = placesWhereItStayed(before, from, checkpoint, now);
  const since = (before?.anewAt ?? 0) > now ? 0 : (before?.anewAt ?? 0);
  const dead = Object.keys(places).filter(
    (name) =>
      (places[name]?.polls ?? 0) >= POLLS &&
      (isAnswer(error) || now - (places[name]?.since ?? now) >= UNANSWERED_MS) &&
      now - since >= HOUR_MS,
  );
  const stuck = { places: without(places, dead), anewAt: dead.length > 0 ? now : (before?.anewAt ?? null) };
  await writer.advance(dead.length > 0 ? { checkpoint: left(checkpoint, dead) } : {}, { stuck: JSON.stringify(stuck) });
  return dead.length > 0;
}

const TOLD_MS = 24 * HOUR_MS;

interface GivenUp {
  readonly source: string;
  readonly at: Date;
}

/** Sources of which a place was given up within the last day. */
export async function givenUp({ db }: Store, now: Date): Promise<readonly GivenUp[]> {
  const rows = await db.selectFrom('source_state').select(['source', 'stuck']).where('stuck', 'is not', null).execute();
  return rows.flatMap(({ source, stuck }) => {
    const at = parseStuck(stuck)?.anewAt ?? null;
    return at !== null && Math.abs(now.getTime() - at) < TOLD_MS ? [{ source, at: new Date(at) }] : [];
  });
}

export const givenUpLine = ({ source, at }: GivenUp): string =>
  `Polls of source ${source} failed again and again at the same place: it was given up at ${at.toISOString()}, and the pass began anew. Look at the source where this stays.`;

async function stuckOf({ db }: Store, source: string): Promise<Stuck | null> {
  const row = await db.selectFrom('source_state').select('stuck').where('source', '=', source).executeTakeFirst();
  return parseStuck(row?.stuck ?? null);
}

const parseStuck = (text: string | null): Stuck | null => (text === null ? null : JSON.parse(text));

function placesWhereItStayed(
  before: Stuck | null,
  from: Checkpoint | null,
  to: Checkpoint | null,
  now: number,
): Stuck['places'] {
  const [began, ended] = [placesIn(from), placesIn(to)];
  const stayed = [...ended].filter(([name, digest]) => began.get(name) === digest);
  return Object.fromEntries(
    stayed.map(([name, digest]) => {
      const known = before?.places[name];
      const same = known?.digest === digest ? known : { digest, polls: 0, since: now };
      return [name, { ...same, polls: same.polls + 1 }];
    }),
  );
}

/** Each part of a checkpoint where its own pass stands; a checkpoint without such parts is one, without a name. */
function placesIn(checkpoint: Checkpoint | null): ReadonlyMap<string, string> {
  if (checkpoint === null) return new Map();
  const parts = Object.entries(checkpoint).filter(([, part]) => isPart(part));
  const places: readonly (readonly [string, unknown])[] = parts.length > 0 ? parts : [[WHOLE, checkpoint]];
  return new Map(places.map(([name, part]) => [name, digestOf(canonicalJson(part)).toString('hex')]));
}

const WHOLE = '';
const isPart = (part: unknown): boolean => typeof part === 'object' && part !== null && !Array.isArray(part);

const left = (checkpoint: Checkpoint | null, dead: readonly string[]): Checkpoint | null =>
  checkpoint === null || dead.includes(WHOLE) ? null : without(checkpoint, dead);

const without = <T>(of: Readonly<Record<string, T>>, names: readonly string[]): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));

/** Of the source itself, to what was asked. */
const isAnswer = ({ code }: SourceError): boolean => !/^(tls|refused|unresolved|time-budget|sign-in-.*)$/.test(code);
