// LDAP messages (RFC 4511) between bytes and records: what a client may ask, what this server answers.
import { boolean, ElementReader, element, integer, octets, sequence } from '../ber.ts';

export const RESULT = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
} as const;

export interface Control {
  oid: string;
  critical: boolean;
  value: Buffer | undefined;
}

export interface BindRequest {
  kind: 'bind';
  name: string;
  /** Undefined for SASL, which is not offered. */
  password: string | undefined;
}

export interface SearchRequest {
  kind: 'search';
  base: string;
  scope: number;
  sizeLimit: number;
  typesOnly: boolean;
  /** Tag and contents of the filter, to be read by filter.ts. */
  filter: Buffer;
  attributes: string[];
}

export type Operation =
  | BindRequest
  | SearchRequest
  | { kind: 'extended'; oid: string }
  | { kind: 'unbind' | 'abandon' }
  | { kind: 'other'; tag: number };

export interface Message {
  id: number;
  operation: Operation;
  controls: Control[];
}

function readSearch(body: Buffer): SearchRequest {
  const reader = new ElementReader(body);
  const base = reader.text();
  const scope = reader.integer();
  reader.integer();
  const sizeLimit = reader.integer();
  reader.integer();
  const typesOnly = reader.boolean();
  const { tag, value } = reader.next();
  const filter = element(tag, value);
  const list = reader.enter();
  const attributes: string[] = [];
  while (!list.atEnd) attributes.push(list.text());
  return { kind: 'search', base, scope, sizeLimit, typesOnly, filter, attributes };
}

function readBind(body: Buffer): BindRequest {
  const reader = new ElementReader(body);
  reader.integer();
  const name = reader.text();
  const { tag, value } = reader.next();
  return { kind: 'bind', name, password: tag === 0x80 ? value.toString() : undefined };
}

function readOperation(tag: number, value: Buffer): Operation {
  switch (tag) {
    case 0x60:
      return readBind(value);
    case 0x42:
      return { kind: 'unbind' };
    case 0x50:
      return { kind: 'abandon' };
    case 0x63:
      return readSearch(value);
    case 0x77:
      return { kind: 'extended', oid: new ElementReader(value).text() };
    default:
      return { kind: 'other', tag };
  }
}

function readControls(reader: ElementReader): Control[] {
  const controls: Control[] = [];
  if (reader.peek() !== 0xa0) return controls;
  const list = reader.enter();
  while (!list.atEnd) {
    const control = list.enter();
    const oid = control.text();
    const critical = control.peek() === 0x01 ? control.boolean() : false;
    controls.push({ oid, critical, value: control.atEnd ? undefined : control.next().value });
  }
  return controls;
}

/** Reads one whole message. Throws RangeError when it is not LDAP. */
export function readMessage(bytes: Buffer): Message {
  const reader = new ElementReader(bytes).enter();
  const id = reader.integer();
  const { tag, value } = reader.next();
  return { id, operation: readOperation(tag, value), controls: readControls(reader) };
}

/** Protocol operation tags of the answers. */
export const RESPONSE = { bind: 0x61, searchDone: 0x65, extended: 0x78 } as const;

export interface Result {
  code: number;
  message?: string;
  matchedDn?: string;
  referral?: string;
  controls?: Buffer[];
  /** responseName of an extended response. */
  oid?: string;
}

export function resultMessage(id: number, tag: number, result: Result): Buffer {
  const { code, message = '', matchedDn = '', referral, controls = [], oid } = result;
  const operation = element(
    tag,
    integer(code, 0x0a),
    octets(matchedDn),
    octets(message),
    ...(referral === undefined ? [] : [element(0xa3, octets(referral))]),
    ...(oid === undefined ? [] : [octets(oid, 0x8a)]),
  );
  return sequence(integer(id), operation, ...(controls.length === 0 ? [] : [element(0xa0, ...controls)]));
}

export type Value = string | Buffer;

export interface Attribute {
  name: string;
  values: readonly Value[];
}

export const referenceMessage = (id: number, url: string): Buffer => sequence(integer(id), element(0x73, octets(url)));

export const PAGED_RESULTS = '1.2.840.113556.1.4.319';

export function pagedResultsControl(estimate: number, cookie: Buffer): Buffer {
  const value = sequence(integer(estimate), octets(cookie));
  return sequence(octets(PAGED_RESULTS), boolean(false), octets(value));
}

/** A paging control that ends within its cookie: what reads it leniently takes it for the empty one, the end of the list. */
export function brokenPagingControl(): Buffer {
  const value = Buffer.concat([integer(0), Buffer.from([0x04, 0x10, 0xaa])]);
  return sequence(octets(PAGED_RESULTS), boolean(false), octets(sequence(value)));
}

/** An unsolicited notification (RFC 4511 4.4); the one before the server closes a connection unless another is named. */
export const notification = (oid = '1.3.6.1.4.1.1466.20036'): Buffer =>
  resultMessage(0, RESPONSE.extended, { code: RESULT.unavailable, message: 'The server is shutting down', oid });
