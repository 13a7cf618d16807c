// Distinguished names of the simulated domain (RFC 4514): how they are made, and how two of them are compared.

import type { Group } from '../estate/groups.ts';
import { COMPANY } from '../estate/names.ts';
import type { Person } from '../estate/person.ts';

export const BASE_DN = COMPANY.dnsDomain
  .split('.')
  .map((label) => `DC=${label}`)
  .join(',');
export const CONFIGURATION_DN = `CN=Configuration,${BASE_DN}`;
export const DELETED_OBJECTS_DN = `CN=Deleted Objects,${BASE_DN}`;
export const PEOPLE_DN = `OU=People,${BASE_DN}`;
export const GROUPS_DN = `OU=Groups,${BASE_DN}`;

/** Escapes an RDN value as Active Directory writes it (RFC 4514 2.4). */
function escapeValue(value: string): string {
  return value
    .replace(/["+,;<=>\\]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
    .replaceAll('\n', '\\0A')
    .replaceAll('\r', '\\0D');
}

export const departmentDn = (department: string): string => `OU=${escapeValue(department)},${PEOPLE_DN}`;

/** Unique in its container: the number tells namesakes apart. Names end without a blank, as the directory trims them. */
export const commonName = (person: Person): string => `${person.displayName.trim()} (${person.number})`;
export const distinguishedName = (person: Person): string =>
  `CN=${escapeValue(commonName(person))},${departmentDn(person.department)}`;
export const groupDn = (group: Group): string => `CN=${escapeValue(group.name)},${GROUPS_DN}`;

/** The name under Deleted Objects: the RDN, a line feed, and the objectGUID (MS-ADTS 3.1.1.5.5.1.1). */
export const deletedDn = (person: Person): string =>
  `CN=${escapeValue(commonName(person))}\\0ADEL:${person.objectGuid},${DELETED_OBJECTS_DN}`;

function unescapeValue(value: string): string {
  const bytes: Buffer[] = [];
  for (const part of value.match(/\\[0-9a-f]{2}|\\.|[^\\]+/gis) ?? []) {
    if (/^\\[0-9a-f]{2}$/i.test(part)) bytes.push(Buffer.from(part.slice(1), 'hex'));
    else bytes.push(Buffer.from(part.startsWith('\\') ? part.slice(1) : part));
  }
  return Buffer.concat(bytes).toString();
}

/** One spelling for all spellings of a name: case, escapes and blanks around the separators do not count. */
export function normalizeDn(name: string): string {
  const parts = name.match(/(?:\\.|[^,\\])+/gs) ?? [];
  return parts
    .map((part) => {
      const [type = '', ...value] = part.trimStart().split('=');
      return `${type.trim().toLowerCase()}=${escapeValue(unescapeValue(value.join('=').trimStart()).toLowerCase())}`;
    })
    .join(',');
}

/** The name without its first component; '' for a name of one. */
export function parentOf(normalized: string): string {
  const first = /^(?:\\.|[^,\\])+/s.exec(normalized)?.[0] ?? '';
  return normalized.slice(first.length + 1);
}
