// Devices that a search found, each once, with the systems that have it.
import { Text } from '../parts/name.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { formats, textsIn } from '../shell/language.ts';
import type { DeviceRow, FoundDevice } from './api.ts';
import { type Hardware, hardwareOf } from './hardware.ts';
import { Matched } from './matched.tsx';
import { texts } from './texts.ts';
import { DeviceName, DeviceState, modelOf, PersonName, platformOf, Systems } from './words.tsx';

interface FoundDevicesProps {
  readonly devices: readonly FoundDevice[];
  readonly others: readonly DeviceRow[];
  readonly isCut: boolean;
  /** People were found, too: these are not all that they have. */
  readonly areOfPeople: boolean;
}

export function FoundDevices({ devices, others, isCut, areOfPeople }: FoundDevicesProps) {
  const t = textsIn(texts);
  const { columns: labels } = t.search;
  const columns: readonly Column<Hardware<FoundDevice>>[] = [
    { id: 'device', label: labels.device, cell: ({ first }) => <DeviceName device={first} /> },
    {
      id: 'what',
      label: labels.what,
      cell: ({ first }) => (
        <>
          <Text text={platformOf(first)} />
          <div class="quiet light">
            <Text text={modelOf(first)} />
          </div>
        </>
      ),
    },
    { id: 'state', label: labels.state, cell: ({ first }) => <DeviceState device={first} /> },
    {
      id: 'systems',
      label: labels.systems,
      cell: (hardware) => (
        <>
          <Systems hardware={hardware} />
          <LastSeen hardware={hardware} />
        </>
      ),
    },
    { id: 'user', label: labels.user, cell: (hardware) => <Users hardware={hardware} /> },
    { id: 'matched', label: labels.matched, cell: ({ first }) => <Matched matched={first.matched} /> },
  ];
  return (
    <section aria-labelledby="found-devices">
      <h2 id="found-devices">{t.search.devices}</h2>
      {areOfPeople && <p>{t.search.devicesThemselves}</p>}
      {isCut && <p>{t.search.cutDevices}</p>}
      <Table
        caption={t.search.devices}
        quiet
        columns={columns}
        rows={hardwareOf(devices, others)}
        keyOf={({ first }) => first.id}
      />
    </section>
  );
}

/** By any of its systems. */
function LastSeen({ hardware: { rows } }: { readonly hardware: Hardware<DeviceRow> }) {
  const t = textsIn(texts).search;
  const [last] = rows.flatMap(({ lastSeenAt }) => lastSeenAt ?? []).sort((a, b) => Date.parse(b) - Date.parse(a));
  return last === undefined ? null : (
    <div class="note">
      {t.seen} {formats().instant(last)}
    </div>
  );
}

/** Systems may have different ones. */
export function Users({ hardware: { rows } }: { readonly hardware: Hardware<DeviceRow> }) {
  const t = textsIn(texts).words;
  const users = new Map<string, string | null>();
  for (const { userId, user } of rows)
    if (userId !== null) users.set(userId, user?.displayName ?? users.get(userId) ?? null);
  if (users.size === 0) return <span class="quiet">{t.nobody}</span>;
  return (
    <>
      {[...users].map(([id, name]) => (
        <div key={id}>
          <PersonName id={id} name={name} />
        </div>
      ))}
    </>
  );
}
