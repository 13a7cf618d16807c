// The columns of W3C logs that are read, by what they tell.

/** What one of these logs says in a column, and the names that columns have for it; all others stay unread. */
export const COLUMNS = {
  date: ['date'],
  time: ['time'],
  stamp: ['localtime', 'gmttime'],
  epoch: ['timestamp', 'x-timestamp-unix', 'x-timestamp-unix-utc'],
  taken: ['time-taken'],
  client: ['c-ip'],
  forwarded: ['x-forwarded-for', 'cs(x-forwarded-for)'],
  user: ['cs-username', 'cs-user'],
  method: ['cs-method', 's-operation'],
  stem: ['cs-uri-stem'],
  query: ['cs-uri-query'],
  url: ['cs-uri', 'c-uri'],
  host: ['cs-host', 'r-host'],
  port: ['cs-uri-port', 'r-port'],
  status: ['sc-status'],
  action: ['s-action'],
  filter: ['sc-filter-result'],
  categories: ['cs-categories'],
  mime: ['rs(content-type)', 'cs-mime-type'],
  agent: ['cs(user-agent)', 'c-agent'],
  sent: ['sc-bytes'],
  received: ['cs-bytes'],
} as const;

export type ColumnName = keyof typeof COLUMNS;
export interface Columns {
  /** As the log has it: what is kept with the offset, and in the settings of pushed lines. */
  readonly text: string;
  readonly names: readonly (ColumnName | null)[];
  readonly separator: ' ' | '\t';
}
