// Which fields of what happened are shown, by the route that lists it.
import type { EventField } from './texts/event-fields.ts';
import type { EventKind } from './texts/events.ts';

const COUNTS = ['requests', 'blocked', 'errors', 'bytes'] as const;
const NUMBER = ['numberKind', 'numberCountry', 'number'] as const;

export type OneKind = Exclude<EventKind, 'timeline'>;

export const EVENT_FIELDS: Readonly<Record<OneKind, readonly EventField[]>> = {
  changes: ['dataset', 'kind', 'parameter', 'oldValue', 'newValue'],
  violations: ['compliance', 'complianceBefore', 'complianceState', 'reasons'],
  'rule-hits': ['rule', 'severity', 'dataset', 'matched', 'counts', 'deviceId'],
  roaming: ['country', 'operator', 'beganAt', 'endedAt'],
  'data-usage': ['day', 'homeBytes', 'roamingBytes'],
  activities: ['activity', 'class', 'requests', 'itemsIn', 'itemsOut', 'errors', 'lastStatus', 'deviceId'],
  'app-access': ['app', 'kind', 'result', 'code', 'meaning', 'requests', 'client', 'deviceId'],
  calls: ['direction', 'durationSeconds', ...NUMBER, 'deviceId'],
  messages: ['direction', 'kind', 'recipients', ...NUMBER, 'content', 'deviceId'],
  'mail-requests': ['activity', 'classes', 'itemsIn', 'itemsOut', 'status', 'durationMs', 'deviceId'],
  traffic: ['host', ...COUNTS],
  'traffic-categories': ['category', ...COUNTS],
  'traffic-requests': ['host', 'method', 'status', 'action', 'bytes', 'durationMs'],
};

/** What the rows of a route are of. */
export const DATASETS: Readonly<Record<OneKind, string>> = {
  changes: 'change',
  violations: 'violation',
  'rule-hits': 'rule_hit',
  roaming: 'roaming',
  'data-usage': 'data_usage',
  activities: 'pim_activity',
  'app-access': 'app_access',
  calls: 'call',
  messages: 'message',
  'mail-requests': 'pim_request',
  traffic: 'http_traffic',
  'traffic-categories': 'http_category',
  'traffic-requests': 'http_request',
};
/** Told by no source: made of what sources tell. */
const MADE: readonly EventKind[] = ['timeline', 'changes', 'violations', 'rule-hits', 'roaming'];

const oneKinds = Object.keys(EVENT_FIELDS).filter((name): name is OneKind => Object.hasOwn(EVENT_FIELDS, name));
export const kindOf = (dataset: string): OneKind | undefined => oneKinds.find((kind) => DATASETS[kind] === dataset);

/** False where no source collects it; `collected` is null while that is not known. */
export const isCollected = (kind: EventKind, collected: ReadonlySet<string> | null): boolean =>
  collected === null || kind === 'timeline' || MADE.includes(kind) || collected.has(DATASETS[kind]);
