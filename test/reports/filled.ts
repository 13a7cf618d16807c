// What all views have something to tell of: two sources, their polls, numbers, apps, traffic, a hold, a retention.
import { recountApps } from '../../lib/operations/app-counts.ts';
import type { Store } from '../../lib/store/index.ts';
import { writeStoredValue } from '../../lib/store/stored-values.ts';
import { app, device, insert, key, mirrored } from '../query/estate.ts';

export const AT = new Date('2026-11-20T07:30:00.125Z');
const DAY = '2026-11-20';

export async function fill(store: Store): Promise<void> {
  await insert(
    store,
    'source_state',
    ['intune', 'proxy'].map((source) => ({ source, product: source, fence: 1, last_seen_at: AT, last_success_at: AT })),
  );
  await insert(store, 'poll_run', [
    run(1, 'complete', null),
    run(2, 'complete', null),
    run(3, 'failed', 'http-503'),
    run(4, 'running', null),
  ]);
  await insert(store, 'statistic', [
    statistic('intune', 'rows', 'device', 12),
    statistic('*', 'devices.product', 'intune', 12),
    ...['platform', 'osVersion', 'model', 'ownership', 'compliance', 'homeCountry', 'roaming'].map((by) =>
      statistic('*', `devices.${by}`, `a ${by}`, 12),
    ),
  ]);
  await installed(store, { mail: 9, maps: 6, rare: 4 });
  await traffic(store, {
    host: { 'a.example': 9, 'b.example': 6 },
    category: { News: 9 },
    blocked: { 'a.example': 6 },
  });
  await insert(store, 'deletion_hold', [
    {
      source: 'intune',
      dataset: 'device',
      state: 'open',
      absent: 7,
      total: 12,
      sample: '[1,2]',
      opened_at: AT,
      confirmed_at: AT,
    },
  ]);
  const device30 = { days: 30, due: 5, removed: 3, left: 2, oldestLeft: AT.toISOString() };
  const nothing = { days: 365, due: 0, removed: 0, left: 0, oldestLeft: null };
  await writeStoredValue(store, 'retention', {
    endedAt: AT.toISOString(),
    datasets: { change: device30, access_log: nothing },
    complete: false,
  });
  await insert(store, 'collector', [
    {
      instance: 'c-1',
      host_version: '4.1',
      node_version: '24.1.0',
      lens_version: '1.2.3',
      sources: '[]',
      started_at: AT,
      last_seen_at: AT,
    },
  ]);
}

export const run = (n: number, outcome: string, error_code: string | null, at = new Date(AT.getTime() + n * 1000)) => ({
  source: 'intune',
  record_key: key(`run ${n}`),
  occurred_at: at,
  run: `r-${n}`,
  collector: 'c-1',
  outcome,
  error_code,
  duration_ms: 1_500,
  rows_read: 10,
  rows_written: 1,
  rows_removed: 1,
  requests: 3,
  throttled: 1,
});

const statistic = (source: string, metric: string, dimension: string, value: number) => ({
  source,
  record_key: key(`${source} ${metric} ${dimension}`),
  occurred_at: new Date(DAY),
  day: DAY,
  metric,
  dimension,
  value,
});

/** Apps on so many devices each, every device of another person; counted. */
export async function installed(store: Store, apps: Readonly<Record<string, number>>): Promise<void> {
  const numbers = Array.from({ length: Math.max(...Object.values(apps)) }, (_, i) => i);
  await insert(
    store,
    'emm_user',
    numbers.map((n) => mirrored('intune', `p${n}`, { external_id: `p${n}`, subject_id: n + 1 })),
  );
  await insert(
    store,
    'device',
    numbers.map((n) => device(`d${n}`, { user_external_id: `p${n}` })),
  );
  const rows = Object.entries(apps).flatMap(([id, on]) => numbers.slice(0, on).map((n) => app(`d${n}`, id)));
  await insert(store, 'device_app', rows);
  await recountApps(store, () => false);
}

/** Ten requests of each of so many people. */
export async function traffic(
  store: Store,
  kinds: Readonly<Record<string, Readonly<Record<string, number | null>>>>,
  { source = 'proxy', day = DAY } = {},
): Promise<void> {
  const rows = Object.entries(kinds).flatMap(([kind, names]) =>
    Object.entries(names).map(([name, persons]) => ({
      source,
      record_key: key(`${kind} ${name}`),
      occurred_at: new Date(day),
      kind,
      name,
      requests: (persons ?? 1) * 10,
      blocked: 1,
      errors: 2,
      bytes: 100,
      persons,
      person_hashes: null,
    })),
  );
  await insert(store, 'http_total', rows);
}
