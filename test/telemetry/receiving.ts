// Who receives telemetry in a test, and what is counted as lost.
import { afterEach } from '@jest/globals';
import { counters } from '../../lib/metrics/counters.ts';
import { endRecording } from '../../lib/span.ts';
import { type Received, receiver } from './receiver.ts';
// A recorder and what is told of losses are of the process.
import '../jest/keep-nothing.ts';

export const TELLER = { service: 'emm-lens', version: '0.2.0', instance: 'one' };
export const TRACE = '0af7651916cd43dd8448eb211c80319c';

const closables: { close(): unknown }[] = [];
afterEach(async () => {
  await endRecording();
  for (const one of closables.splice(0)) await one.close();
});

/** A receiver that `take` answers for; both end with the test. */
export async function receivingBy(take: Parameters<typeof receiver>[0]) {
  const server = await receiver(take);
  closables.push(server);
  return server;
}

export async function receiving(status?: number) {
  const got: Received[] = [];
  const server = await receivingBy((one) => {
    got.push(one);
    return status;
  });
  return {
    ...server,
    got,
    bodies: (path: string) => got.filter((one) => one.path === path).map(({ body }) => JSON.parse(String(body))),
  };
}

export const otlpAt = ({ url, caFile }: { readonly url: string; readonly caFile: string }) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_CERTIFICATE: caFile,
});

export const lost = (signal: string): number =>
  counters
    .samples()
    .filter(({ name, labels }) => name === 'emmlens_telemetry_lost_total' && labels[0] === signal)
    .reduce((sum, { value }) => sum + value, 0);
