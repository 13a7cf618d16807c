// Devices as lists show them, each once, with the systems that have it.
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { textsIn } from '../shell/language.ts';
import type { DeviceRow } from './api.ts';
import { Users } from './found-devices.tsx';
import { type Hardware, hardwareOf } from './hardware.ts';
import { texts } from './texts.ts';
import { ComplianceState, DeviceName, Gone, modelOf, platformOf, Systems, wordIn } from './words.tsx';

interface DeviceTableProps {
  readonly caption: string;
  readonly devices: readonly DeviceRow[];
  readonly empty: string;
  /** Where it is known anyway. */
  readonly without?: 'user';
  readonly more?: (() => Promise<unknown>) | undefined;
  /** How many devices there are in all. */
  readonly total?: number | undefined;
  /** They are asked for by an app: which version of it they have. */
  readonly ofApp?: boolean;
  /** Further rows of the same devices. */
  readonly others?: readonly DeviceRow[];
}

export function DeviceTable({ caption, devices, empty, without, more, total, others, ofApp }: DeviceTableProps) {
  const t = textsIn(texts);
  const { columns: labels } = t.list;
  const columns: readonly Column<Hardware<DeviceRow>>[] = [
    {
      id: 'device',
      label: labels.device,
      cell: ({ first }) => (
        <>
          <DeviceName device={first} />
          <Gone since={first.absentSince} />
        </>
      ),
    },
    { id: 'what', label: labels.what, cell: ({ first }) => platformOf(first) },
    { id: 'version', label: labels.appVersion, cell: ({ rows }) => versionsIn(rows) },
    { id: 'model', label: labels.model, cell: ({ first }) => modelOf(first) },
    {
      id: 'ownership',
      label: labels.ownership,
      isWord: true,
      cell: ({ first }) => wordIn(t.words.ownerships, first.ownership),
    },
    { id: 'compliance', label: labels.compliance, cell: ({ first }) => <ComplianceState value={first.compliance} /> },
    { id: 'systems', label: labels.systems, cell: (hardware) => <Systems hardware={hardware} /> },
    { id: 'user', label: labels.user, cell: (hardware) => <Users hardware={hardware} /> },
    { id: 'seen', label: labels.seen, cell: ({ first: { lastSeenAt } }) => lastSeenAt && <When at={lastSeenAt} /> },
  ];
  return (
    <Table
      caption={caption}
      quiet
      columns={columns.filter(({ id }) => id !== without && (id !== 'version' || ofApp))}
      rows={hardwareOf(devices, others)}
      keyOf={({ first }) => first.id}
      more={more}
      total={total}
      empty={empty}
    />
  );
}

/** Systems may have read it at different times. */
const versionsIn = (rows: readonly DeviceRow[]): string =>
  [...new Set(rows.flatMap(({ appVersion }) => appVersion ?? []))].join(', ');
