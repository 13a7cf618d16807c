// Where a device was: behind a purpose and a press, as a track and as a table. There is no map: it would tell a stranger.
import { useState } from 'preact/hooks';
import { useList } from '../api/use-list.ts';
import { AnswerState, AsOf, ProblemBox } from '../parts/problem.tsx';
import type { Column } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { POSITION_FIELDS, type Position } from './api.ts';
import { mayBeCollected } from './collecting.ts';
import { NoSource } from './no-source.tsx';
import { PurposeForm } from './purpose.tsx';
import { RowTable } from './row-table.tsx';
import { texts } from './texts.ts';
import { TrackPicture } from './track-picture.tsx';

export function Positions({ path }: { readonly path: string }) {
  const t = textsIn(texts).positions;
  /** Pressed again it is asked anew: it may be elsewhere now. */
  const [wanted, setWanted] = useState<{ readonly purpose: string; readonly press: number } | null>(null);
  const show = (purpose: string) => setWanted({ purpose, press: (wanted?.press ?? 0) + 1 });
  return (
    <section aria-labelledby="positions">
      <h2 id="positions">{t.title}</h2>
      {mayBeCollected('location') ? (
        <>
          <p>{t.about}</p>
          <PurposeForm needs="listDeviceLocations" action={t.show} onAsk={show} />
        </>
      ) : (
        <p class="told">
          <NoSource />
        </p>
      )}
      {wanted && <Shown key={wanted.press} path={path} purpose={wanted.purpose} />}
    </section>
  );
}

function Shown({ path, purpose }: { readonly path: string; readonly purpose: string }) {
  const t = textsIn(texts).positions;
  const { columns: labels } = t;
  const f = formats();
  const { answered, items, more, problem } = useList<Position>(
    `${path}/locations?limit=100&fields=${POSITION_FIELDS}`,
    {
      purpose,
    },
  );
  const columns: readonly Column<Position>[] = [
    { id: 'at', label: labels.at, cell: ({ fixedAt }) => <When at={fixedAt} /> },
    { id: 'place', label: labels.place, cell: (position) => <Place position={position} /> },
    {
      id: 'accuracy',
      label: labels.accuracy,
      isNumber: true,
      cell: ({ accuracyMetres }) => accuracyMetres !== null && t.metres(f.number(accuracyMetres)),
    },
    { id: 'method', label: labels.method, cell: ({ method }) => method },
    { id: 'source', label: labels.source, isWord: true, cell: ({ source }) => source },
  ];
  return (
    <>
      <AsOf answered={answered} />
      <AnswerState answered={answered} />
      {items.length > 0 && <TrackPicture positions={items} />}
      {answered.data && <RowTable caption={t.title} columns={columns} rows={items} more={more} empty={t.none} />}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

/** Copied as maps take it; `geo:` asks an app of this device (RFC 5870), which is the reader's own step. */
function Place({ position: { latitude, longitude } }: { readonly position: Position }) {
  const t = textsIn(texts).positions;
  const [north, east] = [latitude, longitude].map((degrees) => Number(degrees.toFixed(6)));
  const place = `${north}, ${east}`;
  return (
    <>
      <code>{place}</code>{' '}
      <a class="light" href={`geo:${north},${east}`}>
        {t.open}
      </a>
    </>
  );
}
