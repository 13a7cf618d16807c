// The faults of Intune: those of every connector over HTTP, and its own.
import type { FaultTable } from './fault.ts';
import { boundTo, connectionFaults, type HttpBinding } from './http-faults.ts';
import { intune } from './intune-target.ts';

const binding: HttpBinding = {
  rules: ({ fleet }) => fleet.graph.faults,
  api: /^\/(v1\.0|beta)\//,
  list: /managedDevices$/,
  withoutList: { poll: 'partial', written: { emm_user: 'everything', device: 'nothing', device_app: 'nothing' } },
};

export const intuneFaults: FaultTable = { target: intune, faults: [...boundTo(binding, connectionFaults)] };
