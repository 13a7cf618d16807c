// What happened on a device, or around a person: of one kind at a time, for a purpose, when the button is pressed.
import { useId, useState } from 'preact/hooks';
import { useList } from '../api/use-list.ts';
import { AnswerState, ProblemBox } from '../parts/problem.tsx';
import { type Column, Table, toldColumns } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { textsIn } from '../shell/language.ts';
import type { Told } from './api.ts';
import { EVENT_FIELDS } from './event-fields.ts';
import { PurposeForm } from './purpose.tsx';
import { type EventField, texts as events } from './texts/event-fields.ts';
import type { EventKind } from './texts/events.ts';
import { texts } from './texts.ts';
import { toldValue } from './values.tsx';
import { DeviceName } from './words.tsx';

interface EventsProps {
  /** Of the device, or the person. */
  readonly path: string;
  readonly kinds: readonly EventKind[];
}

interface Wanted {
  readonly kind: EventKind;
  readonly purpose: string;
}

export function Events({ path, kinds }: EventsProps) {
  const t = textsIn(texts).events;
  const id = useId();
  const [kind, setKind] = useState<EventKind>('changes');
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const select = (
    <div>
      <label for={id}>{t.kind}</label>
      <select
        id={id}
        value={kind}
        onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value) ?? 'changes')}
      >
        {kinds.map((one) => (
          <option key={one} value={one}>
            {t.kinds[one]}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <section aria-labelledby="events">
      <h2 id="events">{t.title}</h2>
      <PurposeForm action={t.show} before={select} onAsk={(purpose) => setWanted({ kind, purpose })} />
      {wanted && <EventTable key={`${wanted.kind} ${wanted.purpose}`} path={path} wanted={wanted} />}
    </section>
  );
}

/** Broken anywhere: a word of theirs may be wider than a phone. */
const LONG: readonly EventField[] = [
  'host',
  'content',
  'matched',
  'counts',
  'meaning',
  'oldValue',
  'newValue',
  'rule',
  'code',
];

interface Row extends Told {
  readonly row: number;
  readonly occurredAt: string;
  readonly source: string;
}

function EventTable({ path, wanted: { kind, purpose } }: { readonly path: string; readonly wanted: Wanted }) {
  const t = textsIn(texts);
  const e = textsIn(events);
  const { answered, items, more, problem } = useList<Row>(`${path}/${kind}?limit=100`, { purpose });
  // Counters have no id.
  const rows = items.map((item, row) => ({ ...item, row }));
  const fields = EVENT_FIELDS[kind];
  const columns: readonly Column<Row>[] = [
    { id: 'at', label: t.events.at, cell: ({ occurredAt }) => <When at={occurredAt} /> },
    ...fields.map((name) => ({
      ...{ id: name, label: e.fields[name], isWord: !LONG.includes(name) },
      cell: (row: Row) => (name === 'deviceId' ? onDevice(row.deviceId) : toldEvent(name, row[name], e.words)),
    })),
    { id: 'source', label: t.device.columns.system, cell: ({ source }) => source },
  ];
  return (
    <>
      <AnswerState answered={answered} />
      {answered.data && (
        <Table
          caption={t.events.kinds[kind]}
          columns={toldColumns(columns, rows)}
          rows={rows}
          keyOf={({ row }) => String(row)}
          more={more}
          empty={t.events.none}
        />
      )}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

/** Words of the API in the language; what people and systems wrote stays as it is. */
function toldEvent(name: string, value: unknown, words: Readonly<Record<string, string>>) {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' && words[value] !== undefined ? words[value] : toldValue(name, value);
}

function onDevice(id: unknown) {
  const t = textsIn(texts).device;
  return typeof id === 'string' ? <DeviceName device={{ id, deviceName: `${t.kind} ${id}` }} /> : null;
}
