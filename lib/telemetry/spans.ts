// Recorded spans as OpenTelemetry's exporters take them.
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { SpanName, SpanRecord } from '../span.ts';
import { attributesOf } from './attributes.ts';
import { hasFailed, nameOf } from './span-words.ts';

export const SCOPE = { name: 'emm-lens' };

const KINDS: Readonly<Partial<Record<SpanName, SpanKind>>> = { request: SpanKind.SERVER, outbound: SpanKind.CLIENT };

export function readableSpan(span: SpanRecord, resource: Resource): ReadableSpan {
  const context = (spanId: string) => ({ traceId: span.trace, spanId, traceFlags: TraceFlags.SAMPLED });
  const began = span.startedAt.getTime();
  return {
    name: nameOf(span),
    kind: KINDS[span.name] ?? SpanKind.INTERNAL,
    spanContext: () => context(span.id),
    ...(span.parent !== null && { parentSpanContext: context(span.parent) }),
    startTime: timeOf(began),
    endTime: timeOf(began + span.ms),
    duration: timeOf(span.ms),
    ended: true,
    status: { code: hasFailed(span) ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: attributesOf(span.facts),
    links: [],
    events: [],
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Seconds, and nanoseconds beyond them. */
export function timeOf(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.min(999_999_999, Math.round((ms - seconds * 1000) * 1e6))];
}
