// A collector as it is run, with a place for its telemetry: what arrives of polls and requests, and that nobody is in it.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { receiver } from '../telemetry/receiver.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traces = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});
type Span = z.output<typeof traces>['resourceSpans'][number]['scopeSpans'][number]['spans'][number];

let company: Company;
let lens: CollectorProcess;
let server: Awaited<ReturnType<typeof receiver>>;
const spans: Span[] = [];
const bodies: string[] = [];

beforeAll(async () => {
  company = await Company.start();
  server = await receiver(({ path, body }) => {
    bodies.push(String(body));
    if (path !== '/v1/traces') return undefined;
    const { resourceSpans } = traces.parse(JSON.parse(String(body)));
    for (const { scopeSpans } of resourceSpans)
      for (const { spans: own } of scopeSpans) for (const one of own) spans.push(one);
    return undefined;
  });
  lens = await company.collector({
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: server.url, OTEL_EXPORTER_OTLP_CERTIFICATE: server.caFile },
  });
});
afterAll(async () => {
  await company?.close();
  await server?.close();
});

it('tells of polls, of what they read, wrote and asked, in the trace of whoever asked for them, and of nobody', async () => {
  const name = String(company.source('intune').name);
  for (const one of ['intune', 'active-directory'] as const) await lens.poll(String(company.source(one).name));
  const [person] = company.fleet.estate.people;
  const headers = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
  await lens.request(`sources/${name}/poll?full=true`, { method: 'POST', headers });
  await lens.get(z.unknown(), `users?q=${encodeURIComponent(String(person?.mail))}`);
  const polled = await eventually('the poll is told', async () =>
    spans.find(({ name: told, traceId }) => told === `poll ${name}` && traceId === TRACE),
  );
  const asked = spans.find(({ name: told, traceId }) => told === 'POST sources/{name}/poll' && traceId === TRACE);
  expect(asked).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331' });
  const within = spans.filter(({ parentSpanId }) => parentSpanId === polled.spanId).map(({ name: told }) => told);
  expect(within).toEqual(expect.arrayContaining(['pass device', 'write device', 'GET 127.0.0.1']));
  expect(spans.map(({ name: told }) => told)).toContain('CONNECT 127.0.0.1');
  // What waits is sent before it ends.
  const before = bodies.length;
  await lens.get(z.unknown(), 'devices?limit=1');
  expect(await lens.stop()).toBe(0);
  expect(bodies.slice(before).join()).toContain('GET devices');
  expect(leaks(company.fleet, bodies, company.secrets)).toEqual([]);
});
