// The access log: who read what, when and why. Rows commit before the answer goes out: no answer without its row.

import { keyedHashes, shortHashes } from '../keyed-hash.ts';
import type { ApiDependencies } from './dependencies.ts';
import type { AccessRecord, ApiRequest } from './endpoint.ts';

/** As many as a page has rows: what the column holds. */
const NAMED_IN_A_ROW = 1_000;

/** Writes a row per record, in one transaction. Throws StoreError: then nothing may be answered. */
export async function logAccess(
  dependencies: ApiDependencies,
  operation: string,
  request: Pick<ApiRequest, 'principal' | 'purpose' | 'roles'>,
  records: readonly AccessRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const occurredAt = dependencies.clock.now();
  const rows = records.flatMap((record) =>
    subjectsOf(dependencies, record).map((subjects, further) => ({
      occurred_at: occurredAt,
      principal: request.principal,
      // As they were then: a key that has others later read what it read with these.
      roles: request.roles?.join(', ') ?? null,
      operation,
      dataset: record.dataset,
      purpose: request.purpose,
      fields: JSON.stringify(record.fields),
      filters: JSON.stringify(record.filters),
      sort: record.sort ?? null,
      row_count: further ? 0 : record.rowCount,
      ...subjects,
    })),
  );
  await dependencies.store.write((transaction) => transaction.insert('access_log', rows));
}

/** Whom a record names: one in full, several in short and in no order; a further row for those that do not fit in one. */
function subjectsOf({ auditKey }: ApiDependencies, { subjects }: AccessRecord) {
  const hashes = keyedHashes(auditKey, 'subject', subjects.map(String)).sort();
  const [only = null] = hashes;
  if (hashes.length < 2) return [{ subject_hash: only, subject_hashes: null }];
  return Array.from({ length: Math.ceil(hashes.length / NAMED_IN_A_ROW) }, (_, row) => ({
    subject_hash: null,
    subject_hashes: shortHashes(hashes.slice(row * NAMED_IN_A_ROW, (row + 1) * NAMED_IN_A_ROW)),
  }));
}
