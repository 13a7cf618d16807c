// Rows for the tests of privacy and licence: people, devices, apps and changes, written as a poll writes them.

import type { Logger } from '../../lib/logger.ts';
import { keyOf } from '../../lib/mirror/key.ts';
import { relinkSubjects } from '../../lib/people/subjects.ts';
import type { Store } from '../../lib/store/index.ts';
import { writeFreely } from '../store/databases.ts';

export const DAY = 86_400_000;
export const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY);
const HASH = Buffer.alloc(16);

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const mirrored = (source: string, id: string, firstSeen: Date) => ({
  source,
  external_id: id,
  record_key: keyOf([id]),
  row_hash: HASH,
  first_seen_at: firstSeen,
  changed_at: firstSeen,
});

type More = Readonly<Record<string, unknown>>;

export async function addSource(store: Store, source: string, state: More = {}): Promise<void> {
  const row = { source, product: 'intune', fence: 1, last_seen_at: new Date(), ...state };
  await store.write((tx) => tx.insert('source_state', [row]));
}

/** A person as an EMM or a directory has them; linked to a subject. */
export async function addPerson(
  store: Store,
  source: string,
  id: string,
  more: More = {},
  firstSeen = new Date(),
  dataset: 'emm_user' | 'directory_user' = 'emm_user',
): Promise<void> {
  await store.write(async (tx) => {
    await tx.insert(dataset, [
      { ...mirrored(source, id, firstSeen), user_principal_name: `${id}@example.org`, ...more },
    ]);
    await relinkSubjects(tx, dataset, source, [keyOf([id])], firstSeen);
  });
}

export async function addDevices(
  store: Store,
  source: string,
  ids: readonly string[],
  more: More = {},
  firstSeen = new Date(),
): Promise<void> {
  await store.write((tx) =>
    tx.insert(
      'device',
      ids.map((id) => ({ ...mirrored(source, id, firstSeen), ...more })),
    ),
  );
}

export async function addApp(store: Store, source: string, device: string, app: string): Promise<void> {
  const { external_id: _, ...row } = mirrored(source, device, new Date());
  const parent_key = keyOf([device]);
  const digest = { source, dataset: 'device_app', parent_key, digest: HASH, rows: 1 };
  await store.write(async (tx) => {
    await tx.insert('device_app', [
      { ...row, record_key: keyOf([device, app]), parent_key, device_external_id: device, app_id: app },
    ]);
    await tx.insert('parent_digest', [digest]);
  });
}

export async function addChanges(store: Store, count: number, at: Date, more: More = {}): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => {
    const key = keyOf([String(at.getTime()), String(i), JSON.stringify(more)]);
    return {
      source: 's',
      record_key: key,
      transition: key,
      occurred_at: at,
      dataset: 'device',
      owner_key: key,
      kind: 'changed',
      ...more,
    };
  });
  await store.write((tx) => tx.insert('change', rows));
}

export async function subjectOf(
  store: Store,
  source: string,
  id: string,
  dataset: 'emm_user' | 'directory_user' = 'emm_user',
): Promise<number> {
  const row = await store.db
    .selectFrom(dataset)
    .select('subject_id')
    .where('source', '=', source)
    .where('external_id', '=', id)
    .executeTakeFirstOrThrow();
  if (row.subject_id === null) throw new Error('the person is not linked');
  return row.subject_id;
}

export async function count(store: Store, table: string, where: More = {}): Promise<number> {
  let query = store.rows.selectFrom(table).select(({ fn }) => fn.countAll().as('n'));
  for (const [column, value] of Object.entries(where)) query = query.where(column, '=', value);
  return Number((await query.executeTakeFirstOrThrow()).n);
}

let told = 0;

/** What `addDeviceEvents` adds one of. */
export const DEVICE_EVENTS = ['location', 'roaming', 'violation', 'data_usage'] as const;

