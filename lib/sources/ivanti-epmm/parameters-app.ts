// Apps on devices. The vendor shows no answer of this call: names are those of the reporting database, and what else the
// interface calls the same thing is read too (`SPELLINGS`).
// https://help.ivanti.com/mi/help/en_us/RDB/vNow/gd/RDBEssentialsGd/DataDictionary.htm

import { attribute, entity, field, leave } from '../declare.ts';
import type { WireRecord } from '../wire.ts';
import * as epmm from './transforms.ts';

export const appInventory = entity({
  name: 'appInventory',
  dataset: 'device_app',
  path: '/api/v2/devices/appinventory',
  parameters: [
    field('bundle', 'string', 'app_id'),
    field('name', 'string', 'title'),
    field('version', 'string', 'version', { transform: epmm.typedText }),
    field('platform', 'string', 'platform', { transform: epmm.appPlatform }),
    attribute('app_id', 'string', 'usage', { transform: epmm.idText }),
    attribute('long_version', 'string', 'usage', { transform: epmm.typedText }),
    attribute('short_version', 'string', 'usage', { transform: epmm.typedText }),
    attribute('created_at', 'instant', 'usage', { transform: epmm.moment }),
    attribute('modified_at', 'instant', 'usage', { transform: epmm.moment }),
  ],
});

export const deviceAppInventory = entity({
  name: 'deviceAppInventory',
  dataset: 'device_app',
  path: '/api/v2/devices/appinventory',
  parameters: [field('status', 'string', 'install_state', { transform: epmm.typedText })],
});

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  bundle: ['bundleId', 'bundleID', 'identifier', 'packageName'],
  app_id: ['appId', 'id'],
  platform: ['platformType'],
  long_version: ['longVersion'],
  short_version: ['shortVersion'],
  created_at: ['createdAt'],
  modified_at: ['modifiedAt'],
};

/** The record by the names of the table. */
export function inOneSpelling(record: WireRecord): WireRecord {
  const renamed = Object.entries(SPELLINGS).flatMap(([name, others]) => {
    const found = [name, ...others].find((spelling) => record[spelling] !== undefined && record[spelling] !== null);
    return found === undefined ? [] : [[name, record[found]] as const];
  });
  return { ...record, ...Object.fromEntries(renamed) };
}

export const appLeftOut = [
  ...leave(
    'deviceAppInventory',
    'Numbers of rows that join device and app, which both have ids of their own.',
    'client_id inventory_id',
  ),
  ...leave(
    'cpsApplication',
    'Of the Common Platform Services, an interface with a role and rate limits of its own; apps are read in bulk by this one.',
    `
      identifier name version managed source adHocCodeSigned appStoreVendable betaApp deviceBasedVPP
      externalVersionIdentifier updateAvailable installing validated shortVersion bundleVersion
    `,
  ),
  ...leave(
    'cpsCertificate',
    'Of the Common Platform Services, an interface with a role and rate limits of its own.',
    'identity notAfter notBefore issuer serialNumber subject thumbprint',
  ),
];
