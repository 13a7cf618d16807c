// The one rule about whose device it is: what says where somebody is, or what is on their device, is stored of devices
// that are known to be the company's, and of others (personally owned, or of unknown ownership) only where a source's
// switch says so.
import type { Store } from '../store/index.ts';
import { keyText } from './key.ts';
import { readByKey, rowsAfter } from './read.ts';

export const isAllowed = (ownership: unknown, personalDevices: boolean): boolean =>
  personalDevices || ownership === 'company';

/** Who owns these devices, by the text of their keys; those that the mirror does not have are not in it. */
export async function ownershipOf(
  reader: Pick<Store, 'rows'>,
  source: string,
  keys: readonly Uint8Array[],
): Promise<ReadonlyMap<string, unknown>> {
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const devices = await readByKey(reader, 'device', source, 'record_key', distinct, ['record_key', 'ownership']);
  return new Map(
    devices.flatMap(({ record_key, ownership }) =>
      record_key instanceof Uint8Array ? [[keyText(record_key), ownership]] : [],
    ),
  );
}

const DEVICES_A_READ = 100;

/** Keys of devices that are not known to be the company's, some at a time. */
export async function* personalDevices(store: Store, source: string): AsyncGenerator<readonly Uint8Array[]> {
  for (let after = 0; ; ) {
    const devices = await rowsAfter(store, { name: 'device', source }, after, DEVICES_A_READ, (query) =>
      query.where(({ eb, or }) => or([eb('ownership', 'is', null), eb('ownership', '<>', 'company')])),
    );
    const last = devices.at(-1);
    if (!last) return;
    yield devices.map((device) => device.record_key);
    after = last.id;
  }
}
