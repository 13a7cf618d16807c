import type { DatasetName } from '../catalog/index.ts';
import { StoreError } from '../errors.ts';
import type { Store } from './database.ts';

/** Inserts a row where there is none of its key yet. Whether this call did: of several collectors one does. */
export async function addRow(
  { write }: Pick<Store, 'write'>,
  table: DatasetName,
  row: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  try {
    await write((tx) => tx.insert(table, [row]));
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'duplicate') return false;
    throw error;
  }
}
