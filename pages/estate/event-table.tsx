// What happened of one kind, or of all together: by the day, and row by row.
import { now } from '../api/clock.ts';
import { useList } from '../api/use-list.ts';
import { datasetIn } from '../parts/datasets.ts';
import { LineChart } from '../parts/line-chart.tsx';
import { own } from '../parts/own.ts';
import { AnswerState, AsOf, ProblemBox } from '../parts/problem.tsx';
import { type Column, Table, toldColumns } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import type { Told } from './api.ts';
import { EVENT_FIELDS, kindOf } from './event-fields.ts';
import { linesPerDay } from './per-day.ts';
import { type EventField, texts as events } from './texts/event-fields.ts';
import { words } from './texts/event-words.ts';
import type { EventKind } from './texts/events.ts';
import { texts } from './texts.ts';
import { toldValue } from './values.tsx';
import { DeviceName } from './words.tsx';

export interface Wanted {
  readonly kind: EventKind;
  readonly purpose: string;
}

interface Happened extends Told {
  readonly occurredAt: string;
  readonly source: string;
}

/** As the list of all together has it. */
interface OfAll {
  readonly dataset: string;
  readonly record: Happened;
}
const isOfAll = (item: Happened | OfAll): item is OfAll => 'record' in item;

interface Row extends Happened {
  readonly row: number;
  readonly of: EventKind;
}

/** Of one asking: a chart wants days, not hours. */
const AT_ONCE = 1_000;

export function EventTable({ path, wanted: { kind, purpose } }: { readonly path: string; readonly wanted: Wanted }) {
  const t = textsIn(texts);
  const { answered, items, more, problem } = useList<Happened | OfAll>(`${path}/${kind}?limit=${AT_ONCE}`, { purpose });
  if (answered.problem?.code === 'timeline-off') return <p class="told">{t.events.timelineOff}</p>;
  // Counters have no id.
  const rows = items.map(
    (item, row): Row => ({
      ...(isOfAll(item) ? item.record : item),
      ...{ row, of: isOfAll(item) ? (kindOf(item.dataset) ?? kind) : kind },
    }),
  );
  return (
    <>
      <AsOf answered={answered} />
      <AnswerState answered={answered} />
      {rows.length > 0 && <PerDay kind={kind} rows={rows} isCut={more !== undefined} />}
      {answered.data && (
        <Table
          caption={t.events.kinds[kind]}
          columns={kind === 'timeline' ? ofAll() : toldColumns(ofOne(kind), rows)}
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

const LINES = 6;
/** Each tells of the same requests: they are counted by the first that there is. */
const SAME_REQUESTS: readonly EventKind[] = ['traffic', 'traffic-categories', 'traffic-requests'];

interface PerDayProps {
  readonly kind: EventKind;
  readonly rows: readonly Row[];
  readonly isCut: boolean;
}

function PerDay({ kind, rows, isCut }: PerDayProps) {
  const t = textsIn(texts).events;
  const f = formats();
  const once = SAME_REQUESTS.find((one) => rows.some(({ of }) => of === one));
  const counted = rows.filter(({ of }) => of === once || !SAME_REQUESTS.includes(of));
  const { lines, left } = linesPerDay(counted, ({ of }) => t.kinds[of], { isCut, until: now.peek() }, LINES);
  // A day alone is no line.
  if (lines.every(({ points }) => points.length < 2)) return null;
  return (
    <>
      <LineChart caption={t.perDay(t.kinds[kind])} timeLabel={t.day} series={lines} />
      {left.length > 0 && (
        <p class="quiet">{t.without(f.list(left.map(({ name, count }) => `${name} (${f.number(count)})`)))}</p>
      )}
      {once && counted.length < rows.length && <p class="quiet">{t.sameRequests(t.kinds[once])}</p>}
      {isCut && <p class="quiet">{t.cut(f.number(rows.length))}</p>}
    </>
  );
}

/** Broken anywhere: a word of theirs may be wider than a phone. */
const LONG: readonly EventField[] = [
  ...(['host', 'content', 'matched', 'counts', 'meaning', 'oldValue', 'newValue', 'rule', 'code'] as const),
];

function at(): Column<Row> {
  return { id: 'at', label: textsIn(texts).events.at, cell: ({ occurredAt }) => <When at={occurredAt} /> };
}

function source(): Column<Row> {
  return { id: 'source', label: textsIn(texts).device.columns.system, cell: (row) => row.source, isWord: true };
}

const ofOne = (kind: Exclude<EventKind, 'timeline'>): readonly Column<Row>[] => [
  at(),
  ...EVENT_FIELDS[kind].map((name) => ({
    ...{ id: name, label: textsIn(events).fields[name], isWord: !LONG.includes(name) },
    cell: (row: Row) => toldEvent(name, row),
  })),
  source(),
];

/** What is told of a row, with its name each: kinds have different fields. */
function ofAll(): readonly Column<Row>[] {
  const t = textsIn(texts).events;
  return [
    at(),
    { id: 'what', label: t.what, cell: ({ of }) => t.kinds[of] },
    { id: 'details', label: t.details, cell: (row) => <Details row={row} /> },
    source(),
  ];
}

function Details({ row }: { readonly row: Row }) {
  const { fields } = textsIn(events);
  const told = row.of === 'timeline' ? [] : EVENT_FIELDS[row.of];
  return (
    <ul class="inline">
      {told.map((name) => {
        const value = toldEvent(name, row);
        return value === null ? null : (
          <li key={name}>
            <span class="quiet">{fields[name]}:</span> {value}
          </li>
        );
      })}
    </ul>
  );
}

/** Fields with words of the API; what people and systems wrote stays as it is. */
const WORDS: readonly EventField[] = [
  ...(['kind', 'direction', 'numberKind', 'result', 'activity', 'class', 'classes', 'severity'] as const),
  ...(['compliance', 'complianceBefore'] as const),
];

function toldEvent(name: EventField, row: Row) {
  const value = row[name];
  if (name === 'deviceId') return typeof value === 'string' ? <OnDevice id={value} /> : null;
  const inWords = (one: unknown) => (WORDS.includes(name) ? own(textsIn(words), String(one)) : undefined);
  if (Array.isArray(value)) return value.map((one) => inWords(one) ?? String(one)).join(', ');
  if (name === 'dataset' && typeof value === 'string') return datasetIn(language.value, value);
  return inWords(value) ?? toldValue(name, value, textsIn(events).fields);
}

const OnDevice = ({ id }: { readonly id: string }) => (
  <DeviceName device={{ id, deviceName: `${textsIn(texts).device.kind} ${id}` }} />
);
