// Answers to a search as a broken server, or something between, sends them: whole messages that should not be there, or
// that lie about their length.
import { element, integer, octets, sequence } from '../ber.ts';
import type { LdapFaultName } from './faults.ts';
import {
  brokenPagingControl,
  notification,
  RESPONSE,
  RESULT,
  type Result,
  resultMessage,
  type SearchRequest,
} from './message.ts';

/** Half of the messages, and what is left. */
export function half(messages: Iterable<Buffer>): { before: Buffer[]; rest: Buffer[] } {
  const all = [...messages];
  const middle = Math.floor(all.length / 2);
  return { before: all.slice(0, middle), rest: all.slice(middle) };
}

/** The request as a server reads it that does not know ranges. */
const withoutRanges = (request: SearchRequest): SearchRequest => ({
  ...request,
  attributes: request.attributes.map((name) => name.replace(/;range=.*/, '')),
});

/** The request that a fault answers in place of the true one. */
export function wrongRequest(fault: LdapFaultName | undefined, request: SearchRequest): SearchRequest {
  if (fault === 'repeated-range') return withoutRanges(request);
  if (fault !== 'hidden-attribute') return request;
  return { ...request, attributes: request.attributes.filter((name) => name !== 'department') };
}

export function wrongMessages(fault: LdapFaultName, id: number, messages: Iterable<Buffer>): Iterable<Buffer> {
  const { before, rest } = half(messages);
  switch (fault) {
    case 'short-page':
      return before;
    case 'unknown-notice':
      return [notification('1.3.6.1.4.1.99999.1'), ...before, ...rest];
    case 'garbage':
      // An intermediate response (RFC 4511 4.13) to no request.
      return [sequence(integer(0), element(0x79, octets('?'))), ...before, ...rest];
    case 'foreign-answer':
      return [...before, resultMessage(id + 1, RESPONSE.searchDone, { code: RESULT.success }), ...rest];
    case 'broken-entry':
      return [...before, brokenEntry(id), ...rest];
    case 'countless-values':
      return [...before, countlessValues(id), countlessValues(id), ...rest];
    default:
      return [...before, ...rest];
  }
}

export function wrongControls(fault: LdapFaultName, result: Result): Result {
  if (fault === 'no-paging-control') return { ...result, controls: [] };
  return fault === 'broken-cookie' ? { ...result, controls: [brokenPagingControl()] } : result;
}

/** An entry as large as its reader takes it, of values of no bytes. */
function countlessValues(id: number): Buffer {
  const attributes = sequence(sequence(octets('mail'), element(0x31, Buffer.alloc(15_600_000, octets('')))));
  return sequence(integer(id), element(0x64, octets('CN=Nobody'), attributes));
}

/** A set of values that says it has 4,096 bytes and has three. */
function brokenEntry(id: number): Buffer {
  const set = Buffer.concat([Buffer.from([0x31, 0x82, 0x10, 0x00]), octets('x')]);
  const attributes = sequence(sequence(octets('mail'), set));
  return sequence(integer(id), element(0x64, octets('CN=Nobody'), attributes));
}
