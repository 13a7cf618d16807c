// Traces and metrics that are sent: what arrives, that no person is in it, and that nothing waits for it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { afterEach, describe, expect, it } from '@jest/globals';
import { personalFieldNames } from '../../lib/catalog/index.ts';
import { within } from '../../lib/correlation.ts';
import { SourceError } from '../../lib/errors.ts';
import { guarded } from '../../lib/http/handler.ts';
import { REASONS } from '../../lib/ingest/apply-events.ts';
import { Counters, counters } from '../../lib/metrics/counters.ts';
import { METRICS } from '../../lib/metrics/declarations.ts';
import { processSamples } from '../../lib/metrics/process.ts';
import { type Sample, sample } from '../../lib/metrics/text.ts';
import { beginTelemetry } from '../../lib/operations/telemetry.ts';
import { beginSpan, endRecording, recordTo, type SpanRecord, span } from '../../lib/span.ts';
import { applicationInsights } from '../../lib/telemetry/application-insights.ts';
import { ATTRIBUTE_NAMES, NOT_SHOWN, sayable, shown } from '../../lib/telemetry/attributes.ts';
import type { Destination } from '../../lib/telemetry/destination.ts';
import { Envelopes } from '../../lib/telemetry/envelopes.ts';
import { lossLines } from '../../lib/telemetry/losses.ts';
import { otlpDestination } from '../../lib/telemetry/otlp.ts';
import { Outbox } from '../../lib/telemetry/outbox.ts';
import { sendTo } from '../../lib/telemetry/start.ts';
import { type Received, receiver } from './receiver.ts';

