// OTLP over HTTPS, as JSON: OpenTelemetry's own exporters, over an agent of ours. TLS 1.2 or newer, certificates checked, a
// private CA; nothing of it can be switched off. https://opentelemetry.io/docs/specs/otlp/
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { createAgent } from '../net/tls.ts';
import { headersIn, type Settings } from '../settings/index.ts';
import { codeOf, type Destination, type Teller } from './destination.ts';
import { resourceMetrics } from './metrics.ts';
import { readableSpan } from './spans.ts';

const CONNECT_MS = 5_000;
/** With all tries of one batch. */
const TIMEOUT_MS = 10_000;

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
  const agent = createAgent({ caFile: settings.OTEL_EXPORTER_OTLP_CERTIFICATE, connectMs: CONNECT_MS });
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_HEADERS: headers } = settings;
  const below = (path: string) => (base === undefined ? undefined : `${base.replace(/\/$/, '')}/${path}`);
  const to = (url: string) => ({
    url,
    // Read at each use: a rotated secret needs no restart.
    headers: async () => (headers && headersIn(headers.read())) ?? {},
    timeoutMillis: TIMEOUT_MS,
    httpAgentOptions: () => agent,
  });
  const traces = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? below('v1/traces');
  const measures = settings.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? below('v1/metrics');
  const spans = traces === undefined ? null : new OTLPTraceExporter(to(traces));
  const metrics = measures === undefined ? null : new OTLPMetricExporter(to(measures));
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
      ((records) =>
        exported(
          spans,
          records.map((record) => readableSpan(record, resource)),
        )),
    metrics: metrics && (({ samples, at }) => exported(metrics, resourceMetrics(samples, resource, { from, to: at }))),
    close: async () => {
      await Promise.allSettled([spans?.shutdown(), metrics?.shutdown()]);
      agent.destroy();
    },
  };
}

interface Exporter<T> {
  export(items: T, done: (result: { readonly code: number; readonly error?: Error }) => void): void;
}

const SUCCESS = 0;

const exported = <T>(exporter: Exporter<T>, items: T): Promise<string | null> =>
  new Promise((resolve) => {
    try {
      exporter.export(items, ({ code, error }) => resolve(code === SUCCESS ? null : codeOf(error)));
    } catch (error) {
      resolve(codeOf(error));
    }
  });
