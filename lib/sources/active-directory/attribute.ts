// How the tables declare an attribute: one function per LDAP syntax, each with the decoder that belongs to it.
import type { PersonalDataClass } from '../../catalog/index.ts';
import type { Parameter, Profile, WireType } from '../parameters.ts';
import { filetime, generalizedTime, guidText, nameOf, sidText } from './decode.ts';

type Options = Partial<Pick<Parameter, 'field' | 'unit' | 'description' | 'tracked' | 'transform'>>;

type Declare = (wire: string, personalDataClass: PersonalDataClass, profile: Profile, options?: Options) => Parameter;

const of =
  (type: WireType, transform?: Parameter['transform']): Declare =>
  (wire, personalDataClass, profile, options = {}) => ({
    wire,
    type,
    class: personalDataClass,
    profile,
    ...(transform ? { transform } : {}),
    ...options,
  });

/** A decoder of text as a transform; the empty string is no value. */
export const fromText =
  (decode: (text: string) => unknown) =>
  (raw: unknown): unknown =>
    raw === '' ? null : typeof raw === 'string' ? decode(raw) : undefined;

const fromBytes =
  (decode: (bytes: Uint8Array) => unknown) =>
  (raw: unknown): unknown =>
    raw instanceof Uint8Array ? decode(raw) : undefined;

const each =
  (decode: (raw: unknown) => unknown) =>
  (raw: unknown): unknown => {
    if (!Array.isArray(raw)) return undefined;
    const values = raw.map(decode);
    return values.length === 0 ? null : values.every((v) => typeof v === 'string') ? values : undefined;
  };

export const text = of('string');
export const texts = of('strings');
export const integer = of('integer');
export const boolean = of('boolean');
/** GeneralizedTime: `20261123144928.0Z`. */
export const time = of('instant', fromText(generalizedTime));
/** FILETIME: 100 ns since 1601; 0 and 2^63 - 1 are never. */
export const ticks = of('instant', fromText(filetime));
/** A DN, kept as the name in its first RDN. */
export const dn = of('string', fromText(nameOf));
export const dns = of('strings', each(fromText(nameOf)));
/** Octet strings that come as bytes: see BINARY. */
export const guid = of('string', fromBytes(guidText));
export const sid = of('string', fromBytes(sidText));
export const sids = of('strings', each(fromBytes(sidText)));

/** Attributes that are handed to their decoder as bytes, in lower case. */
export const BINARY: ReadonlySet<string> = new Set([
  'objectguid',
  'objectsid',
  'sidhistory',
  'securityidentifier',
  'msexchmailboxguid',
  'invocationid',
]);
