import { intuneBinding } from '../faults/intune-faults.ts';
import { intune } from '../faults/intune-target.ts';
import { type ContractTarget, overHttp } from './target.ts';

export const intuneContract: ContractTarget = {
  reads: intune,
  wire: overHttp(intuneBinding),
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
};
