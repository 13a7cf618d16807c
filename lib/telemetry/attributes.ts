// What leaves of a span or a metric: facts under OpenTelemetry's names, and a second net behind their types. A value is not
// shown where its name is that of a personal field of the catalogue, nor where it does not look like a name or code of ours.
// https://opentelemetry.io/docs/specs/semconv/http/http-spans/
import { personalFieldNames } from '../catalog/index.ts';
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
    told[name] = personalFieldNames.has(name) ? NOT_SHOWN : typeof value === 'number' ? value : sayable(value);
  }
  return told;
}

/** Of a metric, whose labels are declared. */
export const labelsOf = (names: readonly string[], values: readonly string[]): Attributes =>
  Object.fromEntries(names.map((name, index) => [name, sayable(values[index] ?? '')]));
