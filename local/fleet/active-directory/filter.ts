// Search filters (RFC 4511 4.5.1.7) with Active Directory's matching: case does not count in text, numbers compare as
// numbers, an absent attribute is "no" and an unknown one "undefined", bit masks by extensible match.
import { ElementReader } from '../ber.ts';
import type { Entry } from './entry.ts';
import type { Value } from './message.ts';
import { normalizeDn } from './names.ts';
import { isKnownAttribute, syntaxOf } from './schema.ts';

/** Undefined where RFC 4511 says Undefined. */
export type Predicate = (entry: Entry) => boolean | undefined;

const BIT_AND = '1.2.840.113556.1.4.803';
const BIT_OR = '1.2.840.113556.1.4.804';

const integerOf = (text: string): bigint | undefined => (/^-?\d+$/.test(text.trim()) ? BigInt(text.trim()) : undefined);

function guidFromText(text: string): Buffer | undefined {
  const plain = text.replace(/[{}-]/g, '');
  if (!/^[0-9a-f]{32}$/i.test(plain) || !text.includes('-')) return undefined;
  const bytes = Buffer.from(plain, 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** `objectCategory` may be asked for by its short name. */
function dnEquals(value: string, asserted: string): boolean {
  if (!asserted.includes('=')) return value.toLowerCase().startsWith(`cn=${asserted.toLowerCase()},`);
  return normalizeDn(value) === normalizeDn(asserted);
}

function equals(syntax: string, value: Value, asserted: Buffer): boolean {
  const text = asserted.toString();
  if (Buffer.isBuffer(value)) return value.equals(asserted) || (guidFromText(text)?.equals(value) ?? false);
  if (syntax === 'integer') return integerOf(text) !== undefined && integerOf(value) === integerOf(text);
  if (syntax === 'dn') return dnEquals(value, text);
  return value.toLowerCase() === text.toLowerCase();
}

function compare(syntax: string, value: Value, asserted: Buffer): number | undefined {
  if (Buffer.isBuffer(value)) return value.compare(asserted);
  const text = asserted.toString();
  if (syntax !== 'integer')
    return value.toLowerCase() < text.toLowerCase() ? -1 : Number(value.toLowerCase() > text.toLowerCase());
  const a = integerOf(value);
  const b = integerOf(text);
  if (a === undefined || b === undefined) return undefined;
  return a < b ? -1 : Number(a > b);
}

/** A predicate over the values of one attribute; undefined for an attribute that the schema does not have. */
function overValues(name: string, test: (value: Value, syntax: string) => boolean): Predicate {
  if (!isKnownAttribute(name)) return () => undefined;
  const syntax = syntaxOf(name);
  return (entry) => entry.values(name).some((value) => test(value, syntax));
}

function substring(reader: ElementReader): Predicate {
  const name = reader.text();
  const pieces = reader.enter();
  const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  let pattern = '';
  while (!pieces.atEnd) {
    const { tag, value } = pieces.next();
    const text = literally(value.toString());
    if (tag === 0x80) pattern = `^${text}`;
    else pattern += tag === 0x81 ? `.*${text}` : `.*${text}$`;
  }
  const expression = new RegExp(pattern, 'isu');
  return overValues(name, (value) => typeof value === 'string' && expression.test(value));
}

function extensible(reader: ElementReader): Predicate {
  let rule = '';
  let name = '';
  let asserted = Buffer.alloc(0);
  while (!reader.atEnd) {
    const { tag, value } = reader.next();
    if (tag === 0x81) rule = value.toString();
    else if (tag === 0x82) name = value.toString();
    else if (tag === 0x83) asserted = Buffer.from(value);
  }
  const mask = integerOf(asserted.toString());
  if (mask === undefined || (rule !== BIT_AND && rule !== BIT_OR)) return () => undefined;
  return overValues(name, (value) => {
    const number = typeof value === 'string' ? integerOf(value) : undefined;
    if (number === undefined) return false;
    return rule === BIT_AND ? (number & mask) === mask : (number & mask) !== 0n;
  });
}

function conjunction(terms: Predicate[]): Predicate {
  return (entry) => {
    let result: boolean | undefined = true;
    for (const term of terms) {
      const value = term(entry);
      if (value === false) return false;
      if (value === undefined) result = undefined;
    }
    return result;
  };
}

function disjunction(terms: Predicate[]): Predicate {
  return (entry) => {
    let result: boolean | undefined = false;
    for (const term of terms) {
      const value = term(entry);
      if (value === true) return true;
      if (value === undefined) result = undefined;
    }
    return result;
  };
}

function readAll(reader: ElementReader): Predicate[] {
  const terms: Predicate[] = [];
  while (!reader.atEnd) terms.push(readFilter(reader));
  return terms;
}

function negation(term: Predicate): Predicate {
  return (entry) => {
    const value = term(entry);
    return value === undefined ? undefined : !value;
  };
}

/** Reads one filter; throws RangeError for a kind that LDAP does not have. */
export function readFilter(outer: ElementReader): Predicate {
  const { tag, value } = outer.next();
  const reader = new ElementReader(value);
  switch (tag) {
    case 0xa0:
      return conjunction(readAll(reader));
    case 0xa1:
      return disjunction(readAll(reader));
    case 0xa2:
      return negation(readFilter(reader));
    case 0xa4:
      return substring(reader);
    case 0x87:
      return overValues(value.toString(), () => true);
    case 0xa9:
      return extensible(reader);
    case 0xa3:
    case 0xa5:
    case 0xa6:
    case 0xa8: {
      const name = reader.text();
      const asserted = reader.next().value;
      if (tag === 0xa5) return overValues(name, (actual, syntax) => (compare(syntax, actual, asserted) ?? -1) >= 0);
      if (tag === 0xa6) return overValues(name, (actual, syntax) => (compare(syntax, actual, asserted) ?? 1) <= 0);
      return overValues(name, (actual, syntax) => equals(syntax, actual, asserted));
    }
    default:
      throw new RangeError('unknown kind of filter');
  }
}
