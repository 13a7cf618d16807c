// Rows of a mirror that are told of devices whatever system has them: whose device each is says what of the row is stored,
// with each reading anew. Of one that no system knows it is the row without what would tell which device it is, and a keyed
// hash of its id.
import { ofAnyDevice } from '../catalog/index.ts';
import { keyText } from '../mirror/key.ts';
import { type DeviceKey, isStored } from '../mirror/ownership.ts';
import { readByKey } from '../mirror/read.ts';
import type { Store } from '../store/index.ts';

import { ownersOfDevices } from './event-owners.ts';
import type { Target } from './kept-values.ts';
import { hashOf, type MirrorRecord, REASONS, type RejectReason } from './record.ts';

export interface OwnedRows {
  /** What may be stored. */
  readonly records: readonly MirrorRecord[];
  /** Ids of rows of which nothing may be stored any more. */
  readonly leaving: readonly number[];
  /** How many were not stored, by the reason. */
  readonly withheld: ReadonlyMap<RejectReason, number>;
  /** The devices that the rows are of. */
  readonly devices: readonly DeviceKey[];
}

/** `secret`: for hashes of devices that no system knows. */
export async function ownedRows(
  store: Store,
  target: Target,
  records: readonly MirrorRecord[],
  secret: string | null,
): Promise<OwnedRows> {
  const { dataset, source, name, personalDevices, collects } = target;
  const { device } = dataset;
  if (!device || !ofAnyDevice(dataset)) return { records, leaving: [], withheld: new Map(), devices: [] };
  const values = records.map((record) => record.values);
  const owners = await ownersOfDevices(store, { dataset, source, secret, collects: new Set(collects) }, values);
  const withheld = new Map<RejectReason, number>();
  const gone: Uint8Array[] = [];
  const kept = records.flatMap((record, i) => {
    const { standing, columns = {} } = owners[i] ?? {};
    const whose = standing ?? 'stranger';
    if (isStored(device.stored, whose, personalDevices)) return [withOwner(target, record, columns)];
    withheld.set(REASONS[whose], (withheld.get(REASONS[whose]) ?? 0) + 1);
    gone.push(record.key);
    return [];
  });
  const stored = new Map(
    (await readByKey(store, name, source, 'record_key', gone, ['id', 'record_key'])).map((row) => [
      row.record_key instanceof Uint8Array ? keyText(row.record_key) : '',
      Number(row.id),
    ]),
  );
  const devices = owners.flatMap(({ rows: [row] }) => row ?? []);
  return { records: kept, leaving: [...stored.values()], withheld, devices };
}

function withOwner(
  { dataset }: Target,
  record: MirrorRecord,
  columns: Readonly<Record<string, unknown>>,
): MirrorRecord {
  const { device } = dataset;
  const hides = device && 'by' in device && !(columns.owner_key instanceof Uint8Array) ? (device.hides ?? []) : [];
  const hidden = Object.fromEntries(hides.map((name) => [name, null]));
  const values = { ...record.values, ...hidden, ...columns };
  const unanswered = record.unanswered.filter((name) => !hides.includes(name));
  return { ...record, values, unanswered, hash: hashOf(dataset, values) };
}
