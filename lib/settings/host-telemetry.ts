// Telemetry of the Functions runtime itself, which starts by names of the environment. What it sends is not ours to
// choose: addresses with ids of people in them, of requests to the host with their query, and its key (decision 0034).
const NAMES: ReadonlySet<string> = new Set([
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPINSIGHTS_INSTRUMENTATIONKEY',
  'AZUREFUNCTIONSJOBHOST__TELEMETRYMODE',
]);

/** A sentence for each that is set. */
export const hostTelemetry = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(environment).flatMap(([name, value]) =>
    NAMES.has(name.toUpperCase().replaceAll(':', '__')) && value?.trim()
      ? [
          `${name} is set, and not used by EMM Lens: with it the Functions runtime sends addresses of requests, with ids of people in them. Take it out; APPLICATION_INSIGHTS and OTEL_EXPORTER_OTLP_ENDPOINT send no address.`,
        ]
      : [],
  );
