// Attributes of an inetOrgPerson (RFC 2798) and its operational ones (RFC 4512, RFC 4530, ppolicy).
// What AD has as one value may be several here: a field takes the first.
import { attribute, field, type Line } from '../declare.ts';
import { ofText } from '../transforms.ts';
import { dn, dnKey, dns, generalizedTime, time } from './transforms.ts';

// ppolicy: 000001010000Z means locked for good; any other time may have run out, which only the server can tell.
const isLocked = ofText((value) =>
  value === '000001010000Z' ? true : generalizedTime(value) === undefined ? undefined : true,
);

export const openldapParameters: readonly Line[] = [
  field('entryUUID', 'string', 'external_id', { description: 'Survives renames' }),
  field('uid', 'string', 'account_name'),
  field('displayName', 'string', 'display_name'),
  field('cn', 'string', 'display_name', { description: 'Where displayName is empty' }),
  field('givenName', 'string', 'given_name'),
  field('sn', 'string', 'surname'),
  field('mail', 'string', 'mail'),
  field('mobile', 'string', 'phone_number'),
  field('telephoneNumber', 'string', 'phone_number', { description: 'Where mobile is empty' }),
  field('departmentNumber', 'string', 'department'),
  field('ou', 'string', 'department', { description: 'Where departmentNumber is empty' }),
  field('o', 'string', 'company'),
  field('title', 'string', 'job_title'),
  field('roomNumber', 'string', 'office'),
  field('entryDN', 'string', 'distinguished_name'),
  field('entryDN', 'string', 'dn_key', { transform: dnKey }),
  field('createTimestamp', 'instant', 'created_at', { transform: time }),
  field('pwdChangedTime', 'instant', 'password_changed_at', { transform: time }),
  field('pwdAccountLockedTime', 'string', 'locked', { transform: isLocked }),
  field('authTimestamp', 'instant', 'last_logon_at', { transform: time }),

  field('manager', 'string', 'manager', { profile: 'extended', transform: dn }),
  field('manager', 'string', 'manager_key', { profile: 'extended', transform: dnKey }),
  attribute('memberOf', 'strings', 'organisation', {
    transform: dns,
    description: 'Names of the groups; needs the memberof overlay',
  }),
  attribute('secretary', 'strings', 'organisation', { transform: dns }),
  attribute('employeeNumber', 'string', 'identifier', { found: 'identifier' }),
  attribute('employeeType', 'string', 'organisation', { tracked: true }),
  attribute('businessCategory', 'strings', 'organisation'),
  attribute('preferredLanguage', 'string', 'organisation'),
  attribute('labeledURI', 'strings', 'contact', { phone: false }),
  attribute('structuralObjectClass', 'string', 'technical'),
  attribute('modifyTimestamp', 'instant', 'technical', { transform: time }),
  attribute('pager', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('homePhone', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('carLicense', 'strings', 'identifier', { profile: 'sensitive' }),
];
