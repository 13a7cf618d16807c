// What a span is called, and whether it failed, wherever it is sent.
import type { SpanRecord } from '../span.ts';
import { sayable } from './attributes.ts';

/** `GET devices/{id}`, `POST graph.microsoft.com`, `pass device`. */
export function nameOf({ name, facts }: SpanRecord): string {
  const what = name === 'request' ? facts.route : name === 'outbound' ? facts.host : (facts.dataset ?? facts.source);
  return [facts.method ?? name, ...(what === undefined ? [] : [what])].map(sayable).join(' ');
}

/** A server is at fault from 500 on, whoever was asked from 400 on. */
export const hasFailed = ({ name, facts: { code, status = 0 } }: SpanRecord): boolean =>
  code !== undefined || status >= (name === 'outbound' ? 400 : 500);
