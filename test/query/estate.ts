// A small estate for tests of queries, written through the store as polls would: persons, devices, apps, changes.
import { createHash } from 'node:crypto';
import type { DatasetName } from '../../lib/catalog/index.ts';
import type { Store } from '../../lib/store/index.ts';
import { writeFreely } from '../store/databases.ts';

type Values = Readonly<Record<string, unknown>>;

export const AT = new Date('2026-11-01T10:00:00.123Z');

export const key = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 16);

/** The common columns of a mirror's row. */
export const mirrored = (source: string, name: string, values: Values): Values => ({
  source,
  record_key: key(name),
  attributes: '{"wifiName":"office"}',
  row_hash: key(`${name} hash`),
  first_seen_at: AT,
  changed_at: AT,
  absent_since: null,
  ...values,
});

export const device = (name: string, values: Values = {}, source = 'intune'): Values =>
  mirrored(source, name, { external_id: name, device_name: name, platform: 'ios', ownership: 'company', ...values });

export const app = (deviceName: string, id: string, values: Values = {}): Values =>
  mirrored('intune', `${deviceName}/${id}`, {
    parent_key: key(deviceName),
    device_external_id: deviceName,
    app_id: id,
    title: id,
    version: '1.0',
    platform: 'ios',
    ...values,
  });

export const change = (deviceName: string, number: number, values: Values = {}): Values => ({
  source: 'intune',
  record_key: key(`${deviceName} change ${number}`),
  occurred_at: new Date(AT.getTime() + number * 1000),
  transition: key(`${deviceName} transition ${number}`),
  dataset: 'device',
  owner_key: key(deviceName),
  kind: 'changed',
  parameter: 'os_version',
  old_value: `17.${number}`,
  new_value: `17.${number + 1}`,
  ...values,
});

export const subject = (name: string | null, values: Values = {}): Values => ({
  present: true,
  display_name: name,
  user_principal_name: name && `${name.split(' ')[0]}@corp.example`,
  sources: 1,
  created_at: AT,
  changed_at: AT,
  ...values,
});

export async function insert(store: Store, table: DatasetName, rows: readonly Values[]): Promise<void> {
  await writeFreely(store, (tx) => tx.insert(table, rows));
}

/** Ids of all rows of a table, by one of its columns. */
export async function idsBy(store: Store, table: DatasetName, column: string): Promise<Record<string, number>> {
  const rows = await store.rows
    .selectFrom(table as string)
    .select(['id', column])
    .execute();
  return Object.fromEntries(rows.map((row) => [String(row[column]), Number(row.id)]));
}

/** Events about a device, of all kinds: one each, `number` seconds after `AT`. */
export async function insertDeviceEvents(
  store: Store,
  deviceName: string,
  number: number,
  values: Values = {},
): Promise<void> {
  const at = new Date(AT.getTime() + number * 1000);
  const common = {
    source: 'intune',
    record_key: key(`${deviceName} event ${number}`),
    occurred_at: at,
    owner_key: key(deviceName),
    ...values,
  };
  const of = { ...common, device_external_id: deviceName };
  await insert(store, 'location', [
    { ...of, fixed_at: at, latitude: 47 + number / 1000, longitude: -8.5, method: 'gps' },
  ]);
  await insert(store, 'roaming', [
    { ...of, began_at: at, ended_at: number % 2 === 0 ? at : null, network: '208-10', operator: 'SFR', country: 'FR' },
  ]);
  await insert(store, 'violation', [
    {
      ...common,
      transition: key(`${deviceName} violation ${number}`),
      compliance: 'noncompliant',
      compliance_before: 'compliant',
      compliance_state: `State ${number}`,
      reasons: '["No PIN","Old OS"]',
    },
  ]);
  await insert(store, 'data_usage', [
    { owner_source: of.source, ...of, day: at.toISOString().slice(0, 10), home_bytes: number, roaming_bytes: null },
  ]);
}
