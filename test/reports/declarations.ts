// What reports may read: views of counts and dates, in schema `report` of SQL Server, named `report_..` on SQLite. Their names and
// columns stay as they are, for whoever builds on them. Nothing in them speaks about a person or a device.

/** `day`: a date, UTC. On SQLite days and instants are text. */
type ReportColumnKind = 'text' | 'count' | 'flag' | 'day' | 'instant';

interface ReportColumn {
  readonly kind: ReportColumnKind;
  readonly description: string;
}

export interface Report {
  readonly describes: string;
  /** In the order in which the view has them. */
  readonly columns: Readonly<Record<string, ReportColumn>>;
}

const of =
  (kind: ReportColumnKind) =>
  (description: string): ReportColumn => ({ kind, description });
const [text, count, flag, instant] = [of('text'), of('count'), of('flag'), of('instant')];
const day = of('day')('Day, UTC');
const source = text('Name of the source');

export const REPORTS = {
  sources: {
    describes: 'The sources that the database knows, and how their last poll ended.',
    columns: {
      source,
      product: text('Type of the source'),
      last_success_at: instant('End of the last poll without an error'),
      last_seen_at: instant('When a collector last had the source configured'),
      last_poll_at: instant('Begin of the last poll that ended'),
      last_outcome: text('How it ended: `complete`, `partial`, `failed` or `aborted`'),
      last_error_code: text('Code of the error that ended it'),
      open_holds: count('What is held and waits for a decision'),
    },
  },
  polls_by_day: {
    describes:
      'Polls by the day, and by how they ended, until yesterday. No single poll, nor what polls read, wrote or removed: that may be one person alone.',
    columns: {
      day,
      source,
      outcome: text('How they ended; `running`: not yet'),
      error_code: text('Code of the error that ended them'),
      polls: count('Polls'),
      seconds: count('How long they took together'),
      requests: count('Requests to the source'),
      throttled: count('Answers 429 or 503 among them'),
    },
  },
  rows_by_day: {
    describes: 'How many rows each source has in each mirror, at the end of its first poll of a day.',
    columns: { day, source, dataset: text('Dataset'), row_count: count('Rows') },
  },
  devices_by_day: {
    describes:
      'Different devices by platform, version and more, once a day: what `GET /api/statistics` tells. Groups of fewer than five people are within `other`.',
    columns: {
      day,
      source: text('Name of the source; `*`: all together, each device once'),
      counted_by: text(
        '`platform`, `osVersion`, `model`, `ownership`, `compliance`, `product` (of `*` alone), `homeCountry`, `currentCountry` or `roaming`',
      ),
      name: text('The group: `ios`, `ios 26.1`, `DE`; `unknown` of devices that do not tell it'),
      devices: count('Different devices'),
    },
  },
  apps: {
    describes:
      'How many company devices have which app in which version: what `GET /api/apps` lists. None speaks about fewer than five people.',
    columns: {
      title: text('Title, or the id of an app without one'),
      version: text('Version'),
      platform: text('Platform; empty where none is told'),
      devices: count('Different company devices'),
      counted_at: instant('When it was counted'),
    },
  },
  traffic_by_day: {
    describes:
      'Web traffic by the day until yesterday, of all sources together: what `GET /api/statistics/traffic` lists. None speaks about fewer than five people.',
    columns: {
      day,
      counted_by: text('`host`, `category`, or `blocked`: hosts of which requests were blocked'),
      name: text('Host or category'),
      persons: count('Different people at least'),
      requests: count('Requests'),
      bytes: count('Bytes that clients got'),
      blocked: count('Requests that were blocked; null where these speak about fewer than five people'),
      errors: count('Requests that failed; null where these speak about fewer than five people'),
    },
  },
  holds: {
    describes: 'What is, or was, held: removals, lost values and growth beyond their bounds.',
    columns: {
      source,
      dataset: text('Dataset'),
      kind: text('`removal`, `values` or `growth`'),
      state: text('`open`, `approved`, `rejected`, `done` or `recovered`'),
      row_count: count('Rows that are gone, lost a value, or are not stored'),
      of_rows: count('Rows of the source in the dataset'),
      opened_at: instant('When it was first refused'),
      decided_at: instant('When it was decided'),
    },
  },
  retention: {
    describes: 'The last run of retention, by dataset that is kept for a number of days.',
    columns: {
      dataset: text('Dataset'),
      days: count('Days that its rows are kept'),
      removed: count('Rows that left'),
      rows_left: count('Rows that are overdue and still there'),
      oldest_left: of('day')('Day of the oldest of them, UTC'),
      ended_at: instant('End of the run'),
      complete: flag('1 where nothing that is due was left, of all datasets'),
    },
  },
  collectors: {
    describes: 'The processes that ran within 30 days.',
    columns: {
      collector: text('Its id, new with each start'),
      lens_version: text('Version of EMM Lens'),
      host_version: text('Version of the Functions host'),
      node_version: text('Version of Node.js'),
      started_at: instant('When it started'),
      last_seen_at: instant('When it was last seen'),
    },
  },
} as const satisfies Readonly<Record<string, Report>>;
