// Intune as a fault target: devices in three pages, users by delta, apps by report.
import { appsOf, type Device } from '../../local/fleet/estate/device.ts';
import type { Person } from '../../local/fleet/estate/person.ts';
import { inEntra } from '../../local/fleet/graph/users.ts';
import type { Company } from '../end-to-end/company.ts';
import type { FaultTarget } from './fault.ts';

const DEVICES = 25;
const PAGE = 10;

export const intune: FaultTarget = {
  connector: 'intune',
  fleet: { users: 25, devices: DEVICES, appsPerDevice: 3 },
  source: (company) =>
    company.intune({ personalDevices: true, connectTimeoutSeconds: 1, idleTimeoutSeconds: 1, timeBudgetSeconds: 10 }),
  prepare: ({ fleet }) => {
    fleet.graph.devices.maxPage = PAGE;
    fleet.graph.delta.pageSize = PAGE;
  },
  datasets: {
    emm_user: {
      key: ['external_id'],
      values: ['job_title'],
      truth: (company) => users(company).map((person) => [person.id, person.jobTitle]),
    },
    device: {
      key: ['external_id'],
      values: ['os_version'],
      truth: ({ fleet }) => fleet.estate.devices.map((device) => [device.id, device.osVersion]),
    },
    device_app: {
      key: ['device_external_id', 'title'],
      values: ['version'],
      truth: ({ fleet }) =>
        fleet.estate.devices.flatMap((device) =>
          appsOf(device).map(({ title, version }) => [device.id, title.name, version]),
        ),
    },
  },
  change: (company) => {
    const { estate } = company.fleet;
    const listed = inOrder(company);
    // On the first and on the last page.
    for (const device of [listed.at(0), listed.at(-1)])
      if (device) estate.updateDevice(device.id, { osVersion: `${device.osVersion}.1` });
    const [updated] = listed;
    if (updated) updateApps(company, updated);
    const [person] = users(company);
    if (person)
      estate.updateUser(person.id, { jobTitle: `${person.jobTitle.replace(/ \d+$/, '')} ${estate.sequence}` });
    estate.enrol();
    cloudUser(company);
  },
  live: (company) => {
    const { estate } = company.fleet;
    const [goes] = estate.devices;
    if (goes) estate.removeDevice(goes.id);
    const leaver = users(company).at(-1);
    if (leaver) estate.removeUser(leaver.id);
    while (estate.devices.length < DEVICES) estate.enrol();
    cloudUser(company);
  },
  struck: ({ fleet: { graph } }) => graph.faults.count + graph.blobFaults.count,
  clear: async ({ fleet: { graph } }) => {
    graph.faults.clear();
    graph.blobFaults.clear();
    await graph.faults.transport('normal');
  },
};

const users = ({ fleet }: Company): readonly Person[] => fleet.estate.people.filter(inEntra);

/** As the list of devices has them. */
const inOrder = ({ fleet }: Company): readonly Device[] =>
  [...fleet.estate.devices].sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1));

/** Until a version is another one, and no app has gone. */
function updateApps({ fleet }: Company, device: Device): void {
  const before = appsOf(device);
  const kept = (apps: ReturnType<typeof appsOf>) =>
    before.every(({ title }) => apps.some((app) => app.title === title));
  do fleet.estate.updateDevice(device.id, { appsRevision: device.appsRevision + 1 });
  while (!kept(appsOf(device)) || appsOf(device).every((app) => before.includes(app)));
}

/** Some people are in the directory alone: until one has an account in Entra. */
function cloudUser({ fleet }: Company): void {
  while (!inEntra(fleet.estate.addUser()));
}
