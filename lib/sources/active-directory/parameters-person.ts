// Attributes of an AD user that speak of the person: names, reachability, place in the organisation.
// Further phone numbers are `sensitive`, and need `phoneNumbers: full` besides: as attributes they would stand unmasked.
import type { Parameter } from '../parameters.ts';
import { dn, dns, integer, text, texts } from './attribute.ts';

const names: readonly Parameter[] = [
  text('displayName', 'identifier', 'core', { field: 'display_name' }),
  text('givenName', 'identifier', 'core', { field: 'given_name' }),
  text('sn', 'identifier', 'core', { field: 'surname' }),
  text('cn', 'identifier', 'extended'),
  text('name', 'identifier', 'extended'),
  text('initials', 'identifier', 'extended'),
  text('middleName', 'identifier', 'extended'),
  text('generationQualifier', 'identifier', 'extended'),
  text('personalTitle', 'identifier', 'extended'),
  text('msDS-PhoneticDisplayName', 'identifier', 'extended'),
  text('msDS-PhoneticFirstName', 'identifier', 'extended'),
  text('msDS-PhoneticLastName', 'identifier', 'extended'),
  texts('uid', 'identifier', 'extended'),
];

const organisation: readonly Parameter[] = [
  text('department', 'organisation', 'core', { field: 'department' }),
  text('company', 'organisation', 'core', { field: 'company' }),
  text('title', 'organisation', 'core', { field: 'job_title' }),
  text('physicalDeliveryOfficeName', 'organisation', 'core', { field: 'office' }),
  text('c', 'organisation', 'core', { field: 'country', description: 'ISO 3166 code' }),
  dn('manager', 'organisation', 'extended', { field: 'manager' }),
  text('co', 'organisation', 'extended'),
  integer('countryCode', 'organisation', 'extended'),
  text('division', 'organisation', 'extended'),
  texts('departmentNumber', 'organisation', 'extended'),
  text('employeeID', 'identifier', 'extended'),
  text('employeeNumber', 'identifier', 'extended'),
  text('employeeType', 'organisation', 'extended', { tracked: true }),
  texts('businessCategory', 'organisation', 'extended'),
  texts('ou', 'organisation', 'extended'),
  texts('o', 'organisation', 'extended'),
  dn('preferredOU', 'organisation', 'extended'),
  texts('roomNumber', 'organisation', 'extended'),
  integer('msDS-HABSeniorityIndex', 'organisation', 'extended'),
  text('msDS-PhoneticCompanyName', 'organisation', 'extended'),
  text('msDS-PhoneticDepartment', 'organisation', 'extended'),
  text('preferredLanguage', 'organisation', 'extended'),
  dn('assistant', 'organisation', 'extended'),
  dns('secretary', 'organisation', 'extended'),
  text('msExchAssistantName', 'organisation', 'extended'),
];

const reachability: readonly Parameter[] = [
  text('mail', 'contact', 'core', { field: 'mail' }),
  text('mobile', 'contact', 'core', { field: 'phone_number' }),
  text('telephoneNumber', 'contact', 'core', { field: 'phone_number', description: 'Where mobile is empty' }),
  texts('proxyAddresses', 'contact', 'extended', { description: 'SMTP: in capitals is the primary address' }),
  texts('otherMailbox', 'contact', 'extended'),
  text('streetAddress', 'contact', 'extended'),
  text('street', 'contact', 'extended'),
  text('l', 'contact', 'extended'),
  text('st', 'contact', 'extended'),
  text('postalCode', 'contact', 'extended'),
  texts('postOfficeBox', 'contact', 'extended'),
  texts('postalAddress', 'contact', 'extended'),
  text('wWWHomePage', 'contact', 'extended'),
  texts('url', 'contact', 'extended'),
  texts('labeledURI', 'contact', 'extended'),
  texts('msExchLabeledURI', 'contact', 'extended'),
  texts('otherMobile', 'contact', 'sensitive'),
  texts('otherTelephone', 'contact', 'sensitive'),
  text('ipPhone', 'contact', 'sensitive'),
  texts('otherIpPhone', 'contact', 'sensitive'),
  text('pager', 'contact', 'sensitive'),
  texts('otherPager', 'contact', 'sensitive'),
  text('facsimileTelephoneNumber', 'contact', 'sensitive'),
  texts('otherFacsimileTelephoneNumber', 'contact', 'sensitive'),
  text('homePhone', 'contact', 'sensitive'),
  texts('otherHomePhone', 'contact', 'sensitive'),
  text('homePostalAddress', 'contact', 'sensitive'),
];

// Free text that people type, and what is private by nature.
const personal: readonly Parameter[] = [
  texts('description', 'content', 'sensitive'),
  text('info', 'content', 'sensitive'),
  text('comment', 'content', 'sensitive'),
  texts('carLicense', 'identifier', 'sensitive'),
  texts('serialNumber', 'identifier', 'sensitive'),
  text('msDS-GeoCoordinatesAltitude', 'location', 'sensitive', { unit: 'mm', description: '64-bit integer, as text' }),
  text('msDS-GeoCoordinatesLatitude', 'location', 'sensitive', { description: '64-bit integer, as text' }),
  text('msDS-GeoCoordinatesLongitude', 'location', 'sensitive', { description: '64-bit integer, as text' }),
];

export const personParameters: readonly Parameter[] = [...names, ...organisation, ...reachability, ...personal];
