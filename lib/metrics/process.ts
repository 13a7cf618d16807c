// What is to be known of this process: memory, CPU, and how late its event loop is.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Sample } from './text.ts';

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;
const delays = monitorEventLoopDelay({ resolution: 20 });
delays.enable();

const PARTS = ['rss', 'heapUsed', 'heapTotal', 'external'] as const;
const PERCENTILES = [50, 99, 100] as const;
const STARTED = (Date.now() - performance.now()) / 1000;

const WINDOW_MS = 60_000;

/**
 * The percentiles, in nanoseconds, of the window under way and of the one before, the higher of both: what one reader has
 * read others read, too. A window ends with the first reading after a minute.
 */
export function windowed(histogram: Pick<typeof delays, 'percentile' | 'reset'>, now: () => number): () => number[] {
  let before: readonly number[] = [];
  let beganAt = now();
  return () => {
    const current = PERCENTILES.map((percent) => histogram.percentile(percent));
    const values = current.map((value, i) => Math.max(value, before[i] ?? 0));
    if (now() - beganAt >= WINDOW_MS) {
      before = current;
      beganAt = now();
      histogram.reset();
    }
    return values;
  };
}

const lateness = windowed(delays, () => performance.now());

export function processSamples(): readonly Sample[] {
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  const late = lateness().map((value, i): Sample => {
    const labels = [String(PERCENTILES[i])];
    return { name: 'emmlens_event_loop_delay_seconds', labels, value: value / NANOSECONDS };
  });
  return [
    ...late,
    ...PARTS.map((part): Sample => ({ name: 'emmlens_memory_bytes', labels: [part], value: memory[part] })),
    { name: 'emmlens_cpu_seconds_total', labels: ['user'], value: cpu.user / MICROSECONDS },
    { name: 'emmlens_cpu_seconds_total', labels: ['system'], value: cpu.system / MICROSECONDS },
    { name: 'emmlens_start_time_seconds', labels: [], value: STARTED },
  ];
}
