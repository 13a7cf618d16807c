import { ivantiEpmmBinding } from '../faults/ivanti-epmm-faults.ts';
import { epmm } from '../faults/ivanti-epmm-target.ts';
import { type ContractTarget, overHttp } from './target.ts';

export const ivantiEpmmContract: ContractTarget = {
  reads: epmm,
  wire: overHttp(ivantiEpmmBinding),
  switches: [
    { name: 'apps', on: {}, off: { apps: false }, asks: /appinventory/, dataset: 'device_app' },
    {
      name: 'where devices roam',
      on: { roaming: true },
      off: { roaming: false },
      asks: /common\.roaming|common\.current_country_code|ios\.Current MCC/,
      dataset: 'device',
    },
    {
      name: 'a serial number',
      on: {},
      off: { exclude: ['common.SerialNumber'] },
      asks: /common\.SerialNumber/,
      dataset: 'device',
    },
    {
      name: 'a custom attribute',
      on: { customAttributes: ['assetTag'] },
      off: { customAttributes: [] },
      asks: /custom\.device\.assetTag/,
      dataset: 'device',
    },
  ],
  unknownValues: [
    { wire: 'common.status', dataset: 'device', field: 'management_state' },
    { wire: 'common.security_state', dataset: 'device', field: 'compliance_state' },
    { wire: 'source', dataset: 'emm_user', field: 'user_type' },
    { wire: 'licenseSyncStatus', dataset: 'infrastructure', field: 'state' },
  ],
  large: { fleet: { types: ['ivanti-epmm'] } },
};
