// Attributes of an AD user that speak of the person: names, reachability, place in the organisation.
// Further phone numbers are `sensitive`, and need `phoneNumbers: full` besides: as attributes they would stand unmasked.
import { attribute, field, type Line } from '../declare.ts';
import { dn, dnKey, dns } from './transforms.ts';

const names: readonly Line[] = [
  field('displayName', 'string', 'display_name'),
  field('cn', 'string', 'display_name', { description: 'Where displayName is empty' }),
  field('givenName', 'string', 'given_name'),
  field('sn', 'string', 'surname'),
  attribute('cn', 'string', 'identifier'),
  attribute('name', 'string', 'identifier'),
  attribute('initials', 'string', 'identifier'),
  attribute('middleName', 'string', 'identifier'),
  attribute('generationQualifier', 'string', 'identifier'),
  attribute('personalTitle', 'string', 'identifier'),
  attribute('msDS-PhoneticDisplayName', 'string', 'identifier'),
  attribute('msDS-PhoneticFirstName', 'string', 'identifier'),
  attribute('msDS-PhoneticLastName', 'string', 'identifier'),
  attribute('uid', 'strings', 'identifier'),
];

const organisation: readonly Line[] = [
  field('department', 'string', 'department'),
  field('company', 'string', 'company'),
  field('title', 'string', 'job_title'),
  field('physicalDeliveryOfficeName', 'string', 'office'),
  field('c', 'string', 'country', { description: 'ISO 3166 code' }),
  field('manager', 'string', 'manager', { profile: 'extended', transform: dn }),
  field('manager', 'string', 'manager_key', { profile: 'extended', transform: dnKey }),
  attribute('co', 'string', 'organisation'),
  attribute('countryCode', 'integer', 'organisation'),
  attribute('division', 'string', 'organisation'),
  attribute('departmentNumber', 'strings', 'organisation'),
  attribute('employeeID', 'string', 'identifier', { found: 'identifier' }),
  attribute('employeeNumber', 'string', 'identifier', { found: 'identifier' }),
  attribute('employeeType', 'string', 'organisation', { tracked: true }),
  attribute('businessCategory', 'strings', 'organisation'),
  attribute('ou', 'strings', 'organisation'),
  attribute('o', 'strings', 'organisation'),
  attribute('preferredOU', 'string', 'organisation', { transform: dn }),
  attribute('roomNumber', 'strings', 'organisation'),
  attribute('msDS-HABSeniorityIndex', 'integer', 'organisation'),
  attribute('msDS-PhoneticCompanyName', 'string', 'organisation'),
  attribute('msDS-PhoneticDepartment', 'string', 'organisation'),
  attribute('preferredLanguage', 'string', 'organisation'),
  attribute('assistant', 'string', 'organisation', { transform: dn }),
  attribute('secretary', 'strings', 'organisation', { transform: dns }),
  attribute('msExchAssistantName', 'string', 'organisation'),
];

const reachability: readonly Line[] = [
  field('mail', 'string', 'mail'),
  field('mobile', 'string', 'phone_number'),
  field('telephoneNumber', 'string', 'phone_number', { description: 'Where mobile is empty' }),
  attribute('proxyAddresses', 'strings', 'contact', {
    description: 'SMTP: in capitals is the primary address',
    found: 'address',
    phone: false,
  }),
  attribute('otherMailbox', 'strings', 'contact', { phone: false, found: 'address' }),
  attribute('streetAddress', 'string', 'contact', { phone: false }),
  attribute('street', 'string', 'contact', { phone: false }),
  attribute('l', 'string', 'contact', { phone: false }),
  attribute('st', 'string', 'contact', { phone: false }),
  attribute('postalCode', 'string', 'contact', { phone: false }),
  attribute('postOfficeBox', 'strings', 'contact', { phone: false }),
  attribute('postalAddress', 'strings', 'contact', { phone: false }),
  attribute('wWWHomePage', 'string', 'contact', { phone: false }),
  attribute('url', 'strings', 'contact', { phone: false }),
  attribute('labeledURI', 'strings', 'contact', { phone: false }),
  attribute('msExchLabeledURI', 'strings', 'contact', { phone: false }),
  attribute('otherMobile', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('otherTelephone', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('ipPhone', 'string', 'contact', { profile: 'sensitive', phone: true }),
  attribute('otherIpPhone', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('pager', 'string', 'contact', { profile: 'sensitive', phone: true }),
  attribute('otherPager', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('facsimileTelephoneNumber', 'string', 'contact', { profile: 'sensitive', phone: true }),
  attribute('otherFacsimileTelephoneNumber', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('homePhone', 'string', 'contact', { profile: 'sensitive', phone: true }),
  attribute('otherHomePhone', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('homePostalAddress', 'string', 'contact', { profile: 'sensitive', phone: false }),
];

// Free text that people type, and what is private by nature.
const personal: readonly Line[] = [
  attribute('description', 'strings', 'content', { profile: 'sensitive' }),
  attribute('info', 'string', 'content', { profile: 'sensitive' }),
  attribute('comment', 'string', 'content', { profile: 'sensitive' }),
  attribute('carLicense', 'strings', 'identifier', { profile: 'sensitive' }),
  attribute('serialNumber', 'strings', 'identifier', { profile: 'sensitive' }),
  attribute('msDS-GeoCoordinatesAltitude', 'string', 'location', {
    profile: 'sensitive',
    unit: 'mm',
    description: '64-bit integer, as text',
  }),
  attribute('msDS-GeoCoordinatesLatitude', 'string', 'location', {
    profile: 'sensitive',
    description: '64-bit integer, as text',
  }),
  attribute('msDS-GeoCoordinatesLongitude', 'string', 'location', {
    profile: 'sensitive',
    description: '64-bit integer, as text',
  }),
];

export const personParameters: readonly Line[] = [...names, ...organisation, ...reachability, ...personal];
