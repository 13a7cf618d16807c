// Spans and samples as Application Insights takes them: envelopes of the Breeze protocol, with nothing in them but what is
// given here. https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete
import { METRICS } from '../metrics/declarations.ts';
import type { Sample } from '../metrics/text.ts';
import type { SpanRecord } from '../span.ts';
import { type Attributes, attributesOf, labelsOf, sayable } from './attributes.ts';
import type { Teller } from './destination.ts';
import { hasFailed, nameOf } from './span-words.ts';

export interface Envelope {
  readonly ver: 1;
  readonly name: string;
  readonly time: string;
  /** In percent: all is told. */
  readonly sampleRate: 100;
  readonly iKey: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: Readonly<Record<string, unknown>> };
}

export class Envelopes {
  readonly #iKey: string;
  readonly #tags: Readonly<Record<string, string>>;
  /** Of each series, as last told: sums are told as what was added since. */
  readonly #told = new Map<string, number>();

  constructor(iKey: string, { service, version, instance }: Teller) {
    this.#iKey = iKey;
    this.#tags = { 'ai.cloud.role': service, 'ai.cloud.roleInstance': instance, 'ai.application.ver': version };
  }

  /** A request, or what was done for one. */
  ofSpan(span: SpanRecord): Envelope {
    const isRequest = span.name === 'request';
    const { status, code: failure, host } = span.facts;
    const code = sayable(String(status ?? failure ?? 0));
    const own = {
      id: span.id,
      name: nameOf(span),
      duration: timeSpan(span.ms),
      success: !hasFailed(span),
      properties: texts(attributesOf(span.facts)),
      ...(isRequest
        ? { responseCode: code }
        : { resultCode: code, type: span.name === 'outbound' ? 'HTTP' : 'InProc' }),
      ...(span.name === 'outbound' && host !== undefined && { target: sayable(host) }),
    };
    const tags = {
      ...this.#tags,
      'ai.operation.id': span.trace,
      ...(span.parent !== null && { 'ai.operation.parentId': span.parent }),
      ...(isRequest && { 'ai.operation.name': nameOf(span) }),
    };
    const type = isRequest ? 'Request' : 'RemoteDependency';
    return this.#envelope(type, `${type}Data`, span.startedAt, own, tags);
  }

  /** Buckets of histograms are left out: the protocol has none. */
  ofSamples(samples: readonly Sample[], at: Date): readonly Envelope[] {
    return samples
      .filter(({ part }) => part !== '_bucket')
      .map((sample) => {
        const metric = { name: `${sample.name}${sample.part ?? ''}`, value: this.#valueOf(sample), count: 1 };
        const properties = texts(labelsOf(METRICS[sample.name].labels, sample.labels));
        return this.#envelope('Metric', 'MetricData', at, { metrics: [metric], properties }, this.#tags);
      });
  }

  #valueOf({ name, part = '', labels, value }: Sample): number {
    if (METRICS[name].type === 'gauge') return value;
    const series = JSON.stringify([name, part, labels]);
    const before = this.#told.get(series) ?? 0;
    this.#told.set(series, value);
    return value - before;
  }

  #envelope(name: string, baseType: string, at: Date, own: object, tags: Envelope['tags']): Envelope {
    return {
      ver: 1,
      name: `Microsoft.ApplicationInsights.${name}`,
      time: at.toISOString(),
      sampleRate: 100,
      iKey: this.#iKey,
      tags,
      data: { baseType, baseData: { ver: 2, ...own } },
    };
  }
}

const DAY_MS = 86_400_000;

const texts = (attributes: Attributes): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));

/** `days.hours:minutes:seconds.fraction`, without days where there are none. */
function timeSpan(ms: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const seconds = ((ms / 1000) % 60).toFixed(3).padStart(6, '0');
  const days = ms >= DAY_MS ? `${Math.floor(ms / DAY_MS)}.` : '';
  return `${days}${two((ms / 3_600_000) % 24)}:${two((ms / 60_000) % 60)}:${seconds}`;
}
