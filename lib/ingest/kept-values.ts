// A value that a row had and its source tells no more stays with the row for the time being, beside the hash of what was
// read, and its name is noted: whether it is one row's change, or most rows lost it at once, shows at the end of the poll.
import { type Dataset, hashColumns, type MirrorName, mirrors } from '../catalog/index.ts';
import { forgetKept } from '../mirror/remove.ts';
import { isAliasKind } from '../people/link.ts';
import { fold } from '../store/fold.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { attributesOf } from './changes.ts';
import type { Deriving } from './derive.ts';
import type { Differing } from './derived.ts';
import { canonicalJson } from './record.ts';

export const ATTRIBUTE = 'attributes.';
type Row = Readonly<Record<string, unknown>>;

/** One mirror of a source, as it is written. */
export interface Target extends Deriving {
  readonly name: MirrorName;
  /** Datasets of which some rows keep values that their source tells no more. */
  readonly keeping: Set<MirrorName>;
}

export interface Kept {
  readonly row_id: number;
  /** Names as `collected` lists them, sorted. */
  readonly parameters: readonly string[];
}

export interface Keeping {
  /** The rows as they are written. */
  readonly differing: readonly Differing[];
  readonly kept: readonly Kept[];
}

/** Changed rows, with the values that they lost. */
export function keepLost(target: Target, changed: readonly Differing[]): Keeping {
  const kept: Kept[] = [];
  const differing = changed.map((row) => {
    const parameters = lostOf(target, row);
    if (parameters.length === 0) return row;
    kept.push({ row_id: row.id, parameters });
    return withValues(target, row, parameters, row.before);
  });
  return { differing, kept };
}

/**
 * What is not collected any more is ours to remove, and whatever a person's own device was said to have is not kept; nor
 * is anything of a row that speaks about another person, or another device, now.
 */
function lostOf({ dataset, collects }: Target, { before, record: { values } }: Differing): readonly string[] {
  if (dataset.name === 'device' && values.ownership === 'personal') return [];
  // What tells which device it is is hidden, and not lost.
  if (values.unmanaged === true) return [];
  if (changedHands(dataset, before, values)) return [];
  const [had, has] = [attributesOf(before.attributes), attributesOf(values.attributes)];
  return collects.filter((name) => {
    if (name.startsWith(ATTRIBUTE)) {
      const attribute = name.slice(ATTRIBUTE.length);
      return had[attribute] !== undefined && has[attribute] === undefined;
    }
    // Who owns a device says what may be stored of it: nobody's word for it is kept.
    return name !== 'ownership' && isSet(before[name]) && !isSet(values[name]) && dataset.fields[name]?.nullable;
  });
}

/** A device has another user, or another's names or hardware; a user's record, under whatever key, is called otherwise. */
export function changedHands(dataset: Dataset, before: Row, now: Row): boolean {
  const { user, aliases, hardware = [], fields } = dataset;
  if (user !== undefined && isSet(now[user]) && now[user] !== before[user]) return true;
  const naming = Object.keys(fields).filter(
    (name) => isAliasKind(name) || (aliases && fields[name]?.class === 'identifier'),
  );
  const text = (value: unknown): string => (typeof value === 'string' ? fold(value) : '');
  return [...naming, ...hardware].some((name) => {
    const [was, is] = [text(before[name]), text(now[name])];
    return was !== '' && is !== '' && was !== is;
  });
}

const isSet = (value: unknown): boolean => value !== null && value !== undefined;

/** The row with other values of these parameters: those of `from`, or none. A number goes with its hash. */
export function withValues(
  { dataset }: Target,
  row: Differing,
  parameters: readonly string[],
  from: Readonly<Record<string, unknown>> | null,
): Differing {
  const values: Record<string, unknown> = { ...row.record.values };
  const attributes = { ...attributesOf(values.attributes) };
  const given = attributesOf(from?.attributes);
  for (const name of parameters)
    if (name.startsWith(ATTRIBUTE)) {
      const attribute = name.slice(ATTRIBUTE.length);
      if (from) attributes[attribute] = given[attribute];
      else delete attributes[attribute];
    } else for (const column of [name, ...hashColumns(dataset.fields, name)]) values[column] = from?.[column] ?? null;
  values.attributes = Object.keys(attributes).length === 0 ? null : canonicalJson(attributes);
  return { ...row, record: { ...row.record, values } };
}

/** Datasets of which some rows of the source keep values. */
export async function keepingOf({ db }: Store, source: string): Promise<Set<MirrorName>> {
  const kept = await db.selectFrom('kept_value').select('dataset').distinct().where('source', '=', source).execute();
  const names = new Set(kept.map(({ dataset }) => dataset));
  return new Set(mirrors.map(({ name }) => name as MirrorName).filter((name) => names.has(name)));
}

/** In the transaction that writes the changed rows. Where nothing of the dataset is kept, and nothing was, it does nothing. */
export async function noteKept(
  tx: WriteTransaction,
  { name, source, at, keeping }: Target,
  changed: readonly { readonly id?: unknown }[],
  kept: readonly Kept[],
): Promise<void> {
  if (kept.length === 0 && !keeping.has(name)) return;
  const before = keeping.has(name) ? await keptOf(tx, name, source, kept) : new Map<number, KeptBefore>();
  if (keeping.has(name))
    await forgetKept(
      tx,
      name,
      source,
      changed.map(({ id }) => Number(id)),
    );
  keeping.add(name);
  await tx.insert(
    'kept_value',
    kept.map(({ row_id, parameters }) => {
      const known = before.get(row_id);
      // It lost nothing more than it had lost then.
      const isKnown = known && parameters.every((parameter) => known.parameters.includes(parameter));
      const noted_at = isKnown ? known.noted_at : at;
      return { source, dataset: name, row_id, parameters: JSON.stringify(parameters), noted_at };
    }),
  );
}

type KeptBefore = Pick<Kept, 'parameters'> & { readonly noted_at: Date | null };

async function keptOf(
  { db }: WriteTransaction,
  dataset: MirrorName,
  source: string,
  kept: readonly Kept[],
): Promise<ReadonlyMap<number, KeptBefore>> {
  const query = db
    .selectFrom('kept_value')
    .select(['row_id', 'parameters', 'noted_at'])
    .where('source', '=', source)
    .where('dataset', '=', dataset);
  const ids = kept.map(({ row_id }) => row_id);
  const rows = await readInLists(ids, (list) => query.where('row_id', 'in', list));
  return new Map(rows.map((row) => [row.row_id, { ...row, parameters: JSON.parse(row.parameters) }]));
}
