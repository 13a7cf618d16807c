// The samples of GET /api/metrics as OpenTelemetry's exporters take them: one declaration, two ways out.
import { ValueType } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { BUCKETS, METRICS, type Metric } from '../metrics/declarations.ts';
import type { Sample } from '../metrics/text.ts';
import { labelsOf } from './attributes.ts';
import { SCOPE, timeOf } from './spans.ts';

interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Counters and histograms are sums since `from`. */
export function resourceMetrics(samples: readonly Sample[], resource: Resource, period: Period): ResourceMetrics {
  const own = Map.groupBy(samples, ({ name }) => name);
  const metrics = [...own].map(([name, found]) => metricOf(name, METRICS[name], found, period));
  return { resource, scopeMetrics: [{ scope: SCOPE, metrics }] };
}

function metricOf(name: string, declared: Metric, samples: readonly Sample[], period: Period): MetricData {
  const descriptor = { name, description: declared.help, unit: unitOf(name), valueType: ValueType.DOUBLE };
  const base = { descriptor, aggregationTemporality: AggregationTemporality.CUMULATIVE };
  if (declared.type === 'histogram')
    return { ...base, dataPointType: DataPointType.HISTOGRAM, dataPoints: histogramsOf(declared, samples, period) };
  const dataPoints = samples.map(({ labels, value }) => pointOf(declared, labels, value, period));
  return declared.type === 'counter'
    ? { ...base, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...base, dataPointType: DataPointType.GAUGE, dataPoints };
}

const pointOf = <T>(
  { labels: names }: Metric,
  labels: readonly string[],
  value: T,
  { from, to }: Period,
): DataPoint<T> => ({
  attributes: labelsOf(names, labels),
  startTime: timeOf(from.getTime()),
  endTime: timeOf(to.getTime()),
  value,
});

/** https://ucum.org/ucum */
const unitOf = (name: string): string => (name.includes('_seconds') ? 's' : name.includes('_bytes') ? 'By' : '1');

/** Buckets of ours count what is below their bound, all of it; those of OpenTelemetry what is between two. */
function histogramsOf(declared: Metric, samples: readonly Sample[], period: Period): DataPoint<Histogram>[] {
  const series = Map.groupBy(samples, ({ labels }) => JSON.stringify(labels));
  return [...series.values()].map((parts) => {
    const at = (part: string) => parts.find((sample) => sample.part === part)?.value ?? 0;
    const below = parts.filter(({ part }) => part === '_bucket').map(({ value }) => value);
    const counts = below.map((value, index) => value - (below[index - 1] ?? 0));
    const value = { buckets: { boundaries: [...BUCKETS], counts }, sum: at('_sum'), count: at('_count') };
    return pointOf(declared, parts[0]?.labels ?? [], value, period);
  });
}
