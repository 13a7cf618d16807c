// User, as GET /users returns it.
// https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_16_rest/resource_Users.html
import { attribute, field, leave, state } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import { directoryGuid } from './transforms.ts';

const sensitive = { profile: 'sensitive' } as const;

export const user: Entity = {
  name: 'user',
  dataset: 'emm_user',
  path: '/{tenantGuid}/api/v1/users',
  parameters: [
    field('guid', 'string', 'identifier', 'external_id'),
    field('directoryId', 'string', 'identifier', 'object_guid', { transform: directoryGuid }),
    field('displayName', 'string', 'identifier', 'display_name'),
    field('firstName', 'string', 'identifier', 'given_name'),
    field('lastName', 'string', 'identifier', 'surname'),
    field('emailAddress', 'string', 'contact', 'mail'),
    field('mobilePhoneNumber', 'string', 'contact', 'phone_number'),
    field('department', 'string', 'organisation', 'department'),
    field('company', 'string', 'organisation', 'company'),
    field('title', 'string', 'organisation', 'job_title'),
    field('country', 'string', 'organisation', 'country'),
    field('created', 'instant', 'technical', 'created_at'),
    // Of a directory's account it is sAMAccountName, of a local one what the administrator chose: never taken for a UPN.
    attribute('username', 'string', 'identifier'),
    attribute('ecoid', 'string', 'identifier'),
    state('admin', 'boolean'),
    attribute('officePhoneNumber', 'string', 'contact', sensitive),
    attribute('homePhoneNumber', 'string', 'contact', sensitive),
    attribute('streetAddress', 'string', 'contact', sensitive),
    attribute('poBox', 'string', 'contact', sensitive),
    attribute('city', 'string', 'contact', sensitive),
    attribute('state', 'string', 'contact', sensitive),
    attribute('postalCode', 'string', 'contact', sensitive),
  ],
};

/** Numbers that no field holds, so that nothing would mask them: read only where numbers are stored in full. */
export const unmaskedNumbers: readonly string[] = ['officePhoneNumber', 'homePhoneNumber'];

export const userLeftOut = leave('user', 'Addresses made of the ids, by the internal name of the server.', ['links']);
