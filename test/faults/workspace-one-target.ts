// Workspace ONE UEM as a fault target: devices in three pages, the apps of each device with them, users.
import { appsOf, type Device } from '../../local/fleet/estate/device.ts';
import { inEntra, type Person } from '../../local/fleet/estate/person.ts';
import { identifierOf } from '../../local/fleet/workspace-one/apps.ts';
import { deviceNumber, userNumber } from '../../local/fleet/workspace-one/ids.ts';
import type { Company } from '../end-to-end/company.ts';
import { joinUntilListed, renumbered, reviseApps, unspoiled } from './estate-changes.ts';
import type { FaultTarget } from './fault.ts';

const DEVICES = 13;
const PAGE = 5;

export const workspaceOne: FaultTarget = {
  connector: 'workspace-one',
  fleet: { users: 14, devices: DEVICES, appsPerDevice: 3, types: ['workspace-one'] },
  source: (company) =>
    company.source('workspace-one', {
      personalDevices: true,
      pageSize: PAGE,
      parallelRequests: 8,
    }),
  passes: 2,
  datasets: {
    emm_user: {
      key: ['external_id'],
      values: ['display_name'],
      truth: (company) => users(company).map((person) => [String(userNumber(person)), person.displayName]),
    },
    device: {
      key: ['external_id'],
      values: ['os_version'],
      truth: (company) => inOrder(company).map((device) => [String(deviceNumber(device)), versionOf(device)]),
    },
    device_app: {
      key: ['device_external_id', 'app_id'],
      values: ['version'],
      truth: (company) =>
        inOrder(company).flatMap((device) =>
          appsOf(device).map(({ title, version }) => [String(deviceNumber(device)), identifierOf(title), version]),
        ),
    },
  },
  change: (company) => {
    const { estate } = company.fleet;
    const [first] = inOrder(company);
    if (!first) throw new RangeError('no devices');
    estate.updateDevice(first.id, { osVersion: `${versionOf(first)}.1` });
    const [person] = users(company);
    if (person) estate.updateUser(person.id, { displayName: renumbered(person.displayName, estate) });
    enrolLast(company);
    reviseApps(estate, onLastPage(company));
    joinUntilListed(estate, () => users(company).length);
  },
  live: (company) => {
    const { estate } = company.fleet;
    const devices = inOrder(company);
    for (const device of [devices[0], devices.at(-1)]) if (device) estate.removeDevice(device.id);
    const leaver = users(company).at(-1);
    if (leaver) estate.removeUser(leaver.id);
    estate.enrol();
    joinUntilListed(estate, () => users(company).length);
  },
  struck: ({
    fleet: {
      systems: { 'workspace-one': workspaceOne },
    },
  }) => workspaceOne.faults.count + workspaceOne.credentials.refused,
  clear: async ({
    fleet: {
      systems: { 'workspace-one': workspaceOne },
    },
  }) => {
    workspaceOne.faults.clear();
    workspaceOne.credentials.secretReplaced = false;
    workspaceOne.credentials.refused = 0;
    await workspaceOne.faults.transport('normal');
  },
};

const users = ({ fleet }: Company): readonly Person[] => fleet.estate.people.filter(inEntra);
const versionOf = ({ osVersion }: Device): string => osVersion.split(' ')[0] ?? '';

/** As the search lists them. */
const inOrder = ({ fleet }: Company): readonly Device[] =>
  [...fleet.estate.devicesOf('workspace-one')].sort((a, b) => deviceNumber(a) - deviceNumber(b));

/** The devices of the last page that no row fault spoils. */
const onLastPage = (company: Company): readonly Device[] => unspoiled(inOrder(company).slice(2 * PAGE));

/** A device comes that is one of them. */
function enrolLast(company: Company): void {
  const { estate } = company.fleet;
  for (;;) {
    const device = estate.enrol();
    if (onLastPage(company).includes(device)) return;
    estate.removeDevice(device.id);
  }
}
