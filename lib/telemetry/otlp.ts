// OTLP over HTTPS, as JSON: OpenTelemetry's own exporters, over an agent of ours. TLS 1.2 or newer, certificates checked, a
// private CA; nothing of it can be switched off. https://opentelemetry.io/docs/specs/otlp/
import type { Agent } from 'node:https';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { headersIn, type Settings } from '../settings/index.ts';
import { agentsWith, codeOf, type Destination, SEND_MS, type Teller } from './destination.ts';
import { resourceMetrics } from './metrics.ts';
import { readableSpan } from './spans.ts';

export type OtlpSettings = Pick<
  Settings,
  | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_HEADERS'
  | 'OTEL_EXPORTER_OTLP_CERTIFICATE'
>;

/** Throws ConfigError for a CA file that cannot be read. */
export function otlpDestination(settings: OtlpSettings, { service, version, instance }: Teller): Destination {
  const { OTEL_EXPORTER_OTLP_CERTIFICATE: caFile } = settings;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_HEADERS: headers } = settings;
  const agents = agentsWith(caFile);
  const below = (path: string) => (base === undefined ? undefined : `${base.replace(/\/$/, '')}/${path}`);
  const to = (url: string, agent: Agent) => ({
    url,
    // Read at each use: a rotated secret needs no restart.
    headers: async () => (headers && headersIn(headers.read())) ?? {},
    // Theirs is of silence; ours is of all.
    timeoutMillis: SEND_MS,
    httpAgentOptions: () => agent,
  });
  const traces = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? below('v1/traces');
  const measures = settings.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? below('v1/metrics');
  const spans = traces === undefined ? null : new OTLPTraceExporter(to(traces, agents.spans));
  const metrics = measures === undefined ? null : new OTLPMetricExporter(to(measures, agents.metrics));
  const resource = resourceFromAttributes({
    'service.name': service,
    'service.version': version,
    'service.instance.id': instance,
  });
  // Counters begin with the process.
  const from = new Date(performance.timeOrigin);
  return {
    name: 'OTLP',
    spans:
      spans &&
      ((records, signal) => {
        const told = records.map((record) => readableSpan(record, resource));
        return exported(spans, told, { agent: agents.spans, signal });
      }),
    metrics:
      metrics &&
      (({ samples, at }, signal) => {
        const told = resourceMetrics(samples, resource, { from, to: at });
        return exported(metrics, told, { agent: agents.metrics, signal });
      }),
    close: async () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

interface Exporter<T> {
  export(items: T, done: (result: { readonly code: number; readonly error?: Error }) => void): void;
}

const SUCCESS = 0;

interface Bound {
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** The exporter takes no signal: it hears of its end by its connection. */
const exported = <T>(exporter: Exporter<T>, items: T, { agent, signal }: Bound): Promise<string | null> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => agent.destroy());
    try {
      exporter.export(items, ({ code, error }) => resolve(code === SUCCESS ? null : codeOf(error)));
    } catch (error) {
      resolve(codeOf(error));
    }
  });
