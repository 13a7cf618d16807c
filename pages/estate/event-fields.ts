// Which fields of what happened are shown, by the route that lists it.
import type { EventField } from './texts/event-fields.ts';
import type { EventKind } from './texts/events.ts';

const COUNTS = ['requests', 'blocked', 'errors', 'bytes'] as const;
const NUMBER = ['numberKind', 'numberCountry', 'number'] as const;

export const EVENT_FIELDS: Readonly<Record<EventKind, readonly EventField[]>> = {
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
