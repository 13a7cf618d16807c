// Traces and metrics that are sent: what arrives, by OTLP and at Application Insights, and that no person is in it.
import { HttpRequest, InvocationContext } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { guarded } from '../../lib/http/handler.ts';
import { REASONS } from '../../lib/ingest/record.ts';
import { Counters, counters } from '../../lib/metrics/counters.ts';
import { METRICS } from '../../lib/metrics/declarations.ts';
import { processSamples } from '../../lib/metrics/process.ts';
import { type Sample, sample } from '../../lib/metrics/text.ts';
import { beginTelemetry } from '../../lib/operations/telemetry.ts';
import { span } from '../../lib/span.ts';
import { NOT_SHOWN, shown } from '../../lib/telemetry/attributes.ts';
import { Envelopes } from '../../lib/telemetry/envelopes.ts';
import { otlpDestination } from '../../lib/telemetry/otlp.ts';
import { sendTo } from '../../lib/telemetry/start.ts';
import { otlpAt, receiving, TELLER, TRACE } from './receiving.ts';

describe('OTLP', () => {
  it('gets spans of a request, without its path, its query and its names, and the headers that a secret has', async () => {
    const server = await receiving();
    const environment = {
      ...otlpAt(server),
      OTEL_EXPORTER_OTLP_HEADERS: 'env:TEST_OTLP_HEADERS',
      HTTPS_PROXY: 'http://127.0.0.1:1',
    };
    process.env.TEST_OTLP_HEADERS = 'api-key=of%20ours,x-tenant=1';
    const sending = await beginTelemetry(environment);
    const handler = guarded({ name: 'user', route: 'users/{id}' }, async () => ({ status: 404 }));
    const url = 'https://lens.test/api/users/4711?q=anna.smith@corp.example';
    const headers = { traceparent: `00-${TRACE}-b7ad6b7169203331-01`, 'x-purpose': 'Anna Smith' };
    await handler(new HttpRequest({ method: 'GET', url, headers }), new InvocationContext({ logHandler: () => {} }));
    await sending?.flush();
    const [body] = server.bodies('/v1/traces');
    const [{ resource, scopeSpans }] = body.resourceSpans;
    expect(resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'emm-lens' } });
    expect(resource.attributes.map(({ key }: { key: string }) => key).sort()).toEqual([
      'service.instance.id',
      'service.name',
      'service.version',
    ]);
    expect(scopeSpans[0].spans).toMatchObject([
      {
        traceId: TRACE,
        parentSpanId: 'b7ad6b7169203331',
        name: 'GET users/{id}',
        kind: 2,
        attributes: [
          { key: 'http.request.method', value: { stringValue: 'GET' } },
          { key: 'http.route', value: { stringValue: 'users/{id}' } },
          { key: 'http.response.status_code', value: { intValue: 404 } },
        ],
      },
    ]);
    expect(server.got[0]?.headers).toMatchObject({ 'api-key': 'of ours', 'x-tenant': '1' });
    expect(String(server.got[0]?.body)).not.toMatch(/4711|anna|Anna|corp/);
  });

  it('gets every metric that is declared, by the same names, with histograms as they are', async () => {
    const server = await receiving();
    const own = new Counters();
    own.observe('emmlens_http_request_duration_seconds', ['GET', 'devices'], 0.03);
    own.observe('emmlens_http_request_duration_seconds', ['GET', 'devices'], 30);
    const declared = Object.keys(METRICS) as (keyof typeof METRICS)[];
    const plain = declared
      .filter((name) => METRICS[name].type !== 'histogram')
      .map(
        (name): Sample =>
          sample(
            name,
            METRICS[name].labels.map(() => 'a'),
            2,
          ),
      );
    const sending = sendTo([otlpDestination(otlpAt(server), TELLER)], async () => [...plain, ...own.samples()]);
    await sending.measure();
    const [body] = server.bodies('/v1/metrics');
    const told: Record<string, unknown>[] = body.resourceMetrics[0].scopeMetrics[0].metrics;
    expect(told.map(({ name }) => name).sort()).toEqual([...declared].sort());
    const named = (name: string) => told.find((one) => one.name === name);
    expect(named('emmlens_polls_total')).toMatchObject({
      sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: [{ asDouble: 2 }] },
    });
    expect(named('emmlens_memory_bytes')).toMatchObject({ unit: 'By', gauge: { dataPoints: [{ asDouble: 2 }] } });
    expect(named('emmlens_http_request_duration_seconds')).toMatchObject({
      unit: 's',
      histogram: {
        dataPoints: [{ count: 2, sum: 30.03, bucketCounts: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1] }],
      },
    });
  });
});

