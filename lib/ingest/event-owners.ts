// Whom events are told of: a device of the same source, a device that any system may have, a person by one of the names
// that sources have for people, or nobody.
import type { AliasKind, Dataset, DeviceId, DeviceName, Standing } from '../catalog/index.ts';
import { type DeviceIds, rowsCarrying, rowsOfNumbers } from '../hardware/find.ts';
import { hasherOf } from '../keyed-hash.ts';
import { recordKey } from '../mirror/key.ts';
import { strangeDevice } from '../mirror/late-devices.ts';
import { deviceText, NAMES_LACKING, type Owner, ownerOf, ownersOf } from '../mirror/ownership.ts';
import { subjectsOfOwners } from '../mirror/subject.ts';
import { aliasOf } from '../people/aliases.ts';
import { subjectsNamed } from '../people/named.ts';
import type { Store } from '../store/index.ts';
import type { EventTarget, ToldEvent } from './told-event.ts';

export interface Belonging {
  /** Of the device; null where none is named. */
  readonly standing: Standing | null;
  /** None that can be stored: the source's own that it has not, or one whose names are not collected. */
  readonly absent?: boolean;
  /** What the row stores of device and person. */
  readonly columns: Readonly<Record<string, unknown>>;
}

/**
 * Of each event, in their order. A person who is named is never taken for the user of the device, even by a name that is
 * not collected; where all that the source has are left out, nobody is. Names of devices are read whatever is collected: they say what may be stored.
 */
export async function ownersOfEvents(
  store: Store,
  target: EventTarget,
  events: readonly ToldEvent[],
): Promise<readonly Belonging[]> {
  const { dataset, collects, secret } = target;
  const { device, person } = dataset;
  const told = events.map(({ values }) => values);
  const devices = device ? await ownersOfDevices(store, target, told) : [];
  const subjects = await subjectsOfOwners(store, devices);
  const kinds = (person?.by ?? []).filter((kind) => collects.has(kind));
  const isTold = kinds.length > 0 || collects.has(NAMES_LACKING);
  const named = events.map(({ values, occurred_at: at }) => ({ names: namesOf(kinds, values), at }));
  const people = await subjectsNamed(store, named);
  const nameHash = secret === null ? () => null : nameHasher(secret);
  return events.map(({ values }, i) => {
    const { standing = null, absent = false, columns = {} } = devices[i] ?? {};
    const [name] = named[i]?.names ?? [];
    const isNobodys = (): boolean => !person || (isTold && namesOf(person.by, values).length === 0);
    const subject_id = (name ? people[i] : isNobodys() ? subjects[i] : null) ?? null;
    // Nobody is known by the name yet: the row waits for who is.
    const waiting = person ? { name_hash: name && subject_id === null ? nameHash(name.value) : null } : {};
    return { standing, absent, columns: device || person ? { ...columns, subject_id, ...waiting } : {} };
  });
}

/** Rows name the same people again and again, and so do the parts of a step. */
const NAMES_REMEMBERED = 50_000;
const hashers = new Map<string, (name: string) => string>();

function nameHasher(secret: string): (name: string) => string {
  const made = hashers.get(secret);
  if (made) return made;
  const hash = hasherOf(secret, 'name');
  const known = new Map<string, string>();
  const hasher = (name: string): string => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= NAMES_REMEMBERED) known.clear();
    const hashed = hash(name);
    known.set(name, hashed);
    return hashed;
  };
  // A secret is changed seldom; tests have many.
  hashers.clear();
  hashers.set(secret, hasher);
  return hasher;
}

type Values = ToldEvent['values'];

const namesOf = (kinds: readonly AliasKind[], values: Values) =>
  kinds.flatMap((kind) => aliasOf(kind, values[kind]) ?? []);

type OfDevice = Belonging & Pick<Owner, 'rows'>;

