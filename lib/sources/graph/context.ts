// What an answer of Graph says to be: `@odata.context` names its collection, and the parents of what belongs to one:
// `..$metadata#deviceManagement/managedDevices('<id>')/deviceCompliancePolicyStates`. It is compared with the address.
// https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ContextURL
import { expectAbout, otherAnswer } from '../about.ts';
import { isRecord, type WireRecord, wrongShape } from '../wire.ts';

interface Segment {
  readonly name: string;
  /** Of one of a collection: `managedDevices('<id>')`. */
  readonly key: string | undefined;
}

/** Throws SourceError where an answer names another collection or parent than its address does. */
export function expectContext(address: URL, body: unknown): void {
  const context = isRecord(body) ? body['@odata.context'] : undefined;
  const fragment = typeof context === 'string' ? context.split('#')[1] : undefined;
  const told = fragment?.split('/') ?? [];
  // A type in place of a collection, `Collection(microsoft.graph.user)`; or what was selected of it, in parts.
  if (told[0] === undefined || told[0].includes('.') || told.some((part) => part.includes(')') && !part.includes('(')))
    return;
  const asked = address.pathname.split('/').slice(2).map(segment);
  const named = told.filter((part) => !part.startsWith('$')).map(segment);
  const collection = named.at(-1)?.name;
  if (!asked.some(({ name }) => name === collection)) throw otherAnswer('Graph');
  for (const { name, key } of named) {
    const at = asked.findIndex((one) => one.name === name);
    const id = at === -1 ? undefined : (asked[at]?.key ?? asked[at + 1]?.name);
    if (key !== undefined && id !== undefined) expectAbout('Graph', id, encodeURIComponent(key.toWellFormed()));
  }
}

/** Throws SourceError where a single record is none, a list for instance, or another one. Each has its id. */
export function expectRecord(id: string, record: WireRecord): void {
  if (typeof record.id !== 'string') throw wrongShape('Graph');
  expectAbout('Graph', id, record.id);
}

function segment(part: string): Segment {
  const [name = '', inner] = part.toLowerCase().split('(');
  return { name, key: inner?.startsWith("'") ? inner.slice(1, inner.indexOf("'", 1)) : undefined };
}
