// What synchronises mailboxes, as lists show it: devices that a system knows, and others.
import { type Column, Table, toldColumns } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { textsIn } from '../../shell/language.ts';
import { texts } from '../texts.ts';
import { toldValue } from '../values.tsx';
import { Gone, wordIn } from '../words.tsx';
import { Hardware, MailDeviceName, Whose } from './names.tsx';
import type { MailDevice } from './rows.ts';

interface MailDeviceTableProps {
  readonly caption: string;
  readonly rows: readonly MailDevice[];
  readonly empty: string;
  /** Where it is known anyway. */
  readonly without?: 'person' | 'hardware';
  readonly more?: (() => Promise<void>) | undefined;
  readonly total?: number | undefined;
}

export function MailDeviceTable({ caption, rows, empty, without, more, total }: MailDeviceTableProps) {
  const t = textsIn(texts).mail;
  const { mailDeviceColumns: labels } = t;
  const columns: readonly Column<MailDevice>[] = [
    {
      id: 'device',
      label: labels.device,
      cell: (one) => (
        <>
          <MailDeviceName of={one} />
          <Gone since={one.absentSince} />
        </>
      ),
    },
    { id: 'person', label: labels.person, cell: (one) => <Whose of={one} /> },
    { id: 'hardware', label: labels.hardware, cell: (one) => <Hardware of={one} /> },
    { id: 'model', label: labels.model, cell: ({ model }) => toldValue('model', model) },
    { id: 'os', label: labels.os, cell: ({ os }) => toldValue('os', os) },
    {
      id: 'access',
      label: labels.access,
      isWord: true,
      cell: ({ accessState, accessReason }) => (
        <>
          {wordIn(t.accessStates, accessState)}
          {accessReason !== null && (
            <div class="note">
              {t.mailDeviceFields.accessReason}: {wordIn(t.accessReasons, accessReason)}
            </div>
          )}
        </>
      ),
    },
    { id: 'sync', label: labels.sync, cell: ({ lastSyncAt }) => lastSyncAt && <When at={lastSyncAt} /> },
    { id: 'source', label: labels.source, isWord: true, cell: ({ source }) => source },
  ];
  return (
    <Table
      caption={caption}
      quiet
      columns={toldColumns(columns, rows).filter(({ id }) => id !== without)}
      rows={rows}
      keyOf={({ id }) => id}
      more={more}
      total={total}
      empty={empty}
    />
  );
}
