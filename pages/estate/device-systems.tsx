// The rows of one device: when each system saw it last, and when that system was last read whole. Two times, so named.

import type { SourceStatus } from '../../lib/operations/source-schema.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Name } from '../parts/name.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { hrefOf } from '../shell/hash.ts';
import { formats, textsIn } from '../shell/language.ts';
import type { DeviceDetail, DeviceLink } from './api.ts';
import { texts } from './texts.ts';
import { DeviceName, wordIn } from './words.tsx';

interface Row extends Omit<DeviceLink, 'identifiers'> {
  /** Null of the one that the page shows. */
  readonly identifiers: readonly string[] | null;
}

interface DeviceSystemsProps {
  readonly device: DeviceDetail;
  /** Its rows in other systems. */
  readonly links: readonly DeviceLink[];
}

export function DeviceSystems({ device, links }: DeviceSystemsProps) {
  const t = textsIn(texts).device;
  const { columns: labels } = t;
  const answered = useAnswer<{ readonly items: readonly SourceStatus[] }>('sources');
  const { data } = answered;
  const readAt = (source: string) =>
    data?.items.find(({ name }) => name === source)?.datasets.device?.lastCompletePassAt ?? null;
  const rows: readonly Row[] = [{ ...device, identifiers: null }, ...links];
  const columns: readonly Column<Row>[] = [
    {
      id: 'system',
      label: labels.system,
      cell: ({ source }) => <a href={hrefOf('status', ['source', source])}>{source}</a>,
    },
    {
      id: 'name',
      label: labels.name,
      cell: (row) => (row.identifiers ? <DeviceName device={row} /> : <Own row={row} />),
    },
    { id: 'seen', label: labels.seen, cell: ({ lastSeenAt }) => lastSeenAt && <When at={lastSeenAt} /> },
    {
      id: 'read',
      label: labels.read,
      cell: ({ source, identifiers }) => {
        if (identifiers === null && device.absentSince !== null)
          return <Left since={device.absentSince} source={data?.items.find(({ name }) => name === source)} />;
        // Printed before it is known it would be empty.
        return data ? <ReadAt at={readAt(source)} /> : <AnswerState answered={answered} />;
      },
    },
    { id: 'common', label: labels.common, cell: ({ identifiers }) => identifiers && <Common names={identifiers} /> },
  ];
  return (
    <section aria-labelledby="systems">
      <h2 id="systems">{t.systems}</h2>
      <p class="quiet">
        {links.length > 0 ? t.systemsHelp : t.noOther} {t.readHelp}
      </p>
      <Table
        caption={t.systems}
        quiet
        columns={columns.filter(({ id }) => id !== 'common' || links.length > 0)}
        rows={rows}
        keyOf={({ id }) => id}
      />
    </section>
  );
}

const Own = ({ row: { deviceName } }: { readonly row: Row }) => {
  const t = textsIn(texts);
  return (
    <>
      <Name text={deviceName ?? t.words.unnamed} /> <span class="quiet">({t.device.thisPage})</span>
    </>
  );
};

/** Nothing of it was read since it left: its source was. */
function Left({ since, source }: { readonly since: string; readonly source: SourceStatus | undefined }) {
  const t = textsIn(texts).device;
  // Absences up to then are counted in it; that of the first hold which has this one decides.
  const hold = source?.holds
    .filter(({ dataset, kind, confirmedAt }) => dataset === 'device' && kind === undefined && confirmedAt >= since)
    .toSorted((a, b) => Date.parse(a.confirmedAt) - Date.parse(b.confirmedAt))[0];
  return (
    <>
      {t.left} <When at={since} />
      {source && hold && (
        <div class="note">
          {hold.state === 'rejected' ? t.kept : t.held}{' '}
          <a href={hrefOf('status', ['source', source.name])}>{t.toHold}</a>
        </div>
      )}
    </>
  );
}

function ReadAt({ at }: { readonly at: string | null }) {
  const t = textsIn(texts).device;
  return at === null ? <span class="quiet">{t.notRead}</span> : <When at={at} />;
}

function Common({ names }: { readonly names: readonly string[] }) {
  const t = textsIn(texts);
  if (names.length === 0) return <>{t.device.byThird}</>;
  return <>{formats().list(names.map((name) => wordIn(t.words.fields, name) ?? name))}</>;
}
