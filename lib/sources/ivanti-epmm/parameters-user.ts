// Users who may register devices. A device names its user by `user.uuid` and by `user.user_id`, which is the principal: a
// leaver's principal may be a successor's, so the first is the key; the second where users come without one.
// https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/Users.htm

import { attribute, field } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import * as epmm from './transforms.ts';

const SOURCES: Readonly<Record<string, string>> = { L: 'local', D: 'directory' };

export const authorizedUser: Entity = {
  name: 'authorizedUser',
  dataset: 'emm_user',
  path: '/api/v2/authorized/users',
  parameters: [
    field('uuid', 'string', 'identifier', 'external_id'),
    field('principal', 'string', 'identifier', 'external_id'),
    field('principal', 'string', 'identifier', 'user_principal_name', { transform: epmm.userPrincipalName }),
    field('displayName', 'string', 'identifier', 'display_name'),
    field('firstName', 'string', 'identifier', 'given_name'),
    field('lastName', 'string', 'identifier', 'surname'),
    field('email', 'string', 'contact', 'mail'),
    field('enabled', 'boolean', 'technical', 'enabled'),
    field('source', 'string', 'technical', 'user_type', {
      transform: (value) => (typeof value === 'string' ? (SOURCES[value] ?? value) : undefined),
    }),
    attribute('principal', 'string', 'identifier'),
    attribute('roles', 'strings', 'organisation', { tracked: true }),
    attribute('lastAdminPortalLoginTime', 'instant', 'usage', { transform: epmm.moment }),
  ],
};
