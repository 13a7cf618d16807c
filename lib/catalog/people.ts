// The mirrors of people: what a directory, and what an EMM, holds about them.
import { mirror } from './dataset.ts';
import { binary, boolean, instant, required, text } from './field.ts';

const account = {
  display_name: text(256)('identifier', 'Display name', {
    filterable: true,
    found: 'words',
    tracked: true,
  }),
  given_name: text(128)('identifier', 'Given name', { found: 'words', tracked: true }),
  surname: text(128)('identifier', 'Surname', { found: 'words', tracked: true }),
  user_principal_name: text(320)('identifier', 'User principal name (UPN)', {
    filterable: true,
    sortable: true,
    searchable: true,
    found: 'address',
    tracked: true,
  }),
  mail: text(320)('contact', 'Primary mail address', {
    filterable: true,
    searchable: true,
    found: 'address',
    tracked: true,
  }),
  phone_number: text(64)('contact', 'Phone number; masked unless the source says otherwise', {
    found: 'number',
    tracked: true,
    minimise: 'phone',
  }),
  phone_number_hash: text(64)('contact', 'Keyed hash of the phone number', {
    opaque: true,
    filterable: true,
    alsoIn: 'phone_number_2_hash',
  }),
  phone_number_2_hash: text(64)('contact', 'Keyed hash of a second number in the same field', { opaque: true }),
  department: text(128)('organisation', 'Department', { filterable: true, tracked: true }),
  company: text(128)('organisation', 'Company', { filterable: true, tracked: true }),
  job_title: text(128)('organisation', 'Job title', { tracked: true }),
  office: text(128)('organisation', 'Office', { filterable: true, tracked: true }),
  country: text(64)('organisation', 'Country or usage location', { filterable: true, tracked: true }),
  enabled: boolean('technical', 'Whether the account is enabled', { filterable: true, tracked: true }),
  created_at: instant('technical', 'When the account was created', { filterable: true }),
} as const;

export const directory_user = mirror({
  name: 'directory_user',
  purpose: 'Shows who works with company devices, and links the names that other systems have for the same person.',
  key: ['external_id'],
  aliases: {
    object_guid: 'object_guid',
    security_identifier: 'security_identifier',
    user_principal_name: 'user_principal_name',
    mail: 'mail',
    domain_account: 'domain_account',
  },
  fields: {
    external_id: required.text(64)('identifier', 'objectGUID or entryUUID of the entry', {
      opaque: true,
      filterable: true,
    }),
    object_guid: text(64)('identifier', 'objectGUID, as text', { opaque: true }),
    security_identifier: text(192)('identifier', 'objectSid, as text', { opaque: true }),
    account_name: text(256)('identifier', 'sAMAccountName or uid', {
      filterable: true,
      searchable: true,
      found: 'words',
      tracked: true,
    }),
    domain_account: text(320)('identifier', 'The account name behind the NetBIOS name of its domain: DOMAIN\\user', {
      found: 'words',
    }),
    ...account,
    distinguished_name: text('max')('identifier', 'Distinguished name of the entry'),
    dn_key: binary(16)('identifier', 'Hash of the distinguished name, which others name their manager by'),
    manager_key: binary(16)('organisation', 'Hash of the distinguished name of the manager; on request'),
    manager: text(256)('organisation', 'Name of the manager; on request', { tracked: true }),
    locked: boolean('technical', 'Whether the account is locked out', { filterable: true, tracked: true }),
    password_changed_at: instant('usage', 'When the password was last set'),
    expires_at: instant('technical', 'When the account expires', { filterable: true, tracked: true }),
    last_logon_at: instant('usage', 'Last logon, as replicated (some days old)', { filterable: true }),
  },
});

export const emm_user = mirror({
  name: 'emm_user',
  purpose: 'Shows whom each device management system knows, and which devices are theirs.',
  key: ['external_id'],
  aliases: {
    object_guid: 'object_guid',
    entra_id: 'entra_id',
    security_identifier: 'security_identifier',
    user_principal_name: 'user_principal_name',
    mail: 'mail',
  },
  fields: {
    external_id: required.text(128)('identifier', 'Id of the user in the EMM', { opaque: true, filterable: true }),
    entra_id: text(64)('identifier', 'Entra object id', { opaque: true, filterable: true }),
    object_guid: text(64)('identifier', 'objectGUID of the directory entry that the account was synchronised from', {
      opaque: true,
    }),
    security_identifier: text(192)('identifier', 'On-premises security identifier', { opaque: true }),
    ...account,
    user_type: text(32)('technical', 'Member, Guest, or what the EMM calls it', { filterable: true, tracked: true }),
  },
});
