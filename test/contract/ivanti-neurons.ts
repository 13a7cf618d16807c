import { ivantiNeuronsBinding } from '../faults/ivanti-neurons-faults.ts';
import { ivantiNeurons } from '../faults/ivanti-neurons-target.ts';
import { type ContractTarget, overHttp } from './target.ts';

export const ivantiNeuronsContract: ContractTarget = {
  reads: ivantiNeurons,
  // By which a device says whose space it is of.
  wire: overHttp(ivantiNeuronsBinding, ['dmPartitionId']),
  switches: [
    { name: 'apps', on: {}, off: { apps: false }, asks: /appinventory/, dataset: 'device_app' },
    { name: 'roaming', on: { roaming: true }, off: {}, asks: null, dataset: 'device' },
    {
      name: 'a custom attribute',
      on: { customAttributes: ['assetTag'] },
      off: {},
      asks: null,
      dataset: 'device',
    },
  ],
  unknownValues: [
    { wire: 'registrationState', dataset: 'device', field: 'management_state' },
    { wire: 'platformType', dataset: 'device', field: 'os' },
    { wire: 'accountType', dataset: 'emm_user', field: 'user_type' },
  ],
  large: {
    // One request per device: fewer of them than elsewhere.
    fleet: { users: 200, devices: 200, types: ['ivanti-neurons'] },
    settings: { pageSize: 50 },
  },
};
