import { blackberryUemBinding } from '../faults/blackberry-uem-faults.ts';
import { uem } from '../faults/blackberry-uem-target.ts';
import { type ContractTarget, overHttp } from './target.ts';

export const blackberryUemContract: ContractTarget = {
  reads: uem,
  wire: overHttp(blackberryUemBinding),
  switches: [
    { name: 'apps', on: {}, off: { apps: false }, asks: /\/userDevices\/[^/]+\/applications/, dataset: 'device_app' },
    // Users and devices come whole: what is not collected is not kept.
    { name: 'a title', on: {}, off: { exclude: ['title'] }, asks: null, dataset: 'emm_user' },
    { name: 'networks', on: { roaming: true }, off: {}, asks: null, dataset: 'device' },
    { name: 'positions', on: { location: true }, off: {}, asks: null, dataset: 'location' },
    {
      name: 'announced devices',
      on: { profile: 'extended' },
      off: {},
      asks: /\/depDevices/,
      dataset: 'configuration',
    },
  ],
  unknownValues: [
    { wire: 'enrollmentState', dataset: 'device', field: 'management_state' },
    { wire: 'appScanState', dataset: 'configuration', field: 'state' },
  ],
  // A request for each user, and one for each device.
  large: {
    fleet: { types: ['blackberry-uem'], users: 200, devices: 200 },
    settings: { pageSize: 50, parallelRequests: 8 },
  },
};
