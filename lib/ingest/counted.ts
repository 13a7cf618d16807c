// What a poll adds to the counters of the process.
import { counters } from '../metrics/counters.ts';
import type { HttpUsage } from '../net/http.ts';
import type { Rejections } from './record.ts';
import type { PollReceipt } from './run.ts';

export function countPoll(
  { source, outcome, seconds, datasets }: PollReceipt,
  rejections: Rejections,
  { requests, throttled }: Pick<HttpUsage, 'requests' | 'throttled'> = { requests: 0, throttled: 0 },
): void {
  counters.add('emmlens_polls_total', [source, outcome]);
  counters.add('emmlens_poll_duration_seconds_total', [source], seconds);
  counters.add('emmlens_source_requests_total', [source], requests);
  counters.add('emmlens_source_throttled_total', [source], throttled);
  for (const { read } of Object.values(datasets)) counters.add('emmlens_poll_rows_total', [source], read);
  for (const { dataset, reason, count } of rejections.list())
    counters.add('emmlens_rejected_total', [source, dataset, reason], count);
}
