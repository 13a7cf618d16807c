// What this process counted since its start: what falls when retention deletes rows would be no counter.
import { BUCKETS, type MetricName } from './declarations.ts';
import type { Sample } from './text.ts';

/** Of one metric. What comes beyond is counted without its labels: no caller, and no source, may make series without end. */
const MOST_SERIES = 2_000;
const BEYOND = 'other';

interface Histogram {
  readonly buckets: number[];
  sum: number;
  count: number;
}

export class Counters {
  readonly #counts = new Map<MetricName, Map<string, number>>();
  readonly #histograms = new Map<MetricName, Map<string, Histogram>>();

  add(name: MetricName, labels: readonly string[], by = 1): void {
    const series = this.#series(this.#counts, name);
    const key = keyIn(series, labels);
    series.set(key, (series.get(key) ?? 0) + by);
  }

  observe(name: MetricName, labels: readonly string[], seconds: number): void {
    const series = this.#series(this.#histograms, name);
    const key = keyIn(series, labels);
    const histogram = series.get(key) ?? { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
    series.set(key, histogram);
    for (const [index, bound] of BUCKETS.entries())
      if (seconds <= bound) histogram.buckets[index] = (histogram.buckets[index] ?? 0) + 1;
    histogram.sum += seconds;
    histogram.count += 1;
  }

  samples(): readonly Sample[] {
    const counts = [...this.#counts].flatMap(([name, series]) =>
      [...series].map(([key, value]): Sample => ({ name, labels: JSON.parse(key), value })),
    );
    const histograms = [...this.#histograms].flatMap(([name, series]) =>
      [...series].flatMap(([key, histogram]) => partsOf(name, JSON.parse(key), histogram)),
    );
    return [...counts, ...histograms];
  }

  #series<T>(all: Map<MetricName, Map<string, T>>, name: MetricName): Map<string, T> {
    const series = all.get(name) ?? new Map<string, T>();
    all.set(name, series);
    return series;
  }
}

function keyIn(series: ReadonlyMap<string, unknown>, labels: readonly string[]): string {
  const key = JSON.stringify(labels);
  return series.has(key) || series.size < MOST_SERIES ? key : JSON.stringify(labels.map(() => BEYOND));
}

function partsOf(name: MetricName, labels: readonly string[], { buckets, sum, count }: Histogram): Sample[] {
  const bounds = [...BUCKETS.map(String), '+Inf'];
  return [
    ...bounds.map((le, index) => ({ name, labels, part: '_bucket', le, value: buckets[index] ?? count })),
    { name, labels, part: '_sum', value: sum },
    { name, labels, part: '_count', value: count },
  ];
}

/** Of this process. */
export const counters = new Counters();
