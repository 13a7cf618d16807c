// Values over time: a line each, told apart by dashes beside colours, with its name at its end.
import { formats, textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { Chart } from './chart.tsx';
import { type Box, heightOf, highestOf, type Point, pathOf, placeAt, spanOf, spread, ticksOf } from './geometry.ts';

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

interface LineChartProps {
  readonly caption: string;
  readonly series: readonly Series[];
  /** Of a value; numbers as they are where absent. */
  readonly format?: (value: number) => string;
  /** Of a time; days of UTC where absent, as the API counts them. */
  readonly formatTime?: (at: number) => string;
  /** The same at the axis, where there is little room. */
  readonly formatTick?: (at: number) => string;
  /** What the rows of the table are: `Day`. */
  readonly timeLabel: string;
}

const HEIGHT = 220;
const LINE = 16;
/** A letter of the labels is about that wide. */
const LETTER = 8;

export function LineChart({ caption, series, format, formatTime, formatTick, timeLabel }: LineChartProps) {
  const t = textsIn(texts).chart;
  const f = formats();
  const told = format ?? f.number;
  const toldTime = formatTime ?? ((at: number) => f.day(new Date(at).toISOString().slice(0, 10)));
  const toldTick = formatTick ?? toldTime;
  const all = series.flatMap(({ points }) => points);
  const ticks = ticksOf(highestOf(all), format === undefined);
  const times = [...new Set(all.map(({ at }) => at))].sort((a, b) => a - b);
  const valueAt = new Map(
    series.map(({ name, points }) => [name, new Map(points.map(({ at, value }) => [at, value]))]),
  );
  const lastOf = ({ points }: Series): Point | undefined => points.findLast(({ value }) => value !== null);
  const says = series.map((one) => `${one.name}: ${toldOr(lastOf(one)?.value, told, t.none)}`).join('; ');

  function draw(width: number) {
    // One line alone has its name in the caption.
    const names =
      series.length < 2 ? 12 : Math.min(width / 3, Math.max(...series.map(({ name }) => name.length)) * LETTER + 20);
    const room = Math.floor((names - 8) / LETTER);
    const axis = Math.max(...ticks.map((tick) => told(tick).length)) * LETTER + 8;
    const box: Box = { left: axis, top: 8, width: width - axis - names, height: HEIGHT - LINE - 16 };
    const highest = ticks.at(-1) ?? 1;
    const span = spanOf(all);
    const ends = spread(
      series.map((one) => heightOf(lastOf(one)?.value ?? 0, highest, box)),
      LINE,
      box,
    );
    return (
      <>
        {ticks.map((tick) => (
          <g key={tick} class="tick">
            <path d={`M${box.left} ${heightOf(tick, highest, box)}h${box.width}`} />
            <text x={box.left - 6} y={heightOf(tick, highest, box) + 4} text-anchor="end">
              {told(tick)}
            </text>
          </g>
        ))}
        {times.length > 0 && (
          <g class="tick">
            <text x={box.left} y={HEIGHT - 4}>
              {toldTick(span[0])}
            </text>
            {times.length > 1 && (
              <text x={box.left + box.width} y={HEIGHT - 4} text-anchor="end">
                {toldTick(span[1])}
              </text>
            )}
          </g>
        )}
        {series.map((one, index) => (
          <g key={one.name} class={`series s${index % 6}`}>
            <path class="line" d={pathOf(one.points, span, highest, box)} />
            {lastOf(one) && (
              <circle
                cx={placeAt(lastOf(one)?.at ?? 0, span, box)}
                cy={heightOf(lastOf(one)?.value ?? 0, highest, box)}
                r="3"
              />
            )}
            {series.length > 1 && (
              <text x={box.left + box.width + 8} y={(ends[index] ?? 0) + 4}>
                {one.name.length > room ? `${one.name.slice(0, room - 1)}…` : one.name}
              </text>
            )}
          </g>
        ))}
      </>
    );
  }

  const columns = [
    { id: 'at', label: timeLabel, cell: (at: number) => toldTime(at) },
    ...series.map(({ name }) => ({
      id: name,
      label: name,
      isNumber: true,
      cell: (at: number) => toldOr(valueAt.get(name)?.get(at), told, t.none),
    })),
  ];
  const rows = times.toReversed();
  return <Chart caption={caption} says={says} height={HEIGHT} draw={draw} table={{ columns, rows, keyOf: String }} />;
}

const toldOr = (value: number | null | undefined, told: (value: number) => string, none: string): string =>
  value === null || value === undefined ? none : told(value);
