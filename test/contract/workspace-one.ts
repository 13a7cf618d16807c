import { workspaceOneBinding } from '../faults/workspace-one-faults.ts';
import { workspaceOne } from '../faults/workspace-one-target.ts';
import { type ContractTarget, overHttp } from './target.ts';

/** Counts of an organisation group, and what lists of devices and users are called: set, they would be no lists. */
const LISTS = ['Devices', 'Users'];

export const workspaceOneContract: ContractTarget = {
  reads: workspaceOne,
  wire: overHttp(workspaceOneBinding, LISTS),
  switches: [
    { name: 'apps', on: {}, off: { apps: false }, asks: /\/mdm\/devices\/\d+\/apps/, dataset: 'device_app' },
    // Users come whole: what is not collected is not kept.
    { name: 'given names', on: {}, off: { exclude: ['FirstName'] }, asks: null, dataset: 'emm_user' },
    { name: 'networks', on: { roaming: true }, off: {}, asks: /\/network\?/, dataset: 'device' },
    { name: 'security', on: { profile: 'extended' }, off: {}, asks: /\/security\?/, dataset: 'device' },
    { name: 'positions', on: { location: true }, off: {}, asks: /\/gps\/search/, dataset: 'location' },
    { name: 'mobile data', on: { profile: 'sensitive' }, off: {}, asks: /\/bulkusagehistory/, dataset: 'data_usage' },
    { name: 'calls a day', on: { telephony: true }, off: {}, asks: /\/bulkusagehistory/, dataset: 'data_usage' },
  ],
  unknownValues: [
    { wire: 'EnrollmentStatus', dataset: 'device', field: 'management_state' },
    { wire: 'ComplianceStatus', dataset: 'device', field: 'compliance_state' },
  ],
  large: { fleet: { types: ['workspace-one'], devices: 200 }, settings: { pageSize: 50 } },
};
