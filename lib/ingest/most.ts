// So many values of a field each person may have on a day: more of them are one row, so that no browser can fill the
// database. A number beside it says how many there are at least; they are counted where that is too many.
import type { Counter, Dataset } from '../catalog/index.ts';
import { keyOfWhom, periodOf, placeOf, readCounts, type Told } from '../counts/rows.ts';
import { digestOf, keyText } from '../mirror/key.ts';
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';

const DAY_MS = 86_400_000;
const TABLE = 'person_day';

/** What was told; what is too much under the name of the rest. */
export async function withinMost(
  tx: WriteTransaction,
  dataset: Dataset,
  counter: Counter,
  told: readonly Told[],
): Promise<readonly Told[]> {
  const { most } = counter;
  if (!most) return told;
  const counted = (row: Told): Told => ({
    ...row,
    record_key: keyOfWhom(row.record_key, row),
    occurred_at: periodOf(counter, row.occurred_at),
  });
  const places = new Map(told.map((row) => [row, counted(row)]));
  const known = await readCounts(
    tx,
    dataset,
    [],
    [...new Map([...places.values()].map((p) => [placeOf(p), p])).values()],
  );
  const fresh = told.filter((row) => !known.has(placeOf(places.get(row) ?? row)) && row[most.of] !== most.rest);
  const tooMany = new Set<string>();
  for (const [, ofDay] of Map.groupBy(fresh, (row) => dayOf(row).getTime()))
    for (const place of await countedIn(tx, dataset, most.each, ofDay.map(counted))) tooMany.add(place);
  return told.map((row) =>
    tooMany.has(placeOf(places.get(row) ?? row))
      ? { ...row, [most.of]: most.rest, record_key: digestOf(most.rest) }
      : row,
  );
}

const dayOf = ({ occurred_at }: Told): Date => periodOf({ per: 'day' }, occurred_at);
/** Whom nobody is known by the name of is told apart by its hash. */
const personOf = ({ subject_id, name_hash }: Told): string => String(subject_id ?? name_hash ?? '');

/** Counts rows of one day that are new; the places of those that are too many. */
async function countedIn(
  tx: WriteTransaction,
  dataset: Dataset,
  each: number,
  fresh: readonly Told[],
): Promise<readonly string[]> {
  const [first] = fresh;
  if (!first) return [];
  const { source } = first;
  const day = dayOf(first);
  const people = Map.groupBy(fresh, personOf);
  const numbers = new Map<string, { readonly id: number; readonly hosts: number }>();
  for (const list of paddedLists([...people.keys()]))
    for (const { id, person, hosts } of await tx.rows
      .selectFrom(TABLE)
      .select(['id', 'person', 'hosts'])
      .where('source', '=', source)
      .where('day', '=', day)
      .where('person', 'in', list)
      .execute())
      numbers.set(String(person), { id: Number(id), hosts: Number(hosts) });
  const tooMany: string[] = [];
  const rows: { readonly id: number | undefined; readonly person: string; readonly hosts: number }[] = [];
  for (const [person, own] of people) {
    const before = numbers.get(person);
    const places = new Map(own.map((row) => [placeOf(row), row]));
    let hosts = (before?.hosts ?? 0) + places.size;
    if (hosts > each) {
      const keys = await keysOf(tx, dataset, own[0] ?? first);
      for (const [place, row] of places) {
        const key = keyText(row.record_key);
        if (keys.has(key) || keys.size < each) keys.add(key);
        else tooMany.push(place);
      }
      hosts = keys.size;
    }
    rows.push({ id: before?.id, person, hosts });
  }
  const at = new Date(day);
  await tx.update(
    TABLE,
    rows.flatMap(({ id, hosts }) => (id === undefined ? [] : [{ id, hosts }])),
  );
  await tx.insert(
    TABLE,
    rows.flatMap(({ id, ...row }) => (id === undefined ? [{ ...row, source, day, occurred_at: at }] : [])),
  );
  return tooMany;
}

/** Of all rows that the person of this one has on the day: one for each value, whatever hour it is of. */
async function keysOf({ rows }: WriteTransaction, { name }: Dataset, row: Told): Promise<Set<string>> {
  const day = dayOf(row);
  const { subject_id = null, name_hash = null, source } = row;
  const own = rows
    .selectFrom(name)
    .select('record_key')
    .distinct()
    .where('occurred_at', '>=', day)
    .where('occurred_at', '<', new Date(day.getTime() + DAY_MS))
    .where('source', '=', source);
  const found = await (subject_id === null
    ? own.where('subject_id', 'is', null).where('name_hash', name_hash === null ? 'is' : '=', name_hash)
    : own.where('subject_id', '=', subject_id)
  ).execute();
  return new Set(found.flatMap(({ record_key: key }) => (key instanceof Uint8Array ? [keyText(key)] : [])));
}
