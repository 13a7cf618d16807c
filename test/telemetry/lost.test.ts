// Telemetry that cannot be sent: it is counted and warned of, bounded, and nothing waits for it.
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { processSamples } from '../../lib/metrics/process.ts';
import { span } from '../../lib/span.ts';
import { applicationInsights } from '../../lib/telemetry/application-insights.ts';
import type { Destination } from '../../lib/telemetry/destination.ts';
import { lossLines } from '../../lib/telemetry/losses.ts';
import { otlpDestination } from '../../lib/telemetry/otlp.ts';
import { Outbox } from '../../lib/telemetry/outbox.ts';
import { sendTo } from '../../lib/telemetry/start.ts';
import { lost, otlpAt, receiving, receivingBy, TELLER } from './receiving.ts';

describe('OTLP', () => {
  it('that refuses loses what was to be sent, and it is counted, and warned of after five minutes', async () => {
    const server = await receiving(401);
    const sending = sendTo([otlpDestination(otlpAt(server), TELLER)], async () => processSamples());
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

describe('a receiver that begins an answer and never ends it', () => {
  /** It is over when the test says so: no machine is too slow for it. */
  const WITHIN_MS = 86_400_000;
  const timers = jest.spyOn(globalThis, 'setTimeout');
  afterEach(() => void timers.mockClear());
  const timeOutTheFirst = (): void => timers.mock.calls.find(([, ms]) => ms === WITHIN_MS)?.[0]();
  const over = async (sending: Awaited<ReturnType<typeof dripping>>) => {
    const { first, flush, measure, got } = sending;
    const before = lost('spans');
    await span('poll', { source: 'intune' }, async () => null);
    const waiting = flush();
    await first;
    // While the other signal still waits.
    await measure();
    expect([got(), lost('spans')]).toEqual([['spans', 'metrics'], before]);
    timeOutTheFirst();
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
    const server = await receivingBy(({ path, body }) => {
      got.push(path === '/v1/metrics' || String(body).includes('MetricData') ? 'metrics' : 'spans');
      if (got.length > 1) return undefined;
      resolve();
      return 'endless';
    });
    const sending = sendTo([to(server.url, server.caFile)], async () => processSamples(), WITHIN_MS);
    return { ...sending, first, got: () => got };
  };

  it('costs what was sent by OTLP, which is counted and warned of: no other signal, nor what comes later', async () => {
    await over(await dripping((url, caFile) => otlpDestination(otlpAt({ url, caFile }), TELLER)));
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
