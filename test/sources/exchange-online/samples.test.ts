// Every line of the sample is what its `expected.json` says.
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { mailboxUsageDetail } from '../../../lib/sources/exchange-online/parameters.ts';
import { linesOf, type ReportLine } from '../../../lib/sources/exchange-online/reports.ts';
import { mapRecord } from '../../../lib/sources/map.ts';

const folder = join(import.meta.dirname, 'samples');
const sample: {
  readonly lines: readonly { readonly is: string; readonly reason?: string; readonly expect?: object }[];
} = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));

/** A line by the names of the sample. */
function told(line: ReportLine): object {
  if (line === 'concealed') return { is: 'event', concealed: true };
  if (typeof line === 'string') return { is: 'rejected', reason: line };
  const { last_activity_at: at, ...row } = mapRecord(mailboxUsageDetail.parameters, line);
  return {
    is: 'event',
    upn: row.user_principal_name,
    items: row.item_count,
    bytes: row.size_bytes,
    lastActivity: at instanceof Date ? at.toISOString().slice(0, 10) : at,
    warnBytes: row.warning_quota_bytes,
    deleted: row.deleted_at !== null,
  };
}

it('says what its answer says, line by line', async () => {
  const lines: object[] = [];
  const signal = new AbortController().signal;
  for await (const line of linesOf(createReadStream(join(folder, 'input.log')), signal)) lines.push(told(line));
  const expected = sample.lines.filter(({ is }) => is !== 'header');
  expect(lines).toEqual(
    expected.map(({ is, reason, expect: answer }) =>
      expect.objectContaining({ is, ...(reason && { reason }), ...answer }),
    ),
  );
});
