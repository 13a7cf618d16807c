// Samples in Prometheus' text format. https://prometheus.io/docs/instrumenting/exposition_formats/
import { METRICS, type Metric, type MetricName } from './declarations.ts';

export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export interface Sample {
  readonly name: MetricName;
  /** Values of the labels, in the order in which they are declared. */
  readonly labels: readonly string[];
  readonly value: number;
  /** `_bucket`, `_sum`, `_count` of a histogram. */
  readonly part?: string;
  readonly le?: string;
}

export const sample = (name: MetricName, labels: readonly string[], value: number): Sample => ({ name, labels, value });

/** Seconds from `then` to `now`; negative where it is still to come. */
export const age = (now: Date, then: Date): number => (now.getTime() - then.getTime()) / 1000;

/** Families in the order of their declarations; one without a sample is left out. */
export function textOf(samples: readonly Sample[]): string {
  const own = Map.groupBy(samples, ({ name }) => name);
  return Object.entries<Metric>(METRICS)
    .flatMap(([name, { help, type, labels }]) => {
      const found = samplesOf(own, name);
      if (found.length === 0) return [];
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...found.map((sample) => lineOf(sample, labels))];
    })
    .map((line) => `${line}\n`)
    .join('');
}

const samplesOf = (own: ReadonlyMap<string, readonly Sample[]>, name: string): readonly Sample[] => own.get(name) ?? [];

function lineOf({ name, labels, value, part = '', le }: Sample, names: readonly string[]): string {
  const pairs = names.map((label, index) => `${label}="${escaped(labels[index] ?? '')}"`);
  const all = le === undefined ? pairs : [...pairs, `le="${le}"`];
  return `${name}${part}${all.length > 0 ? `{${all.join(',')}}` : ''} ${value}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