describe('Application Insights', () => {
  it('gets requests, what was done for them, and what was added to counters, by our own envelopes', async () => {
    const server = await receiving();
    process.env.TEST_INSIGHTS = `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=${server.url}/`;
    const sending = await beginTelemetry({
      APPLICATION_INSIGHTS: 'env:TEST_INSIGHTS',
      OTEL_EXPORTER_OTLP_CERTIFICATE: server.caFile,
    });
    await span('request', { method: 'GET', route: 'devices', status: 200 }, () =>
      span('outbound', { method: 'POST', host: 'graph.microsoft.com', status: 429 }, async () => null),
    );
    await sending?.flush();
    const [[outbound, request]] = server.bodies('/v2.1/track');
    expect(request).toMatchObject({
      name: 'Microsoft.ApplicationInsights.Request',
      iKey: '00000000-0000-0000-0000-000000000001',
      tags: { 'ai.cloud.role': 'emm-lens', 'ai.operation.name': 'GET devices' },
      data: { baseType: 'RequestData', baseData: { ver: 2, name: 'GET devices', responseCode: '200', success: true } },
    });
    expect(outbound).toMatchObject({
      tags: { 'ai.operation.id': request.tags['ai.operation.id'], 'ai.operation.parentId': request.data.baseData.id },
      data: {
        baseType: 'RemoteDependencyData',
        baseData: { target: 'graph.microsoft.com', type: 'HTTP', success: false },
      },
    });
  });

  it.each([
    [0.4, '00:00:00.000'],
    [61_250.7, '00:01:01.251'],
    [3_599_999, '00:59:59.999'],
    [90_061_001, '1.01:01:01.001'],
  ])('is told of %d ms as %s', (ms, duration) => {
    const of = {
      name: 'poll',
      trace: TRACE,
      id: 'b7ad6b7169203331',
      parent: null,
      startedAt: new Date(),
      facts: {},
    } as const;
    expect(new Envelopes('key', TELLER).ofSpan({ ...of, ms })).toMatchObject({ data: { baseData: { duration } } });
  });

  it('is told what came since the last time of counters, and gauges as they are', () => {
    const envelopes = new Envelopes('key', TELLER);
    const values = (n: number) =>
      envelopes
        .ofSamples([sample('emmlens_polls_total', ['a', 'b'], n), sample('emmlens_clock_doubted', [], n)], new Date())
        .map(({ data }) => data.baseData.metrics);
    expect(values(5)).toMatchObject([[{ value: 5 }], [{ value: 5 }]]);
    expect(values(7)).toMatchObject([[{ name: 'emmlens_polls_total', value: 2 }], [{ value: 7 }]]);
  });
});

it('a value that could name somebody is not shown in either, and facts and labels alike', async () => {
  const server = await receiving();
  process.env.TEST_INSIGHTS = `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=${server.url}`;
  const sending = await beginTelemetry({
    ...otlpAt(server),
    APPLICATION_INSIGHTS: 'env:TEST_INSIGHTS',
  });
  const who = 'anna@corp.example';
  const facts = { source: who, run: who, dataset: who, outcome: who, method: who, route: who, host: who, code: who };
  for (const name of ['request', 'poll', 'outbound'] as const) await span(name, facts, async () => null);
  counters.add('emmlens_polls_total', [who, 'Anna Smith']);
  await sending?.flush();
  await sending?.measure();
  const paths = server.got.map(({ path }) => path);
  expect(paths.sort()).toEqual(['/v1/metrics', '/v1/traces', '/v2.1/track', '/v2.1/track']);
  for (const { body } of server.got) {
    expect(String(body)).toContain(NOT_SHOWN);
    expect(String(body)).not.toMatch(/anna|Smith|corp/i);
  }
});

describe('what is shown of metrics', () => {
  const REFUSALS = [...Object.values(REASONS), 'too-long', 'no integer, or too long', 'older than its retention'];
  const filled = (): readonly Sample[] => {
    const own = new Counters();
    for (const reason of REFUSALS) own.add('emmlens_rejected_total', ['iis', 'mail_activity', reason]);
    for (const who of ['anna@corp.example', 'Anna Smith']) {
      own.add('emmlens_polls_total', [who, 'ok'], 2);
      own.add('emmlens_rejected_total', [who, 'device', 'Anna Smith'], 2);
      own.observe('emmlens_http_request_duration_seconds', ['GET', who], 0.03);
    }
    return [...own.samples(), ...processSamples()];
  };

  it('has the reasons why something was refused', () => {
    const told = shown(filled()).flatMap(({ name, labels: [source, , reason] }) =>
      name === 'emmlens_rejected_total' && source === 'iis' ? [reason] : [],
    );
    expect(told).toEqual(REFUSALS);
  });

  it('is no two series of a metric that nothing tells apart: their sum is told', async () => {
    const server = await receiving();
    await sendTo([otlpDestination(otlpAt(server), TELLER)], async () => filled()).measure();
    const [body] = server.bodies('/v1/metrics');
    const metrics: readonly Told[] = body.resourceMetrics[0].scopeMetrics[0].metrics;
    const points = new Map(
      metrics.map(({ name, sum, gauge, histogram }) => [name, (sum ?? gauge ?? histogram)?.dataPoints ?? []]),
    );
    for (const [name, of] of points) {
      const series = of.map(({ attributes }) => JSON.stringify(attributes));
      expect([name, new Set(series).size]).toEqual([name, series.length]);
    }
    expect(points.get('emmlens_polls_total')).toMatchObject([{ asDouble: 4 }]);
    expect(points.get('emmlens_http_request_duration_seconds')).toMatchObject([{ count: 2, sum: 0.06 }]);
  });
});

type Points = { readonly dataPoints: readonly { readonly attributes: unknown }[] };
type Told = { readonly name: string } & Partial<Record<'sum' | 'gauge' | 'histogram', Points>>;