export async function addDeviceEvents(store: Store, device: string, at: Date, more: More = {}): Promise<void> {
  told += 1;
  const key = keyOf([device, String(told)]);
  const row = {
    source: 's',
    record_key: key,
    occurred_at: at,
    owner_key: keyOf([device]),
    device_external_id: device,
    ...more,
  };
  const { device_external_id: _, ...ofViolation } = row;
  await store.write(async (tx) => {
    await tx.insert('location', [{ ...row, fixed_at: at, latitude: 47.376887, longitude: 8.541694 }]);
    await tx.insert('roaming', [{ ...row, began_at: at, network: '208-10', country: 'FR' }]);
    await tx.insert('violation', [
      { ...ofViolation, transition: key, compliance: 'noncompliant', reasons: '["No PIN"]' },
    ]);
    await tx.insert('data_usage', [
      { ...row, owner_source: row.source, day: at.toISOString().slice(0, 10), roaming_bytes: 7 },
    ]);
  });
}

/** A call and a message of a device, as a log tells them. */
export async function addCalls(store: Store, device: string, at: Date, more: More = {}): Promise<void> {
  told += 1;
  const key = keyOf([device, String(told)]);
  const owner = { owner_source: 's', owner_key: keyOf([device]) };
  const row = { source: 's', record_key: key, occurred_at: at, ...owner, ...more };
  await store.write(async (tx) => {
    await tx.insert('call', [{ ...row, direction: 'outgoing', duration_seconds: 60, number_kind: 'mobile' }]);
    await tx.insert('message', [{ ...row, direction: 'outgoing', kind: 'SMS', content: 'See you at noon.' }]);
    await tx.insert('rule_hit', [{ ...row, rule: 'calls', severity: 'low', dataset: 'call', judged_key: key }]);
  });
}

/** A mailbox that is named by address, and a device that synchronises it. */
export async function addMailbox(store: Store, device: string, mail: string): Promise<void> {
  const at = daysAgo(1);
  const written = { source: 's', row_hash: Buffer.alloc(16), first_seen_at: at, changed_at: at };
  const row = { ...written, record_key: keyOf([mail]), external_id: mail, mail };
  const owner = { owner_source: 's', owner_key: keyOf([device]), unmanaged: false };
  await store.write(async (tx) => {
    await tx.insert('mailbox', [row]);
    await tx.insert('mail_device', [{ ...row, ...owner, external_id: keyOf([mail]).toString('hex') }]);
  });
}

/** What a device does with mail, as a log tells it: an hour, and one of its requests; and an app that it reached. */
export async function addMailEvents(store: Store, device: string, at: Date, more: More = {}): Promise<void> {
  told += 1;
  const key = keyOf([device, String(told)]);
  const owner = { owner_source: 's', owner_key: keyOf([device]), unmanaged: false };
  const ofAny = { source: 's', record_key: key, occurred_at: at, ...owner, ...more };
  const row = { ...ofAny, activity: 'sync' };
  await writeFreely(store, async (tx) => {
    await tx.insert('pim_activity', [{ ...row, class: 'mail', first_at: at, last_at: at, requests: 1 }]);
    await tx.insert('pim_request', [{ ...row, classes: 'mail', failed: false }]);
    await tx.insert('app_access', [{ ...ofAny, app_id: 'crm', kind: 'sign-in', result: 'success', requests: 1 }]);
  });
}

/** What a person used of the web, as a proxy tells it: an hour, a day, and one of the requests. */
export async function addWebEvents(store: Store, at: Date, of: { readonly subject_id: unknown }): Promise<void> {
  told += 1;
  const row = { source: 's', record_key: keyOf(['web', String(told)]), occurred_at: at, ...of };
  await writeFreely(store, async (tx) => {
    await tx.insert('http_traffic', [{ ...row, host: 'shop.example', requests: 1 }]);
    await tx.insert('http_category', [{ ...row, category: 'Shopping', requests: 1 }]);
    await tx.insert('http_request', [{ ...row, host: 'shop.example', status: 200 }]);
  });
}
