// Every metric of GET /api/metrics, declared once: what is told, the table in docs/metrics.md, and what rules and dashboards
// may name follow from it. Labels are names of sources, datasets, routes and codes of ours: nothing of a person.

export interface Metric {
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Of the process, and each collector tells its own; or of the database, and all tell the same. */
  readonly of: 'process' | 'database';
}

const ofProcess = (type: Metric['type'], help: string, ...labels: readonly string[]): Metric => ({
  type,
  help,
  labels,
  of: 'process',
});
const ofDatabase = (help: string, ...labels: readonly string[]): Metric => ({
  type: 'gauge',
  help,
  labels,
  of: 'database',
});

export const METRICS = {
  emmlens_build_info: ofProcess('gauge', 'Always 1: versions of this collector', 'version', 'host', 'node'),
  emmlens_polls_total: ofProcess('counter', 'Polls that ended, since the start', 'source', 'outcome'),
  emmlens_poll_duration_seconds_total: ofProcess('counter', 'Time that polls took', 'source'),
  // By nothing finer: that one row of people came, changed or left is told by no number that leaves the house.
  emmlens_poll_rows_total: ofProcess('counter', 'Rows that polls read', 'source'),
  emmlens_rejected_total: ofProcess('counter', 'Rows and values that polls refused', 'source', 'dataset', 'reason'),
  emmlens_source_requests_total: ofProcess('counter', 'Requests that polls sent to sources', 'source'),
  emmlens_source_throttled_total: ofProcess('counter', 'Requests that sources throttled', 'source'),
  emmlens_push_batches_total: ofProcess(
    'counter',
    'Batches of pushed lines, by what became of them',
    'source',
    'result',
  ),
  emmlens_push_lines_total: ofProcess('counter', 'Lines of batches that were stored', 'source', 'result'),
  emmlens_push_waiting_bytes: ofProcess('gauge', 'Pushed bodies that wait or are being stored'),
  emmlens_http_requests_total: ofProcess(
    'counter',
    'Requests to the API, by template of the route',
    'method',
    'route',
    'status',
  ),
  emmlens_http_request_duration_seconds: ofProcess('histogram', 'How long answers of the API took', 'method', 'route'),
  emmlens_notifications_total: ofProcess(
    'counter',
    'Tries to deliver notifications: delivered, delayed, or failed for good',
    'channel',
    'outcome',
  ),
  emmlens_database_up: ofProcess(
    'gauge',
    'Whether the database told its part of this answer in time; 0 before it is opened, too',
  ),
  emmlens_database_collect_seconds: ofProcess('gauge', 'How long the database took for its part'),
  emmlens_database_connections: ofProcess(
    'gauge',
    'Connections that are open, in use, and waited for',
    'pool',
    'state',
  ),
  emmlens_database_connections_max: ofProcess('gauge', 'Connections that there may be', 'pool'),
  emmlens_event_loop_delay_seconds: ofProcess('gauge', 'How late timers were in the last minute or two', 'percentile'),
  emmlens_memory_bytes: ofProcess('gauge', 'Memory of the process, by part', 'part'),
  emmlens_cpu_seconds_total: ofProcess('counter', 'CPU time of the process', 'mode'),
  emmlens_telemetry_lost_total: ofProcess(
    'counter',
    'Spans and sets of metrics that OTLP or Application Insights did not take, or that had no room to wait',
    'signal',
  ),
  emmlens_start_time_seconds: ofProcess('gauge', 'When the process started, in Unix time'),
  emmlens_source_state: ofDatabase('Always 1: the state of the source, as this collector sees it', 'source', 'state'),
  emmlens_source_success_age_seconds: ofDatabase('Since the last poll without an error', 'source'),
  emmlens_pass_age_seconds: ofDatabase('Since the last complete pass of a dataset', 'source', 'dataset'),
  emmlens_sign_in_refused: ofDatabase('Whether the source refused the last sign-in, and is waited for', 'source'),
  emmlens_holds_open: ofDatabase('What is held and waits for an operator', 'source', 'dataset', 'kind'),
  emmlens_log_files: ofDatabase('Files of a source of logs: known, or behind', 'source', 'state'),
  emmlens_log_unread_bytes: ofDatabase('What of the files of a source is unread', 'source'),
  emmlens_log_unread_age_seconds: ofDatabase(
    'Since the file was written that is unread for the longest time',
    'source',
  ),
  emmlens_push_age_seconds: ofDatabase('Since the last pushed batch was stored', 'source'),
  emmlens_expires_in_seconds: ofDatabase(
    'Until the first certificate, token or licence of a kind expires; negative where it has',
    'source',
    'component',
  ),
  emmlens_retention_left_rows: ofDatabase('Overdue rows that the last run of retention left', 'dataset'),
  emmlens_retention_age_seconds: ofDatabase('Since retention last ended'),
  emmlens_retention_waiting_sources: ofDatabase('Sources whose unverified rows wait to be removed'),
  emmlens_clock_doubted: ofDatabase('Whether a clock jumped, and retention waits'),
  emmlens_license_check_age_seconds: ofDatabase('Since counts were last sent to the vendor'),
  emmlens_license_check_failed: ofDatabase('Whether that failed'),
  emmlens_collectors: ofDatabase('Collectors that ran at once, of those seen within 15 minutes', 'version'),
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** Answers of 5 ms to 10 s, as Prometheus' libraries have them. https://prometheus.io/docs/practices/histograms/ */
export const BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
