// `roaming` intervals: in which foreign network a device was found, from when until when, as polls see it. One begins
// with the first poll that finds the device there, on a first load too, and ends with the first that finds it elsewhere.
// A device that is not heard of, or whose network is not told, is not found elsewhere.
import { type OpenInterval, openIntervals } from '../mirror/device-events.ts';
import { keyText, recordKey } from '../mirror/key.ts';
import { isAllowed } from '../mirror/ownership.ts';
import type { Store } from '../store/index.ts';
import type { MirrorRecord } from './record.ts';

type Values = Readonly<Record<string, unknown>>;

/** Fields of a device without which nothing is known of roaming. */
export const ROAMING_FIELDS: readonly string[] = ['roaming', 'current_network', 'current_country'];

export interface RoamingPlan {
  readonly begun: readonly (Values & { readonly owner_key: Uint8Array; readonly subject_id: number | null })[];
  readonly ended: readonly { readonly id: number; readonly ended_at: Date }[];
}

export interface RoamingTarget {
  readonly source: string;
  readonly at: Date;
  /** Whether what says where somebody is, or what is on their device, may be stored of personally owned devices, and of unknown ownership. */
  readonly personalDevices: boolean;
}

/** What new and changed devices begin and end. */
export async function planRoaming(
  store: Store,
  target: RoamingTarget,
  records: readonly MirrorRecord[],
): Promise<RoamingPlan> {
  const told = records.filter(
    ({ values }) => isRoaming(values) !== null && isAllowed(values.ownership, target.personalDevices),
  );
  const keys = told.map((record) => record.key);
  const open = Map.groupBy(await openIntervals(store, target.source, keys), (interval) => keyText(interval.owner_key));
  const begun: RoamingPlan['begun'][number][] = [];
  const ended: RoamingPlan['ended'][number][] = [];
  for (const record of told) {
    const intervals = open.get(keyText(record.key)) ?? [];
    const abroad = isRoaming(record.values) === true;
    const there = abroad ? intervals.filter((interval) => !isElsewhere(interval, record.values)) : [];
    for (const { id } of intervals.filter((interval) => !there.includes(interval)))
      ended.push({ id, ended_at: target.at });
    if (abroad && there.length === 0) begun.push(interval(target, record));
  }
  return { begun, ended };
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

function interval({ source, at }: RoamingTarget, { key, values }: MirrorRecord): RoamingPlan['begun'][number] {
  return {
    source,
    record_key: recordKey([values.external_id, at]),
    occurred_at: at,
    owner_key: key,
    subject_id: null,
    device_external_id: values.external_id,
    began_at: at,
    ended_at: null,
    home_network: values.home_network,
    network: values.current_network,
    operator: values.current_operator,
    country: values.current_country,
  };
}
