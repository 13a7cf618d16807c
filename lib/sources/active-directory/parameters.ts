// The parameters of both kinds of directory, and how an entry becomes a row by them. The attribute list of every search
// derives from here: not declared, or not collected, means not requested.
import { isUtf8 } from 'node:buffer';
import type { CollectedEntity } from '../collection.ts';
import type { Declaration } from '../contract.ts';
import { entity } from '../declare.ts';
import { type MappedRow, mapValue } from '../map.ts';
import type { Parameter } from '../parameters.ts';
import type { DirectoryConfig } from './config.ts';
import type { Entry } from './entry.ts';
import { facts } from './facts.ts';
import { leftOut } from './left-out.ts';
import { accountParameters } from './parameters-account.ts';
import { openldapParameters } from './parameters-openldap.ts';
import { personParameters } from './parameters-person.ts';
import { serverParameters } from './parameters-server.ts';
import { serviceParameters } from './parameters-services.ts';
import { readsOctets } from './transforms.ts';

export const user = entity({
  name: 'user',
  dataset: 'directory_user',
  path: '(&(objectCategory=person)(objectClass=user))',
  parameters: [...accountParameters, ...personParameters, ...serviceParameters],
});

export const inetOrgPerson = entity({
  name: 'inetOrgPerson',
  dataset: 'directory_user',
  path: '(objectClass=inetOrgPerson)',
  parameters: openldapParameters,
});

export const server = entity({
  name: 'rootDSE',
  dataset: 'infrastructure',
  path: 'root entry, and invocationId of the object that dsServiceName names',
  parameters: serverParameters,
});

/** What each flavour reads; both, where the root entry decides. */
const ENTITIES = {
  auto: [user, inetOrgPerson, server],
  'active-directory': [user, server],
  openldap: [inetOrgPerson, server],
} as const;

export const declaration: Declaration<DirectoryConfig> = {
  facts,
  entities: ENTITIES.auto,
  entitiesFor: ({ flavour }) => ENTITIES[flavour],
  leftOut,
};

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
  // What is no text stays bytes, which no parameter of text reads: null, and counted.
  const asText = (value: Buffer) => (isUtf8(value) ? value.toString('utf8') : value);
  const values = readsOctets(parameter.transform) ? bytes : bytes.map(asText);
  return parameter.type === 'strings' ? values : values[0];
}
