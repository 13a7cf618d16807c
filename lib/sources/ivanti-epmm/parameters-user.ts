// Users who may register devices. A device names its user by `user.uuid` and by `user.user_id`, which is the principal: a
// leaver's principal may be a successor's, so the first is the key; the second where users come without one.
// https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/Users.htm

import { attribute, entity, field } from '../declare.ts';
import * as epmm from './transforms.ts';

const SOURCES: Readonly<Record<string, string>> = { L: 'local', D: 'directory' };

export const authorizedUser = entity({
  name: 'authorizedUser',
  dataset: 'emm_user',
  path: '/api/v2/authorized/users',
  parameters: [
    field('uuid', 'string', 'external_id'),
    field('principal', 'string', 'external_id'),
    field('principal', 'string', 'user_principal_name', { transform: epmm.userPrincipalName }),
    field('displayName', 'string', 'display_name'),
    field('principal', 'string', 'display_name', { description: 'Where displayName is empty' }),
    field('firstName', 'string', 'given_name'),
    field('lastName', 'string', 'surname'),
    field('email', 'string', 'mail'),
    field('enabled', 'boolean', 'enabled'),
    field('source', 'string', 'user_type', {
      transform: (value) => (typeof value === 'string' ? (SOURCES[value] ?? value) : undefined),
    }),
    attribute('principal', 'string', 'identifier'),
    attribute('roles', 'strings', 'organisation', { tracked: true }),
    attribute('lastAdminPortalLoginTime', 'instant', 'usage', { transform: epmm.moment }),
  ],
});
