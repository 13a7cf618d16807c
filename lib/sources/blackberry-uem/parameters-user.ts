// User, as GET /users returns it.
// https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_16_rest/resource_Users.html
import { attribute, entity, field, leave, state } from '../declare.ts';
import { directoryGuid } from './transforms.ts';

const sensitive = { profile: 'sensitive' } as const;

export const user = entity({
  name: 'user',
  dataset: 'emm_user',
  path: '/{tenantGuid}/api/v1/users',
  parameters: [
    field('guid', 'string', 'external_id'),
    field('directoryId', 'string', 'object_guid', { transform: directoryGuid }),
    field('displayName', 'string', 'display_name'),
    field('username', 'string', 'display_name', { description: 'Where displayName is empty' }),
    field('firstName', 'string', 'given_name'),
    field('lastName', 'string', 'surname'),
    field('emailAddress', 'string', 'mail'),
    field('mobilePhoneNumber', 'string', 'phone_number'),
    field('department', 'string', 'department'),
    field('company', 'string', 'company'),
    field('title', 'string', 'job_title'),
    field('country', 'string', 'country'),
    field('created', 'instant', 'created_at'),
    // Of a directory's account it is sAMAccountName, of a local one what the administrator chose: never taken for a UPN.
    attribute('username', 'string', 'identifier', { found: 'words' }),
    attribute('ecoid', 'string', 'identifier'),
    state('admin', 'boolean'),
    attribute('officePhoneNumber', 'string', 'contact', { ...sensitive, phone: true }),
    attribute('homePhoneNumber', 'string', 'contact', { ...sensitive, phone: true }),
    attribute('streetAddress', 'string', 'contact', { ...sensitive, phone: false }),
    attribute('poBox', 'string', 'contact', { ...sensitive, phone: false }),
    attribute('city', 'string', 'contact', { ...sensitive, phone: false }),
    attribute('state', 'string', 'contact', { ...sensitive, phone: false }),
    attribute('postalCode', 'string', 'contact', { ...sensitive, phone: false }),
  ],
});

export const userLeftOut = leave('user', 'Addresses made of the ids, by the internal name of the server.', ['links']);
