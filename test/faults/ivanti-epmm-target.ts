// Ivanti EPMM as a fault target: devices in three pages, their apps with each of them, users.

import { appsOf } from '../../local/fleet/estate/device.ts';
import { uuidOf } from '../../local/fleet/ivanti-epmm/answer.ts';
import { usersOf, userUuidOf } from '../../local/fleet/ivanti-epmm/users.ts';
import type { Company } from '../end-to-end/company.ts';
import { joinUntilListed, renumbered, reviseApps, unspoiled } from './estate-changes.ts';
import type { FaultTarget } from './fault.ts';

const DEVICES = 28;
const PAGE = 10;
/** On the last page, even where rows that come twice shift it. */
const LAST = 5;

export const epmm: FaultTarget = {
  connector: 'ivanti-epmm',
  // After a tick, so that who comes later has a later time of registration.
  fleet: { users: 25, devices: DEVICES, appsPerDevice: 3, tick: 1, types: ['ivanti-epmm'] },
  source: (company) =>
    company.source('ivanti-epmm', {
      personalDevices: true,
    }),
  prepare: ({ fleet }) => {
    fleet.systems['ivanti-epmm'].devices.cap = PAGE;
  },
  passes: 2,
  datasets: {
    emm_user: {
      key: ['external_id'],
      values: ['display_name'],
      truth: ({ fleet }) => usersOf(fleet.estate).map((person) => [userUuidOf(person), person.displayName]),
    },
    device: {
      key: ['external_id'],
      values: ['os_version'],
      truth: (company) => inOrder(company).map((device) => [uuidOf(device), device.osVersion]),
    },
    device_app: {
      key: ['device_external_id', 'title'],
      values: ['version'],
      truth: (company) =>
        inOrder(company).flatMap((device) =>
          appsOf(device).map(({ title, version }) => [uuidOf(device), title.name, version]),
        ),
    },
  },
  change: (company) => {
    const { estate } = company.fleet;
    const [first] = inOrder(company);
    if (!first) throw new RangeError('no devices');
    estate.updateDevice(first.id, { osVersion: `${first.osVersion}.1` });
    reviseApps(estate, unspoiled(inOrder(company)).slice(-LAST));
    const [person] = usersOf(estate);
    if (person) estate.updateUser(person.id, { displayName: renumbered(person.displayName, estate) });
    estate.enrol();
    joinUntilListed(estate, () => usersOf(estate).length);
  },
  live: (company) => {
    const { estate } = company.fleet;
    const devices = inOrder(company);
    for (const device of [devices[0], devices.at(-1)]) if (device) estate.removeDevice(device.id);
    const leaver = usersOf(estate).at(-1);
    if (leaver) estate.removeUser(leaver.id);
    estate.enrol();
    joinUntilListed(estate, () => usersOf(estate).length);
  },
  struck: ({ fleet }) =>
    fleet.systems['ivanti-epmm'].faults.count +
    fleet.systems['ivanti-epmm'].apps.missing.size +
    fleet.systems['ivanti-epmm'].devices.unknown.size,
  clear: async ({
    fleet: {
      systems: { 'ivanti-epmm': epmm },
    },
  }) => {
    epmm.faults.clear();
    epmm.apps.missing.clear();
    epmm.devices.unknown.clear();
    await epmm.faults.transport('normal');
  },
};

const inOrder = ({ fleet }: Company) => fleet.systems['ivanti-epmm'].devices.inOrder();
