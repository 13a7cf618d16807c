// What leaves of a span or a metric: facts under OpenTelemetry's names, none of which is that of a personal field of the
// catalogue, and a second net behind their types: a value is not shown where it does not look like a name or code of ours.
// https://opentelemetry.io/docs/specs/semconv/http/http-spans/
import { METRICS } from '../metrics/declarations.ts';
import type { Sample } from '../metrics/text.ts';
import type { SpanFacts } from '../span.ts';

export type Attributes = Record<string, string | number>;

const NAMES = {
  source: 'emmlens.source',
  run: 'emmlens.run',
  dataset: 'emmlens.dataset',
  outcome: 'emmlens.outcome',
  code: 'error.type',
  method: 'http.request.method',
  route: 'http.route',
  status: 'http.response.status_code',
  host: 'server.address',
  rows: 'emmlens.rows',
} as const satisfies Readonly<Record<keyof SpanFacts, string>>;

export const ATTRIBUTE_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(NAMES));
export const NOT_SHOWN = '[not shown]';

/** No mail address, and no text with a blank. */
const SAYABLE = /^[A-Za-z0-9._:/{}*+-]{0,120}$/;
/** Of a phone, a card, a device: versions and addresses of hosts have dots. */
const LONG_NUMBER = /^\+?[\d/-]{7,}$/;

/** What a name, code, version or host of ours may look like. */
export const sayable = (value: string): string => (SAYABLE.test(value) && !LONG_NUMBER.test(value) ? value : NOT_SHOWN);

export function attributesOf(facts: SpanFacts): Attributes {
  const told: Attributes = {};
  for (const [fact, value] of Object.entries(facts)) {
    const name = ATTRIBUTE_NAMES.get(fact);
    if (name === undefined || value === undefined) continue;
    told[name] = typeof value === 'number' ? value : sayable(value);
  }
  return told;
}

/** Why a row or a value was refused: words of ours, and no person's, who are written otherwise. */
const REASON = /^[a-z]+(?:(?:-|,? )[a-z]+){0,9}$/;

const shownLabel = (name: string, value: string): string =>
  name === 'reason' && REASON.test(value) ? value : sayable(value);

/**
 * Samples as they may be told. Series that differ in nothing that is shown are one, with their sum: two of the same
 * attributes are none that a receiver could tell apart.
 */
export function shown(samples: readonly Sample[]): readonly Sample[] {
  const series = new Map<string, Sample>();
  for (const sample of samples) {
    const names = METRICS[sample.name].labels;
    const labels = names.map((name, index) => shownLabel(name, sample.labels[index] ?? ''));
    const key = JSON.stringify([sample.name, sample.part, sample.le, labels]);
    series.set(key, { ...sample, labels, value: sample.value + (series.get(key)?.value ?? 0) });
  }
  return [...series.values()];
}

/** Of a metric that is shown, whose labels are declared. */
export const labelsOf = (names: readonly string[], values: readonly string[]): Attributes =>
  Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
