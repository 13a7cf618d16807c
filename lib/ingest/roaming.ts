// `roaming` intervals: in which foreign network a device was found, from when until when, as polls see it. One begins
// with the first poll that finds the device there, on a first load too, and ends with the first that finds it elsewhere.
// A device that is not heard of, or whose network is not told, is not found elsewhere.
import { keyOf, keyText } from '../mirror/key.ts';
import type { Store } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import type { ChangeContext } from './changes.ts';
import type { Derived, Written } from './derived.ts';
import type { MirrorRecord } from './record.ts';

type Values = Readonly<Record<string, unknown>>;

/** What new and changed devices begin and end. */
export async function planRoaming(
  store: Store,
  context: ChangeContext,
  { fresh, differing }: Written,
): Promise<Derived> {
  const written = [...fresh, ...differing.map(({ record }) => record)];
  const told = written.filter(({ values }) => isRoaming(values) !== null);
  const keys = told.map((record) => record.key);
  const open = Map.groupBy(await openIntervals(store, context.source, keys), (interval) => keyText(interval.owner_key));
  const begun: Derived['begun'][number][] = [];
  const ended: Values[] = [];
  for (const record of told) {
    const intervals = open.get(keyText(record.key)) ?? [];
    const abroad = isRoaming(record.values) === true;
    const there = abroad ? intervals.filter((interval) => !isElsewhere(interval, record.values)) : [];
    for (const { id } of intervals.filter((interval) => !there.includes(interval)))
      ended.push({ id, ended_at: context.at });
    if (abroad && there.length === 0) begun.push(interval(context, record));
  }
  return { begun, ended };
}

interface OpenInterval {
  readonly id: number;
  readonly owner_key: Uint8Array;
  readonly network: string | null;
  readonly operator: string | null;
  readonly country: string | null;
}

/** Intervals of these devices that have not ended. */
async function openIntervals({ db }: Store, source: string, keys: readonly Uint8Array[]): Promise<OpenInterval[]> {
  const open = db
    .selectFrom('roaming')
    .select(['id', 'owner_key', 'network', 'operator', 'country'])
    .where('source', '=', source)
    .where('ended_at', 'is', null);
  return readInLists(keys, (list) => open.where('owner_key', 'in', list));
}

/** As the EMM says it, else by the countries of SIM and network; null where neither is known. */
function isRoaming({ roaming, home_country: home, current_country: current }: Values): boolean | null {
  if (typeof roaming === 'boolean') return roaming;
  return typeof home === 'string' && typeof current === 'string' ? home !== current : null;
}

/** Names of operators are compared only where the network has no code: products write them in many ways. */
function isElsewhere({ network, operator, country }: OpenInterval, now: Values): boolean {
  const differ = (a: unknown, b: unknown): boolean => typeof a === 'string' && typeof b === 'string' && a !== b;
  if (differ(network, now.current_network) || differ(country, now.current_country)) return true;
  return (network ?? now.current_network ?? null) === null && differ(operator, now.current_operator);
}

function interval({ source, at }: ChangeContext, { key, values }: MirrorRecord): Derived['begun'][number] {
  return {
    source,
    record_key: keyOf([String(values.external_id), String(at.getTime())]),
    occurred_at: at,
    owner_key: key,
    device_external_id: values.external_id,
    began_at: at,
    ended_at: null,
    home_network: values.home_network,
    network: values.current_network,
    operator: values.current_operator,
    country: values.current_country,
  };
}