const TELLER = { service: 'emm-lens', version: '0.2.0', instance: 'one' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';

const closables: { close(): unknown }[] = [];
afterEach(async () => {
  await endRecording();
  for (const one of closables.splice(0)) await one.close();
});

async function receiving(status?: number) {
  const got: Received[] = [];
  const server = await receiver((one) => {
    got.push(one);
    return status;
  });
  closables.push(server);
  return {
    ...server,
    got,
    bodies: (path: string) => got.filter((one) => one.path === path).map(({ body }) => JSON.parse(String(body))),
  };
}

function recording(): SpanRecord[] {
  const taken: SpanRecord[] = [];
  recordTo({ take: (one) => void taken.push(one), close: async () => {} });
  return taken;
}

const lost = (signal: string): number =>
  counters
    .samples()
    .filter(({ name, labels }) => name === 'emmlens_telemetry_lost_total' && labels[0] === signal)
    .reduce((sum, { value }) => sum + value, 0);

describe('a span', () => {
  it('goes on with the trace of the caller, is before what happens within it, and ends with the code of what was thrown', async () => {
    const taken = recording();
    const failing = within({ trace: TRACE, span: 'b7ad6b7169203331' }, () =>
      span('request', { method: 'GET', route: 'devices/{id}' }, async () =>
        span('outbound', { host: 'emm.example.org' }, async (tell) => {
          tell({ status: 500 });
          throw new SourceError('of Jane Doe', { code: 'http-500', hint: '' });
        }),
      ),
    );
    await expect(failing).rejects.toThrow();
    const [inner, outer] = taken;
    expect(outer).toMatchObject({
      name: 'request',
      trace: TRACE,
      parent: 'b7ad6b7169203331',
      facts: { code: 'http-500' },
    });
    expect(inner).toMatchObject({ trace: TRACE, parent: outer?.id, facts: { status: 500, code: 'http-500' } });
    expect(JSON.stringify(taken)).not.toContain('Jane');
  });

  it('begins a trace where none goes on, and is told once', async () => {
    const taken = recording();
    const open = beginSpan('pass', { dataset: 'device' });
    open.end();
    open.end();
    expect(taken).toMatchObject([{ parent: null, trace: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });

  it('is nothing where nobody listens', async () => {
    expect(await span('poll', {}, async () => 3)).toBe(3);
    beginSpan('pass', {}).end();
  });
});

describe('what leaves', () => {
  it('has no name of a personal field of the catalogue', () => {
    expect([...ATTRIBUTE_NAMES.values()].filter((name) => personalFieldNames.has(name))).toEqual([]);
  });

  it.each([
    ['intune-hq', true],
    ['devices/{id}/apps', true],
    ['login.microsoftonline.com', true],
    ['10.1.2.3', true],
    ['4.1037.0.0', true],
    ['http-503', true],
    ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', true],
    ['anna@corp.example', false],
    ['Anna Smith', false],
    ['+491701234567', false],
    ['353270010012345', false],
    ['Jörg', false],
    ['a'.repeat(121), false],
  ])('is a name or code of ours: %s is%s', (value, isSaid) => {
    expect(sayable(value)).toBe(isSaid ? value : NOT_SHOWN);
  });
});

describe('OTLP', () => {
  const settings = (url: string, caFile: string) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_CERTIFICATE: caFile,
  });

  it('gets spans of a request, without its path, its query and its names, and the headers that a secret has', async () => {
    const server = await receiving();
    const environment = {
      ...settings(server.url, server.caFile),
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
    const sending = sendTo([otlpDestination(settings(server.url, server.caFile), TELLER)], async () => [
      ...plain,
      ...own.samples(),
    ]);
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

  it('that refuses loses what was to be sent, and it is counted, and warned of after five minutes', async () => {
    const server = await receiving(401);
    const sending = sendTo([otlpDestination(settings(server.url, server.caFile), TELLER)], async () =>
      processSamples(),
    );
    const before = [lost('spans'), lost('metrics')];
    await span('poll', { source: 'intune' }, async () => null);
    await sending.flush();
    await sending.measure();
    expect([lost('spans'), lost('metrics')]).toEqual(before.map((n) => n + 1));
    expect(lossLines()).toEqual([]);
    const later = new Date(Date.now() + 6 * 60_000);
    expect(lossLines(later)).toEqual([
      expect.stringMatching(/^OTLP takes no spans .* \(http-401\)/),
      expect.stringMatching(/^OTLP takes no metrics .* \(http-401\)/),
    ]);
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
    OTEL_EXPORTER_OTLP_ENDPOINT: server.url,
    OTEL_EXPORTER_OTLP_CERTIFICATE: server.caFile,
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

describe('a receiver that begins an answer and never ends it', () => {
  const over = async (sending: Awaited<ReturnType<typeof dripping>>) => {
    const { first, flush, measure, got } = sending;
    const before = lost('spans');
    await span('poll', { source: 'intune' }, async () => null);
    const waiting = flush();
    await first;
    // While the other signal still waits.
    await measure();
    expect([got(), lost('spans')]).toEqual([['spans', 'metrics'], before]);
    await waiting;
    expect(lost('spans')).toBe(before + 1);
    const later = new Date(Date.now() + 6 * 60_000);
    expect(lossLines(later)).toEqual([expect.stringMatching(/takes no spans .* \(timeout\)/)]);
    await span('poll', { source: 'intune' }, async () => null);
    await flush();
    expect(got()).toEqual(['spans', 'metrics', 'spans']);
    expect([lost('spans'), lossLines(later)]).toEqual([before + 1, []]);
  };
  const dripping = async (to: (url: string, caFile: string) => Destination) => {
    const { promise: first, resolve } = Promise.withResolvers<void>();
    const got: string[] = [];
    const server = await receiver(({ path, body }) => {
      got.push(path === '/v1/metrics' || String(body).includes('MetricData') ? 'metrics' : 'spans');
      if (got.length > 1) return undefined;
      resolve();
      return 'endless';
    });
    closables.push(server);
    const sending = sendTo([to(server.url, server.caFile)], async () => processSamples(), 3_000);
    return { ...sending, first, got: () => got };
  };

  it('costs what was sent by OTLP, which is counted and warned of: no other signal, nor what comes later', async () => {
    await over(
      await dripping((url, caFile) =>
        otlpDestination({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_CERTIFICATE: caFile }, TELLER),
      ),
    );
  });

  it('costs the same of Application Insights', async () => {
    await over(
      await dripping((url, caFile) => {
        const connection = `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=${url}`;
        return applicationInsights({ read: () => connection }, caFile, TELLER);
      }),
    );
  });
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
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: server.url, OTEL_EXPORTER_OTLP_CERTIFICATE: server.caFile };
    await sendTo([otlpDestination(settings, TELLER)], async () => filled()).measure();
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

describe('what waits to be sent', () => {
  it('is bounded, and what is beyond is counted', async () => {
    const outbox = new Outbox({
      signal: 'spans',
      to: 'nowhere',
      most: 3,
      batch: 2,
      withinMs: 1_000,
      send: async () => null,
    });
    const before = lost('spans');
    for (let i = 0; i < 5; i++) outbox.add({ i });
    expect(lost('spans')).toBe(before + 2);
    await outbox.flush();
    outbox.add({ i: 6 });
    expect(lost('spans')).toBe(before + 2);
  });

  it('keeps no stop waiting', async () => {
    const outbox = new Outbox({
      signal: 'spans',
      to: 'nowhere',
      most: 3,
      batch: 1,
      withinMs: 60_000,
      send: () => new Promise(() => {}),
    });
    const before = lost('spans');
    outbox.add({});
    outbox.add({});
    await outbox.close(1);
    expect(lost('spans')).toBe(before + 1);
  });
});

describe('a collector', () => {
  it('loads nothing of it where no place is configured', async () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
      const { beginTelemetry } = await import('./lib/operations/telemetry.ts');
      const own = () => loaded.filter((url) => /@opentelemetry|lib\\/telemetry\\/(start|otlp|spans|metrics)/.test(url)).length;
      await beginTelemetry({});
      const without = own();
      await beginTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://127.0.0.1:1' });
      console.log(JSON.stringify([without, own() > 10]));
      process.exit();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    expect(JSON.parse(stdout)).toEqual([0, true]);
  });
});