/** Of rows that name devices, in their order, whatever else they tell. */
export async function ownersOfDevices(
  store: Store,
  {
    dataset,
    source,
    secret,
    collects,
  }: Pick<EventTarget, 'source' | 'secret' | 'collects'> & { readonly dataset: Dataset },
  naming: readonly Values[],
): Promise<readonly OfDevice[]> {
  const { device, person } = dataset;
  const by = device && 'by' in device ? device.by : null;
  const field = device && 'field' in device ? (device.field ?? '') : '';
  const told = naming.map((values) => Object.fromEntries((by ?? [field]).map((name) => [name, values[name] ?? null])));
  const keys = naming.map((values) => ({ source, record_key: recordKey([values[field]]) ?? NO_KEY }));
  // A source that has devices names its own; what names a device of any is looked for.
  const isOwn = told.map((names) => field !== '' && (by === null || by.every((name) => names[name] === null)));
  const carriers = by ? await carriersOf(store, by, told) : [];
  const carrying = keys.map((key, i) => (isOwn[i] ? [key] : (carriers[i] ?? [])));
  const known = await ownersOf(store, carrying.flat(), by !== null);
  const owners = carrying.map((rows) => ownerOf(rows.flatMap((row) => known.get(deviceText(row))?.rows ?? [])));
  const hashOf = secret === null ? () => null : hasherOf(secret, 'device');
  return owners.map(({ standing, rows }, i) => {
    const own = isOwn[i] ? keys[i] : undefined;
    if (!by) return { standing, columns: { owner_key: own?.record_key }, rows };
    const row = rows.find((one) => own && deviceText(one) === deviceText(own)) ?? rows[0];
    const first = by.find((name) => told[i]?.[name] !== null);
    const isStranger = !row && first !== undefined;
    const clear = device && 'clear' in device ? device.clear : undefined;
    const shown = by.find((name) => collects.has(name) && told[i]?.[name] !== null);
    if (first !== undefined && shown === undefined) {
      // Whose a stranger is cannot be found out later; without a person or a device the row would say nothing.
      const judged = standing === 'stranger' ? 'unknown' : standing;
      const columns = { ...NO_DEVICE, ...(clear !== undefined && { [clear]: null }) };
      return { standing: judged, absent: field !== '', columns, rows: [] };
    }
    const device_hash = isStranger && shown ? hashOf(strangeDevice(shown, told[i]?.[shown])) : null;
    const columns = {
      ...(clear !== undefined && !isStranger && { [clear]: null }),
      owner_source: row?.source ?? null,
      owner_key: row?.record_key ?? null,
      device_hash,
      unmanaged: isStranger,
    };
    // A person's event need not be of a device; one of a source's own is of none that it has not.
    const absent = own !== undefined && rows.length === 0;
    return { standing: first === undefined && person ? null : standing, absent, columns, rows };
  });
}

const NO_DEVICE = { owner_source: null, owner_key: null, device_hash: null, unmanaged: null };
const NO_KEY = Buffer.alloc(16);

/** By its ids first, by the number of its SIM else. */
async function carriersOf(store: Store, by: readonly DeviceName[], told: readonly Readonly<Record<string, unknown>>[]) {
  const ids = by.flatMap((name) => (name === 'phone_number_hash' ? [] : [name]));
  const byId = await rowsOfIds(store, ids, told);
  const byNumber = await rowsOfNumbers(
    store,
    told.map((values) => values.phone_number_hash),
  );
  return byId.map((rows, i) => (rows.length > 0 ? rows : (byNumber[i] ?? [])));
}

/** Products write the same id in capitals or not: each is looked for as it is told, and in both. */
async function rowsOfIds(store: Store, by: readonly DeviceId[], told: readonly DeviceIds[]) {
  const spelled = told.map((values) => {
    const named = isNumbered(values) ? { ...values, external_id: null } : values;
    const texts = by.flatMap((name) => (typeof named[name] === 'string' ? [[name, String(named[name])] as const] : []));
    const written = (how: (id: string) => string): DeviceIds =>
      Object.fromEntries(texts.map(([name, id]) => [name, how(id)]));
    const all = [written(String), written((id) => id.toUpperCase()), written((id) => id.toLowerCase())];
    return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  });
  const found = (await rowsCarrying(store, by, spelled.flat())).values();
  return spelled.map((all) => all.flatMap(() => found.next().value ?? []));
}

/** Several systems number their devices from 1: such an id names one of each. */
const isNumbered = ({ external_id: id }: DeviceIds): boolean =>
  typeof id === 'string' && !/^[\da-f-]{32,36}$/i.test(id);
