// What the vendor last said of updates and the licence. It is shown, here and wherever warnings are told: nothing is installed
// by it, and nothing stops.
import { z } from 'zod';
import { firstRows, type Store } from '../store/index.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';
import type { Warning } from '../warning-kinds.ts';
import { LICENSED, type Licensed, readAnswer } from './answer.ts';

const ACCEPTED = 'license-answer';

export interface Exceeded {
  readonly what: Licensed;
  readonly licensed: number;
  /** As it was last sent. */
  readonly counted: number;
}

export interface Update {
  readonly issuedAt: Date;
  readonly newestVersion: string | null;
  /** Whether it is newer than what runs. */
  readonly isNewer: boolean;
  /** Text of the vendor, printable, 500 characters at most. */
  readonly securityNote: { readonly code: string; readonly text: string } | null;
  readonly minimumSchema: number | null;
  /** Whether the database must be migrated by a version between before the newest can. */
  readonly needsStep: boolean;
  readonly validUntil: Date | null;
  readonly hasEnded: boolean;
  readonly licensed: Readonly<Partial<Record<Licensed, number>>>;
  readonly exceeded: readonly Exceeded[];
}

/** The bytes of the last answer that was accepted, as text. */
export async function acceptedAnswer(store: Store): Promise<string | null> {
  const text = await readStoredValue(store, ACCEPTED);
  return typeof text === 'string' ? text : null;
}

export const keepAnswer = (store: Store, body: Buffer): Promise<void> =>
  writeStoredValue(store, ACCEPTED, body.toString());

/** Null where the vendor said nothing yet. `runs` is the version of EMM Lens that runs. */
export async function readUpdate(store: Store, now: Date, runs: string): Promise<Update | null> {
  const text = await acceptedAnswer(store);
  const answer = text === null ? null : readAnswer(Buffer.from(text));
  if (answer === null || typeof answer === 'string') return null;
  const { issuedAt, newestVersion = null, securityNote = null, minimumSchema = null, validUntil = null } = answer;
  const { licensed = {} } = answer;
  const { schema } = await store.db
    .selectFrom('schema_version')
    .select(({ fn }) => fn.max('version').as('schema'))
    .executeTakeFirstOrThrow();
  return {
    issuedAt,
    newestVersion,
    isNewer: newestVersion !== null && isNewer(newestVersion, runs),
    securityNote,
    minimumSchema,
    needsStep: minimumSchema !== null && minimumSchema > Number(schema),
    validUntil,
    hasEnded: validUntil !== null && validUntil <= now,
    licensed,
    exceeded: Object.keys(licensed).length === 0 ? [] : exceededOf(licensed, await lastSent(store)),
  };
}

function exceededOf(licensed: Update['licensed'], sent: Counted | undefined): Exceeded[] {
  if (!sent) return [];
  return LICENSED.flatMap((what) => {
    const bound = licensed[what];
    const counted = sent[what];
    return bound !== undefined && counted > bound ? [{ what, licensed: bound, counted }] : [];
  });
}

/** Of a payload that may be of another version's format. */
const counts = z
  .object({
    devices: z.number(),
    mailAddresses: z.number(),
    users: z.array(z.object({ count: z.number() })),
    collectorPeak: z.number(),
  })
  .transform(({ devices, mailAddresses, users, collectorPeak }) => ({
    devices,
    mailAddresses,
    users: users.reduce((sum, { count }) => sum + count, 0),
    collectors: collectorPeak,
  }));
type Counted = Readonly<Record<Licensed, number>>;

async function lastSent({ db, engine }: Store): Promise<Counted | undefined> {
  const newest = db.selectFrom('license_exchange').select('payload').orderBy('id', 'desc');
  const row = await firstRows(engine, newest, 1).executeTakeFirst();
  return row && counts.safeParse(JSON.parse(row.payload)).data;
}

/** Part by part, as numbers; what is no version is not older than anything. */
function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (let i = 0; i < Math.max(a?.length ?? 0, b?.length ?? 0); i++) {
    const [x, y] = [a?.[i] ?? 0, b?.[i] ?? 0];
    if (x !== y) return x > y;
  }
  return false;
}

/** Without a word of the vendor's text: lines of warnings go to logs. */
export async function licenseWarnings(store: Store, now: Date, runs: string): Promise<readonly Warning[]> {
  const update = await readUpdate(store, now, runs);
  if (!update) return [];
  const { newestVersion, isNewer: isOut, securityNote, validUntil, hasEnded, exceeded, needsStep } = update;
  const note = securityNote ? ` It mends ${securityNote.code}.` : '';
  const step = needsStep ? ' The database must be migrated by a version between first.' : '';
  const numbers = exceeded.map(({ what, licensed, counted }) => `${what} ${counted} of ${licensed}`);
  const warning = (kind: Warning['kind'], applies: boolean, line: string, about?: string | null): readonly Warning[] =>
    applies ? [{ kind, source: null, about, line }] : [];
  return [
    ...warning(
      'update-out',
      isOut,
      `EMM Lens ${newestVersion} is out, ${runs} runs here.${note}${step}`,
      newestVersion,
    ),
    ...warning('licence-ended', hasEnded, `The licence ended at ${validUntil?.toISOString()}. Nothing stops.`),
    ...warning('licence-exceeded', numbers.length > 0, `More than is licensed: ${numbers.join(', ')}. Nothing stops.`),
  ];
}
