// So many values of a field each person may have on a day: more of them are one row, so that no browser can fill the
// database. A number beside it says how many there are at least; they are counted where that is too many.
import type { Counter, Dataset } from '../catalog/index.ts';
import { keyOfWhom, periodOf, type Told } from '../counts/rows.ts';
import { digestOf, keyText } from '../mirror/key.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';

const DAY_MS = 86_400_000;
const TABLE = 'person_day';

/** Rows with what is too much under the name of the rest; null where nothing is. */
export async function withinMost(
  tx: WriteTransaction,
  dataset: Dataset,
  { most, distinct }: Counter,
  rows: ReadonlyMap<string, Told>,
  known: { has(place: string): boolean },
): Promise<readonly Told[] | null> {
  if (!most) return null;
  const fresh = [...rows].filter(([place, row]) => !known.has(place) && row[most.of] !== most.rest);
  const tooMany = new Set<string>();
  for (const [, ofDay] of Map.groupBy(fresh, ([, row]) => dayOf(row).getTime()))
    for (const place of await countedIn(tx, dataset, most, new Map(ofDay))) tooMany.add(place);
  if (tooMany.size === 0) return null;
  // Hashes of people are made with the row: of several rows nobody can tell who are the same.
  const nobody = distinct ? { [distinct.hashes]: null, [distinct.count]: null } : {};
  const restOf = (row: Told): Told => {
    const key = most.within === undefined ? most.rest : `${row[most.within]}\u001f${most.rest}`;
    return { ...row, [most.of]: most.rest, ...nobody, record_key: keyOfWhom(digestOf(key), row) };
  };
  return Array.from(rows, ([place, row]) => (tooMany.has(place) ? restOf(row) : row));
}

const dayOf = ({ occurred_at }: Told): Date => periodOf({ per: 'day' }, occurred_at);
/** Whom nobody is known by the name of is told apart by its hash. */
const personOf = ({ subject_id, name_hash, ...row }: Told, { within }: Most): string =>
  String((within === undefined ? (subject_id ?? name_hash) : row[within]) ?? '');
type Most = NonNullable<Counter['most']>;

/** Counts rows of one day that are new; the places of those that are too many. */
async function countedIn(
  tx: WriteTransaction,
  dataset: Dataset,
  most: Most,
  fresh: ReadonlyMap<string, Told>,
): Promise<readonly string[]> {
  const [first] = fresh.values();
  if (!first) return [];
  const { source } = first;
  const day = dayOf(first);
  const { each, within } = most;
  const people = Map.groupBy(fresh, ([, row]) => personOf(row, most));
  const numbers = new Map<string, { readonly id: number; readonly hosts: number }>();
  const ofDay = tx.rows
    .selectFrom(TABLE)
    .select(['id', 'person', 'hosts'])
    .where('source', '=', source)
    .where('day', '=', day);
  for (const { id, person, hosts } of await readInLists([...people.keys()], (list) =>
    ofDay.where('person', 'in', list),
  ))
    numbers.set(String(person), { id: Number(id), hosts: Number(hosts) });
  const tooMany: string[] = [];
  const rows: { readonly id: number | undefined; readonly person: string; readonly hosts: number }[] = [];
  for (const [person, own] of people) {
    const before = numbers.get(person);
    let hosts = (before?.hosts ?? 0) + own.length;
    if (within !== undefined) {
      // One row for each on the day: as many as were counted are there.
      for (const [place] of own.slice(Math.max(0, own.length - (hosts - each)))) tooMany.push(place);
      hosts = Math.min(hosts, each);
    } else if (hosts > each) {
      const keys = await keysOf(tx, dataset, own[0]?.[1] ?? first);
      for (const [place, row] of own) {
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
