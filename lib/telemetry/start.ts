// Sends what is recorded, and the metrics, to where settings say: every few seconds, in the background, and the rest at the
// end, within a bound.
import type { Sample } from '../metrics/text.ts';
import { recordTo } from '../span.ts';
import { shown } from './attributes.ts';
import { type Destination, type Measured, SEND_MS } from './destination.ts';
import { Outbox } from './outbox.ts';

const SPANS = { most: 4_096, batch: 512, everyMs: 5_000 };
const METRICS = { most: 4, batch: 1, everyMs: 60_000 };
/** The runtime waits 10 s for a worker that it stops. */
const CLOSE_MS = 3_000;

export interface Sending {
  /** Now, and not with the next tick. */
  flush(): Promise<void>;
  measure(): Promise<void>;
}

/** `samples` are asked for before each sending of metrics. */
export function sendTo(
  destinations: readonly Destination[],
  samples: () => Promise<readonly Sample[]>,
  withinMs = SEND_MS,
): Sending {
  const spans = destinations.flatMap(({ name, spans: take }) =>
    take ? [new Outbox({ signal: 'spans', to: name, ...SPANS, withinMs, send: take })] : [],
  );
  const metrics = destinations.flatMap(({ name, metrics: take }) =>
    take
      ? [
          new Outbox<Measured>({
            signal: 'metrics',
            to: name,
            ...METRICS,
            withinMs,
            send: ([one], signal) => take(one, signal),
          }),
        ]
      : [],
  );
  const all = [...spans, ...metrics];
  const flush = async (): Promise<void> => void (await Promise.all(all.map((outbox) => outbox.flush())));
  const measure = async (): Promise<void> => {
    if (metrics.length === 0) return;
    const measured = { samples: shown(await samples()), at: new Date() };
    for (const outbox of metrics) outbox.add(measured);
    await Promise.all(metrics.map((outbox) => outbox.flush()));
  };
  const ticks = [
    setInterval(() => void Promise.all(spans.map((outbox) => outbox.flush())), SPANS.everyMs),
    setInterval(() => void measure().catch(() => undefined), METRICS.everyMs),
  ];
  for (const tick of ticks) tick.unref();
  recordTo({
    take: (span) => {
      for (const outbox of spans) outbox.add(span);
    },
    close: async () => {
      for (const tick of ticks) clearInterval(tick);
      await Promise.all(all.map((outbox) => outbox.close(CLOSE_MS)));
      await Promise.all(destinations.map((destination) => destination.close()));
    },
  });
  return { flush, measure };
}
