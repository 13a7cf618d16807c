// Whom events are told of: a device of the same source, a device that any system may have, a person by one of the names
// that sources have for people, or nobody.
import { createHmac } from 'node:crypto';
import type { AliasKind, HardwareField, Standing } from '../catalog/index.ts';
import { rowsCarrying } from '../hardware/find.ts';
import { identifiersToBe } from '../hardware/identifiers.ts';
import { keyOfUse } from '../keyed-hash.ts';
import { keyText, recordKey } from '../mirror/key.ts';
import { deviceText, type Owner, ownerOf, ownersOf } from '../mirror/ownership.ts';
import { subjectsOf } from '../mirror/subject.ts';
import { subjectsNamed } from '../people/named.ts';
import { fold } from '../store/fold.ts';
import type { Store } from '../store/index.ts';
import type { EventTarget, ToldEvent } from './told-event.ts';

export interface Belonging {
  /** Of the device; null where none is named. */
  readonly standing: Standing | null;
  /** What the row stores of device and person. */
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Of each event, in their order. A person who is named is never taken for the user of the device. */
export async function ownersOfEvents(
  store: Store,
  target: EventTarget,
  events: readonly ToldEvent[],
): Promise<readonly Belonging[]> {
  const { device, person } = target.dataset;
  const devices = device ? await devicesOf(store, target, events) : [];
  const named = events.map(({ values, occurred_at }) => ({
    names: namesOf(person?.by ?? [], values),
    at: occurred_at,
  }));
  const people = await subjectsNamed(store, named);
  return events.map((_, i) => {
    const { standing = null, columns = {}, subject = null } = devices[i] ?? {};
    const subject_id = (named[i]?.names.length ? people[i] : subject) ?? null;
    return { standing, columns: device || person ? { ...columns, subject_id } : {} };
  });
}

type Values = ToldEvent['values'];

const namesOf = (kinds: readonly AliasKind[], values: Values) =>
  kinds.flatMap((kind) => {
    const value = fold(String(values[kind] ?? ''), 320);
    return value === '' ? [] : [{ kind, value }];
  });

type OfDevice = Belonging & { readonly subject: number | null };

function devicesOf(store: Store, target: EventTarget, events: readonly ToldEvent[]): Promise<readonly OfDevice[]> {
  const { device } = target.dataset;
  return device && 'by' in device ? anyDevices(store, target, device.by, events) : ownDevices(store, target, events);
}

async function ownDevices(
  store: Store,
  { dataset, source }: EventTarget,
  events: readonly ToldEvent[],
): Promise<readonly OfDevice[]> {
  const field = dataset.device && 'field' in dataset.device ? dataset.device.field : undefined;
  const keys = events.map(({ values }) => ({ source, record_key: recordKey([values[field ?? '']]) ?? NO_KEY }));
  const owners = await ownersOf(store, keys, false);
  const subjects = await subjectsOf(
    store,
    'device',
    source,
    keys.map((key) => key.record_key),
  );
  return keys.map((key) => ({
    standing: owners.get(deviceText(key))?.standing ?? 'stranger',
    columns: { owner_key: key.record_key },
    subject: subjects.get(keyText(key.record_key)) ?? null,
  }));
}

const NO_KEY = Buffer.alloc(16);

async function anyDevices(
  store: Store,
  { dataset, secret }: EventTarget,
  by: readonly HardwareField[],
  events: readonly ToldEvent[],
): Promise<readonly OfDevice[]> {
  const told = events.map(({ values }) => Object.fromEntries(by.map((name) => [name, values[name] ?? null])));
  const carrying = await rowsCarrying(store, told.map(identifiersToBe));
  const known = await ownersOf(store, carrying.flat(), true);
  const owners = carrying.map((rows) => ownerOf(rows.flatMap((row) => known.get(deviceText(row))?.rows ?? [])));
  const subjects = await subjectsOfOwners(store, owners);
  return owners.map(({ standing, rows: [row] }, i) => {
    const first = by.find((name) => told[i]?.[name] !== null);
    const device_hash = row || first === undefined ? null : hashOf(secret, `${first}=${told[i]?.[first]}`);
    return {
      // A person's event need not be of a device.
      standing: first === undefined && dataset.person ? null : standing,
      columns: { owner_source: row?.source ?? null, owner_key: row?.record_key ?? null, device_hash },
      subject: subjects[i] ?? null,
    };
  });
}

const hashOf = (secret: string | null, text: string): string | null =>
  secret === null ? null : createHmac('sha256', keyOfUse(secret, 'device')).update(text).digest('hex').slice(0, 32);

/** The user of each device, as the systems that have it say; null where two name different people. */
async function subjectsOfOwners(store: Store, owners: readonly Owner[]): Promise<readonly (number | null)[]> {
  const bySource = new Map<string, ReadonlyMap<string, number>>();
  for (const [source, rows] of Map.groupBy(
    owners.flatMap((owner) => owner.rows),
    (row) => row.source,
  ))
    bySource.set(
      source,
      await subjectsOf(
        store,
        'device',
        source,
        rows.map((row) => row.record_key),
      ),
    );
  return owners.map(({ rows }) => {
    const users = new Set(rows.flatMap((row) => bySource.get(row.source)?.get(keyText(row.record_key)) ?? []));
    const [only = null] = users;
    return users.size === 1 ? only : null;
  });
}
