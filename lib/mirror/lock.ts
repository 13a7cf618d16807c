// Rows of people and of devices are written by several sources: their own one, and each that proves to have the same
// person, or the same device, and links them. Whose a mailbox is is looked for among the links of people.
import { datasetNamed, type MirrorName } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/database.ts';

/** Before rows of a mirror are written, or links between them are read. Nothing where no other source writes them. */
export async function lockMirror(tx: WriteTransaction, name: MirrorName): Promise<void> {
  const { aliases, person, hardware } = datasetNamed(name);
  if (aliases || person) await tx.lock('people');
  if (hardware) await tx.lock('hardware');
}
