// What synchronises the mailboxes of one person: devices that a system knows, and others.
import { useList } from '../api/use-list.ts';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table, toldColumns } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { textsIn } from '../shell/language.ts';
import { texts } from './texts.ts';
import { toldValue } from './values.tsx';
import { DeviceName } from './words.tsx';

interface MailDevice {
  readonly id: string;
  readonly source: string;
  readonly deviceId: string | null;
  readonly unmanaged: boolean;
  readonly deviceName: string | null;
  readonly deviceType: string | null;
  readonly model: string | null;
  readonly os: string | null;
  readonly accessState: string | null;
  readonly lastSyncAt: string | null;
}

const FIELDS = 'id,source,deviceId,unmanaged,deviceName,deviceType,model,os,accessState,lastSyncAt';

export function MailDevices({ path }: { readonly path: string }) {
  const t = textsIn(texts).person;
  const { syncColumns: labels } = t;
  const { answered, items, more } = useList<MailDevice>(`${path}/mail-devices?limit=100&fields=${FIELDS}`);
  const columns: readonly Column<MailDevice>[] = [
    { id: 'device', label: labels.device, cell: (one) => <Device of={one} /> },
    { id: 'model', label: labels.model, cell: ({ model }) => toldValue('model', model) },
    { id: 'os', label: labels.os, cell: ({ os }) => toldValue('os', os) },
    { id: 'access', label: labels.access, isWord: true, cell: ({ accessState }) => accessState },
    { id: 'sync', label: labels.sync, cell: ({ lastSyncAt }) => lastSyncAt && <When at={lastSyncAt} /> },
    { id: 'source', label: labels.source, isWord: true, cell: ({ source }) => source },
  ];
  return (
    <section aria-labelledby="mail-devices">
      <h2 id="mail-devices">{t.mailDevices}</h2>
      <AnswerState answered={answered} />
      {answered.data && (
        <Table
          caption={t.mailDevices}
          quiet
          columns={toldColumns(columns, items)}
          rows={items}
          keyOf={({ id }) => id}
          more={more}
          empty={t.noMailDevices}
        />
      )}
    </section>
  );
}

/** One that no system knows leads nowhere. */
function Device({ of: { deviceId, unmanaged, deviceName, deviceType } }: { readonly of: MailDevice }) {
  const t = textsIn(texts).person;
  const name = deviceName ?? deviceType;
  return (
    <>
      {deviceId === null ? toldValue('deviceName', name) : <DeviceName device={{ id: deviceId, deviceName: name }} />}
      {unmanaged && <div class="note">{t.unmanaged}</div>}
    </>
  );
}
