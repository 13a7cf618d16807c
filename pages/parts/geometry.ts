// Where things stand in a chart: numbers in, numbers and paths out. Pure.

/** A value at a time, in milliseconds; null where there is none: the line has a gap there. */
export interface Point {
  readonly at: number;
  readonly value: number | null;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Round numbers from zero up to at least `highest`, at most `count` steps: a baseline that is not zero exaggerates. Whole ones of
 * what is counted.
 */
export function ticksOf(highest: number, isWhole = true, count = 4): readonly number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const step = isWhole ? Math.ceil(round) : round;
  const steps = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** The largest value of all; 0 where there is none. */
export const highestOf = (points: Iterable<Point>): number => {
  let highest = 0;
  for (const { value } of points) if (value !== null && value > highest) highest = value;
  return highest;
};

/** From the first to the last time of all; a single time stands in a span of its own. */
export function spanOf(points: readonly Point[]): readonly [number, number] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of points) {
    if (at < from) from = at;
    if (at > to) to = at;
  }
  return from < to ? [from, to] : [from - 1, from + 1];
}

export const placeAt = (at: number, [from, to]: readonly [number, number], { left, width }: Box): number =>
  round(left + ((at - from) / (to - from)) * width);

export const heightOf = (value: number, highest: number, { top, height }: Box): number =>
  round(top + height - (highest > 0 ? value / highest : 0) * height);

/** The line through the points, as `d` of a path: a move behind each gap. A point alone is a stroke of no length. */
export function pathOf(points: readonly Point[], span: readonly [number, number], highest: number, box: Box): string {
  let isOpen = false;
  const parts = points.map(({ at, value }) => {
    if (value === null) {
      isOpen = false;
      return '';
    }
    const part = `${isOpen ? 'L' : 'M'}${placeAt(at, span, box)} ${heightOf(value, highest, box)}`;
    const stroke = isOpen ? part : `${part}h0`;
    isOpen = true;
    return stroke;
  });
  return parts.join('');
}

/** Labels at the ends of lines, pushed apart so that none covers another; each stays in the box where there is room. */
export function spread(wanted: readonly number[], gap: number, { top, height }: Box): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let least = top;
  for (const index of order) {
    placed[index] = Math.max(placed[index] ?? 0, least);
    least = (placed[index] ?? 0) + gap;
  }
  let most = top + height;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, most);
    most = (placed[index] ?? 0) - gap;
  }
  return placed.map(round);
}

/** A tenth of a pixel is seen by nobody. */
const round = (value: number): number => Math.round(value * 10) / 10;
