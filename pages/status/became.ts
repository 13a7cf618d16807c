// What became of what was rejected, by its reason: a reason that is added has its line here, or nothing compiles. Pure.
import type { RejectReason } from '../../lib/ingest/record.ts';
import { own } from '../parts/own.ts';

/** As it was; its row is missing; the value alone is; stored with a time that was moved; never wanted, or held. */
export type Became = 'unanswered' | 'aside' | 'unreadable' | 'doubted' | 'left-out';

const BECAME: Readonly<Record<RejectReason, Became>> = {
  'not string': 'unreadable',
  'not text': 'unreadable',
  'not strings': 'unreadable',
  'not integer': 'unreadable',
  'not number': 'unreadable',
  'not decimal': 'unreadable',
  'not boolean': 'unreadable',
  'not instant': 'unreadable',
  'not day': 'unreadable',
  'not json': 'unreadable',
  'not bytes': 'unreadable',
  'not duration': 'unreadable',
  'not phone': 'unreadable',
  'not msisdn': 'unreadable',
  'not host': 'unreadable',
  'not count': 'unreadable',
  'not user': 'unreadable',
  'no list': 'unreadable',
  'not in values': 'unreadable',
  'day or month: no culture': 'unreadable',
  'field-count': 'unreadable',
  'name concealed': 'unreadable',
  'repeated-hour': 'doubted',
  'missing-hour': 'doubted',
  ahead: 'doubted',
  'no text, or too long': 'unreadable',
  'no integer, or too long': 'unreadable',
  'no bigint, or too long': 'unreadable',
  'no decimal, or too long': 'unreadable',
  'no boolean, or too long': 'unreadable',
  'no instant, or too long': 'unreadable',
  'no json, or too long': 'unreadable',
  'no binary, or too long': 'unreadable',
  'not answered': 'unanswered',
  'device of the company': 'left-out',
  'device personally owned': 'left-out',
  'ownership of the device unknown': 'left-out',
  'device unknown': 'left-out',
  'key unreadable': 'aside',
  missing: 'aside',
  'nested too deep': 'unreadable',
  'too long': 'unreadable',
  'not stored': 'left-out',
  'not collected': 'left-out',
  'dated after its receipt': 'left-out',
  'older than its retention': 'left-out',
  'more rows than a day may bring': 'left-out',
};

/** A reason of a newer collector is one of a value. */
export function becameOf(reason: string): Became {
  const known: Readonly<Record<string, Became>> = BECAME;
  return own(known, reason) ?? 'unreadable';
}
