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

export function processSamples(): readonly Sample[] {
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  const late = PERCENTILES.map((percent): Sample => {
    const value = delays.percentile(percent) / NANOSECONDS;
    return { name: 'emmlens_event_loop_delay_seconds', labels: [String(percent)], value };
  });
  delays.reset();
  return [
    ...late,
    ...PARTS.map((part): Sample => ({ name: 'emmlens_memory_bytes', labels: [part], value: memory[part] })),
    { name: 'emmlens_cpu_seconds_total', labels: ['user'], value: cpu.user / MICROSECONDS },
    { name: 'emmlens_cpu_seconds_total', labels: ['system'], value: cpu.system / MICROSECONDS },
    { name: 'emmlens_start_time_seconds', labels: [], value: STARTED },
  ];
}
