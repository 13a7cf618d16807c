// The parameters of both kinds of directory, and how an entry becomes a row by them. The attribute list of every search
// derives from here: not declared, or not collected, means not requested.
import type { CollectedEntity } from '../collection.ts';
import { type MappedRow, mapValue } from '../map.ts';
import type { Entity, Parameter } from '../parameters.ts';
import { BINARY } from './attribute.ts';
import type { Entry } from './entry.ts';
import { accountParameters } from './parameters-account.ts';
import { openldapParameters } from './parameters-openldap.ts';
import { personParameters } from './parameters-person.ts';
import { serverParameters } from './parameters-server.ts';
import { serviceParameters } from './parameters-services.ts';

export { leftOut } from './left-out.ts';

export const user: Entity = {
  name: 'user',
  dataset: 'directory_user',
  path: '(&(objectCategory=person)(objectClass=user))',
  parameters: [...accountParameters, ...personParameters, ...serviceParameters],
};

export const inetOrgPerson: Entity = {
  name: 'inetOrgPerson',
  dataset: 'directory_user',
  path: '(objectClass=inetOrgPerson)',
  parameters: openldapParameters,
};

export const server: Entity = {
  name: 'rootDSE',
  dataset: 'infrastructure',
  path: 'root entry, and invocationId of the object that dsServiceName names',
  parameters: serverParameters,
};

/** Attributes with phone numbers besides the one that is masked; `attributes` would hold them as they are. */
const FURTHER_PHONE_NUMBERS = [
  ['otherMobile', 'otherTelephone', 'ipPhone', 'otherIpPhone', 'pager', 'otherPager', 'homePhone', 'otherHomePhone'],
  ['facsimileTelephoneNumber', 'otherFacsimileTelephoneNumber'],
  ['msNPCallingStationID', 'msRADIUSCallbackNumber', 'msRASSavedCallbackNumber'],
].flat();

/** Wire names that the switch leaves out, whatever profile and `include` say: only `full` reads all of them. */
export function phoneNumbersLeftOut(phoneNumbers: 'off' | 'masked' | 'full'): readonly string[] {
  if (phoneNumbers === 'full') return [];
  return phoneNumbers === 'masked' ? FURTHER_PHONE_NUMBERS : ['mobile', 'telephoneNumber', ...FURTHER_PHONE_NUMBERS];
}

/** The attribute list of a request for these parameters. */
export function attributesOf(entity: CollectedEntity): string[] {
  return [...new Set(entity.parameters.map((p) => p.wire))];
}

/** The row of an entry, by the collected parameters alone. */
export function rowOf(entity: CollectedEntity, entry: Entry): MappedRow {
  const row: MappedRow = { attributes: {} };
  // One attribute may feed a field with its first value and `attributes` with its list: each parameter maps by itself.
  for (const parameter of entity.parameters) mapValue(row, parameter, rawValue(parameter, entry));
  return row;
}

function rawValue(parameter: Parameter, entry: Entry): unknown {
  const bytes = entry.bytes(parameter.wire);
  if (bytes.length === 0) return undefined;
  const values = BINARY.has(parameter.wire.toLowerCase()) ? bytes : bytes.map((value) => value.toString('utf8'));
  return parameter.type === 'strings' ? values : values[0];
}
