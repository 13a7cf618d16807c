import { intuneBinding } from '../faults/intune-faults.ts';
import { intune } from '../faults/intune-target.ts';
import { describeContract } from './contract.ts';
import { overHttp } from './target.ts';

describeContract({
  reads: intune,
  wire: overHttp(intuneBinding, { token: /\/oauth2\/v2\.0\/token$/ }),
  switches: [
    { name: 'apps', on: {}, off: { apps: 'off' }, asks: /exportJobs/, dataset: 'device_app' },
    { name: 'a title', on: {}, off: { exclude: ['jobTitle'] }, asks: /jobTitle/, dataset: 'emm_user' },
    {
      name: 'a Wi-Fi address',
      on: { include: ['wiFiMacAddress'] },
      off: { exclude: ['wiFiMacAddress'] },
      asks: /wiFiMacAddress/,
      dataset: 'device',
    },
  ],
  large: {
    prepare: ({
      fleet: {
        systems: { intune: graph },
      },
    }) => {
      graph.devices.maxPage = 100;
      graph.delta.pageSize = 100;
    },
  },
  unknownValues: [{ wire: 'complianceState', dataset: 'device', field: 'compliance_state' }],
});
