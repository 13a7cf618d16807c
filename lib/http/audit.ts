// The access log: who read what, when and why. Rows commit before the answer goes out: no answer without its row.

import { keyedHash } from '../keyed-hash.ts';
import type { ApiDependencies } from './dependencies.ts';
import type { AccessRecord, ApiRequest } from './endpoint.ts';

/** Writes one row per record, in one transaction. Throws StoreError: then nothing may be answered. */
export async function logAccess(
  dependencies: ApiDependencies,
  operation: string,
  request: Pick<ApiRequest, 'principal' | 'purpose'>,
  records: readonly AccessRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const occurredAt = dependencies.clock.now();
  const rows = records.map((record) => ({
    occurred_at: occurredAt,
    principal: request.principal,
    operation,
    dataset: record.dataset,
    purpose: request.purpose,
    fields: JSON.stringify(record.fields),
    filters: JSON.stringify(record.filters),
    row_count: record.rowCount,
    subject_hash:
      record.subjectId == null ? null : keyedHash(dependencies.auditKey, 'subject', String(record.subjectId)),
  }));
  await dependencies.store.write((transaction) => transaction.insert('access_log', rows));
}
