// What synchronises mailboxes, as lists show it: devices that a system knows, and others.
import type { Column } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { textsIn } from '../../shell/language.ts';
import { RowTable, type RowTableProps } from '../row-table.tsx';
import { texts } from '../texts.ts';
import { toldValue } from '../values.tsx';
import { Gone, wordIn } from '../words.tsx';
import { Hardware, MailDeviceName, Whose } from './names.tsx';
import type { MailDevice } from './rows.ts';

export function MailDeviceTable(props: RowTableProps<MailDevice, 'person' | 'hardware'>) {
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
  return <RowTable columns={columns} {...props} />;
}
