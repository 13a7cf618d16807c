// What the lines of one step tell together: counts of each device, person, class and activity by the hour or the day, and
// single requests where they are wanted.
import type { PimActivity, PimClass } from '../../catalog/index.ts';
import type { LogRows, SourceRow } from '../contract.ts';
import type { Gathering } from '../logs/format.ts';
import type { ActiveSyncRequest } from '../logs/formats/active-sync.ts';
import { namesOf } from '../logs/names.ts';
import { apart } from '../logs/remembered.ts';
import { activityOf, isByItself, resultOf, type Touched, touchedBy } from './activity.ts';

export interface Wanted {
  readonly hours: boolean;
  readonly requests: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Count {
  readonly period: number;
  readonly isTimed: boolean;
  readonly activity: PimActivity;
  readonly class: PimClass;
  readonly device: string | null;
  readonly user: string | null;
  deviceType: string | null;
  first: number;
  last: number;
  requests: number;
  itemsIn: number;
  itemsOut: number;
  errors: number;
  status: string;
}

export function gathering({ hours, requests }: Wanted): Gathering<ActiveSyncRequest> {
  const counts = new Map<string, Count>();
  const singles: SourceRow[] = [];
  return {
    get size() {
      return counts.size + singles.length;
    },
    add(request, line) {
      const activity = activityOf(request);
      const touched = touchedBy(request, activity);
      for (const one of touched) count(counts, request, activity, one, hours || isByItself(activity));
      if (requests) singles.push(singleOf(request, activity, touched, line()));
    },
    rows() {
      const counted: LogRows = { dataset: 'pim_activity', events: [...counts.values()].map(rowOf) };
      return requests ? [counted, { dataset: 'pim_request', events: singles }] : [counted];
    },
  };
}

function count(
  counts: Map<string, Count>,
  request: ActiveSyncRequest,
  activity: PimActivity,
  touched: Touched,
  isTimed: boolean,
): void {
  const { at, device, user, deviceType } = request;
  const period = Math.floor(at / (isTimed ? HOUR_MS : DAY_MS)) * (isTimed ? HOUR_MS : DAY_MS);
  const { failed, status } = resultOf(request);
  const key = [period, activity, touched.class, device, user].join('\u001f');
  const known = counts.get(key);
  const sum: Count = known ?? {
    period,
    isTimed,
    activity,
    class: touched.class,
    device: device === null ? null : apart(device),
    user: user === null ? null : apart(user),
    deviceType,
    first: at,
    last: at,
    requests: 0,
    itemsIn: 0,
    itemsOut: 0,
    errors: 0,
    status,
  };
  if (!known) counts.set(key, sum);
  sum.requests += 1;
  sum.itemsIn += touched.itemsIn;
  sum.itemsOut += touched.itemsOut;
  sum.errors += failed ? 1 : 0;
  sum.first = Math.min(sum.first, at);
  if (at < sum.last) return;
  sum.last = at;
  sum.status = status;
  sum.deviceType = deviceType ?? sum.deviceType;
}

const rowOf = (count: Count): SourceRow => ({
  occurred_at: new Date(count.period),
  ...whose(count),
  activity: count.activity,
  class: count.class,
  device_type: count.deviceType,
  ...(count.isTimed && { first_at: new Date(count.first), last_at: new Date(count.last) }),
  requests: count.requests,
  items_in: count.itemsIn,
  items_out: count.itemsOut,
  errors: count.errors,
  last_status: count.status,
});

function singleOf(
  request: ActiveSyncRequest,
  activity: PimActivity,
  touched: readonly Touched[],
  line: string,
): SourceRow {
  const sumOf = (of: 'itemsIn' | 'itemsOut'): number => touched.reduce((sum, one) => sum + one[of], 0);
  const { failed, status } = resultOf(request);
  return {
    occurred_at: new Date(request.at),
    log_line: line,
    ...whose(request),
    activity,
    classes: touched.map((one) => one.class).join(','),
    device_type: request.deviceType,
    items_in: sumOf('itemsIn'),
    items_out: sumOf('itemsOut'),
    failed,
    status,
    duration_ms: request.ms,
  };
}

const whose = ({ device, user }: Pick<ActiveSyncRequest, 'device' | 'user'>) => ({
  eas_device_id: device,
  unmanaged_id: device,
  ...namesOf(user),
});
