// Whether and where traces and metrics are sent. Nothing of it is loaded where no place is configured.
import { randomUUID } from 'node:crypto';
import { lensVersion } from '../app.ts';
import { consoleLogger, logFailure } from '../log.ts';
import { type Environment, readableSettings } from '../settings/index.ts';
import type { Sending } from '../telemetry/start.ts';

/** Null where nothing is sent. Never throws: what is wrong is logged, and nothing waits for it. */
export async function beginTelemetry(environment: Environment): Promise<Sending | null> {
  try {
    const settings = readableSettings(environment);
    const { APPLICATION_INSIGHTS: insights, OTEL_EXPORTER_OTLP_CERTIFICATE: caFile } = settings;
    const isOtlp = [
      settings.OTEL_EXPORTER_OTLP_ENDPOINT,
      settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
      settings.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT,
    ].some((address) => address !== undefined);
    if (!isOtlp && !insights) return null;
    const service = settings.OTEL_SERVICE_NAME ?? 'emm-lens';
    const teller = { service, version: lensVersion(), instance: randomUUID() };
    const [{ sendTo }, { samplesNow }] = await Promise.all([import('../telemetry/start.ts'), import('./metrics.ts')]);
    const destinations = [
      ...(isOtlp ? [(await import('../telemetry/otlp.ts')).otlpDestination(settings, teller)] : []),
      ...(insights
        ? [(await import('../telemetry/application-insights.ts')).applicationInsights(insights, caFile, teller)]
        : []),
    ];
    return sendTo(destinations, () => samplesNow(SILENT));
  } catch (error) {
    logFailure(consoleLogger, 'telemetry', error);
    return null;
  }
}

/** What a scrape would say of the database, polls and health say. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
