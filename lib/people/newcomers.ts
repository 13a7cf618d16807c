// New records of people, the usual case: nobody else has their names, or all who have are one known person and stay so.
// Where a shared name, another strong id or a second newcomer leaves a doubt, the record is left to `relink`, which reads
// everybody around; here it is some lines a person, however many records the person has.
import type { WriteTransaction } from '../store/index.ts';
import { aliasesOf, type PeopleDataset } from './aliases.ts';
import { fits, holdersOf, strongIdsOf, withRecordsLike } from './holders.ts';
import { type Alias, isStrong, nameOf } from './link.ts';
import { markLinked } from './link-marks.ts';
import { addViews, insertSubjects } from './subject-view.ts';

type Row = Readonly<Record<string, unknown>>;

interface Newcomer {
  readonly row: Row;
  readonly aliases: readonly Alias[];
}

/** With the person that it belongs to. */
interface Joining extends Newcomer {
  readonly subject: number;
  /** Whether a strong id links it. */
  readonly strongly: boolean;
}

export interface Placed {
  /** All rows, those whose place is clear with `subject_id` and `subject_link`. */
  readonly rows: readonly Row[];
  /** Keys of the others. */
  readonly unclear: readonly Uint8Array[];
}

/** Places what is about to be inserted, under the lock: persons and names are written, the rows themselves are not. */
export async function placeNewcomers(
  tx: WriteTransaction,
  origin: { readonly dataset: PeopleDataset; readonly source: string },
  inserts: readonly Row[],
  at: Date,
): Promise<Placed> {
  const { dataset, source } = origin;
  const named = inserts.map((row) => ({ row, aliases: aliasesOf(dataset, row) }));
  const { alone, joining } = await clearPlaces(tx, origin, named);
  const ids = await insertSubjects(
    tx,
    alone.map(({ row }) => row),
    at,
  );
  const placed = new Map<Row, { readonly subject_id: number; readonly subject_link: string }>();
  for (const [i, { row }] of alone.entries()) placed.set(row, { subject_id: ids[i] ?? 0, subject_link: 'own' });
  for (const { row, subject, strongly } of joining)
    placed.set(row, { subject_id: subject, subject_link: strongly ? 'strong' : 'weak' });
  await tx.insert(
    'subject_alias',
    [...alone, ...joining].flatMap(({ row, aliases }) => {
      const { record_key } = row;
      const subject_id = placed.get(row)?.subject_id;
      return aliases.map((alias) => ({ source, dataset, record_key, ...alias, subject_id, valid_from: at }));
    }),
  );
  await markLinked(tx, joining);
  await addViews(tx, dataset, joining, at);
  return {
    rows: inserts.map((row) => ({ ...row, ...placed.get(row) })),
    unclear: inserts.flatMap(({ record_key: key }, i) => {
      const row = inserts[i];
      return row && !placed.has(row) && key instanceof Uint8Array ? [key] : [];
    }),
  };
}

interface Clear {
  readonly alone: readonly Newcomer[];
  readonly joining: readonly Joining[];
}

async function clearPlaces(
  tx: WriteTransaction,
  origin: { readonly dataset: PeopleDataset; readonly source: string },
  newcomers: readonly Newcomer[],
): Promise<Clear> {
  const sharing = [...Map.groupBy(newcomers.flatMap(namesWithHolder), ({ name }) => name).values()];
  const doubtful = new Set(sharing.flatMap((same) => (same.length > 1 ? same.map(({ newcomer }) => newcomer) : [])));
  const holders = await holdersOf(
    tx,
    origin.source,
    sharing.map(([first]) => first).flatMap((first) => first?.alias ?? []),
  );
  const alone: Newcomer[] = [];
  const hopeful: Joining[] = [];
  for (const newcomer of newcomers) {
    if (doubtful.has(newcomer)) continue;
    const held = newcomer.aliases.flatMap((alias) => {
      const theirs = holders.get(nameOf(alias));
      return theirs ? [{ ...theirs, strong: isStrong(alias.kind) }] : [];
    });
    const [first] = held;
    if (!first) alone.push(newcomer);
    else if (first.subject !== null && held.every((h) => h.subject === first.subject && !h.here && h.unique))
      hopeful.push({ ...newcomer, subject: first.subject, strongly: held.some((h) => h.strong) });
  }
  return { alone, joining: await withoutDoubt(tx, origin, hopeful) };
}

const namesWithHolder = (newcomer: Newcomer) =>
  newcomer.aliases.map((alias) => ({ name: nameOf(alias), alias, newcomer }));

/** Of whom nothing speaks against the person, and who is the only one of this source, and of the page, to join it. */
async function withoutDoubt(
  tx: WriteTransaction,
  origin: { readonly dataset: PeopleDataset; readonly source: string },
  hopeful: readonly Joining[],
): Promise<readonly Joining[]> {
  const bySubject = Map.groupBy(hopeful, ({ subject }) => subject);
  const subjects = [...bySubject.keys()];
  const [ids, taken] = [await strongIdsOf(tx, subjects), await withRecordsLike(tx, origin, subjects)];
  return [...bySubject].flatMap(([subject, [only, second]]) =>
    only && !second && !taken.has(subject) && fits(only.aliases, ids.get(subject)) ? [only] : [],
  );
}
