// What the last poll could not read, or did not store: by field and reason, with what that means and where to go on.
import { datasetIn } from '../parts/datasets.ts';
import { RejectReasonText } from '../parts/reject-reasons.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { hrefOf } from '../shell/hash.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { becameOf } from './became.ts';
import { FaultTable } from './fault-table.tsx';
import { rejecting } from './faults.ts';
import { texts } from './texts/rejected.ts';

export function Rejected({ source: { type, lastPoll } }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const rejected = lastPoll?.rejected ?? [];
  if (rejected.length === 0) return null;
  const { columns: labels } = t;
  const columns: readonly Column<(typeof rejected)[number]>[] = [
    { id: 'field', label: labels.field, cell: ({ field }) => <code>{field}</code> },
    {
      id: 'dataset',
      label: labels.dataset,
      cell: ({ dataset }) => <a href={hrefOf('privacy', ['record', dataset])}>{datasetIn(language.value, dataset)}</a>,
    },
    { id: 'reason', label: labels.reason, cell: ({ reason }) => <RejectReasonText reason={reason} /> },
    { id: 'means', label: labels.means, cell: ({ reason }) => t.became[becameOf(reason)] },
    { id: 'count', label: labels.count, isNumber: true, cell: ({ count }) => formats().number(count) },
  ];
  return (
    <>
      <Table
        caption={t.caption}
        columns={columns}
        rows={rejected}
        keyOf={({ dataset, field, reason }) => `${dataset} ${field} ${reason}`}
      />
      <p class="quiet">{t.counted}</p>
      {rejected.some(({ reason }) => becameOf(reason) !== 'left-out') && (
        <FaultTable caption={t.faults} find={(faults) => rejecting(faults, type)} />
      )}
    </>
  );
}
