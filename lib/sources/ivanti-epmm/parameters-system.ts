// What administrators set up (apps of the catalogue, labels), and what keeps EPMM itself running.
// https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/APIv2Appstore.htm, APIv2Labels.htm

import { attribute, count, counts, entity, field, leave, state } from '../declare.ts';
import * as epmm from './transforms.ts';

export const appStoreApp = entity({
  name: 'appStoreApp',
  dataset: 'configuration',
  path: '/api/v2/appstore/apps',
  parameters: [
    field('id', 'integer', 'external_id', { transform: epmm.idText }),
    field('name', 'string', 'name'),
    field('installState', 'string', 'state'),
    field('version', 'string', 'version'),
    field('platformType', 'string', 'platform', { transform: epmm.appPlatform }),
    attribute('createdAt', 'instant', 'technical', { transform: epmm.moment }),
    attribute('description', 'string', 'content', { profile: 'sensitive' }),
    state('bundleID'),
    state('platformId'),
    state('source'),
    state('installName'),
    attribute('author', 'string', 'organisation', { tracked: true }),
    state('hidden', 'boolean'),
    state('recommendedApp', 'boolean'),
    state('permissionUpdateAvailable', 'boolean'),
    state('profileExpirationDate', 'instant', { transform: epmm.moment }),
    attribute('size', 'integer', 'technical'),
    ...counts(`
      pushedCount installedCount pendingCount tokensPurchased tokensRemaining vppLicensesPurchased vppLicensesUsed
    `),
  ],
});

export const label = entity({
  name: 'label',
  dataset: 'configuration',
  path: '/api/v2/labels/label_summary',
  parameters: [
    field('id', 'integer', 'external_id', { transform: epmm.idText }),
    field('name', 'string', 'name'),
    field('rowType', 'string', 'state'),
    // Either may name people.
    attribute('description', 'string', 'content', { profile: 'sensitive' }),
    attribute('criteria', 'string', 'content', { profile: 'sensitive' }),
    state('isStatic', 'boolean'),
    count('deviceCount'),
    attribute('deviceSpaceId', 'integer', 'organisation', { tracked: true }),
    attribute('deviceSpaceName', 'string', 'organisation', { tracked: true }),
    attribute('deviceSpacePath', 'string', 'organisation', { tracked: true }),
  ],
});

export const vppAccount = entity({
  name: 'vppAccount',
  dataset: 'infrastructure',
  path: '/msa/v2/vpp/accounts',
  parameters: [
    field('id', 'integer', 'external_id', { transform: epmm.idText }),
    field('name', 'string', 'name'),
    field('licenseSyncStatus', 'string', 'state'),
    field('expireDateString', 'string', 'expires_at', { transform: epmm.dateInWords }),
    field('lastSyncedAt', 'instant', 'last_activity_at', { transform: epmm.moment }),
    attribute('expireDateString', 'string', 'technical'),
    attribute('description', 'string', 'content', { profile: 'sensitive' }),
    attribute('appleId', 'string', 'identifier', { tracked: true }),
    attribute('numDaysToExpire', 'integer', 'technical', { unit: 'days' }),
    state('userSyncStatus'),
    state('priority', 'integer'),
    state('pendingDelete', 'boolean'),
    state('sTokenModifiedDate'),
  ],
});

export const system = entity({
  name: 'system',
  dataset: 'infrastructure',
  path: '/api/v2/ping',
  parameters: [
    field('vspVersion', 'string', 'version', { transform: epmm.version }),
    state('vspVersion'),
    state('apiVersion', 'integer'),
  ],
});

export const systemLeftOut = leave(
  'vppAccount',
  'A secret: whoever has it can give away the licences.',
  'stoken encryptedToken licenseSinceToken userSinceToken',
);
