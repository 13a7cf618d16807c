// Intune as a fault target: devices in three pages, users by delta, apps by report.
import { DatabaseSync } from 'node:sqlite';
import { appsOf, type Device } from '../../local/fleet/estate/device.ts';
import { inEntra, type Person } from '../../local/fleet/estate/person.ts';
import type { Company } from '../end-to-end/company.ts';
import { joinUntilListed, renumbered, reviseApps, unspoiled } from './estate-changes.ts';
import type { FaultTarget } from './fault.ts';

const DEVICES = 25;
const PAGE = 10;
/** Behind all others in the list, those of other scripts too, so that a change is on the last page. */
const LAST = '\ufffd last of the list';

export const intune: FaultTarget = {
  connector: 'intune',
  fleet: { users: 25, devices: DEVICES, appsPerDevice: 3 },
  source: (company) => company.source('intune', { personalDevices: true }),
  prepare: ({ fleet }) => {
    fleet.systems.intune.devices.maxPage = PAGE;
    fleet.systems.intune.delta.pageSize = PAGE;
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
    const [first] = inOrder(company);
    if (!first) throw new RangeError('no devices');
    estate.updateDevice(first.id, { osVersion: `${first.osVersion}.1` });
    reviseApps(estate, unspoiled(inOrder(company)));
    const [person] = users(company);
    if (person) estate.updateUser(person.id, { jobTitle: renumbered(person.jobTitle, estate) });
    estate.updateDevice(estate.enrol().id, { name: LAST });
    joinUntilListed(estate, () => users(company).length);
  },
  live: (company) => {
    const { estate } = company.fleet;
    const [first] = inOrder(company);
    const last = estate.devices.find(({ name }) => name === LAST);
    for (const device of [first, last]) if (device) estate.removeDevice(device.id);
    const leaver = users(company).at(-1);
    if (leaver) estate.removeUser(leaver.id);
    estate.enrol();
    joinUntilListed(estate, () => users(company).length);
  },
  struck: ({
    fleet: {
      systems: { intune: graph },
    },
  }) => graph.faults.count + graph.blobFaults.count + graph.tokens.refused,
  clear: async ({
    fleet: {
      systems: { intune: graph },
    },
  }) => {
    graph.faults.clear();
    graph.blobFaults.clear();
    graph.tokens.secretExpired = false;
    graph.tokens.refused = 0;
    await graph.faults.transport('normal');
  },
};

/** The full round of users that is due daily is due. */
export function dayPasses(company: Company): void {
  using database = new DatabaseSync(company.databaseFile(), { timeout: 5_000 });
  const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
  const aged = database
    .prepare(`UPDATE source_state SET "checkpoint" = json_set("checkpoint", '$.checkpoint.users.wholeAt', ?)`)
    .run(yesterday);
  if (aged.changes === 0) throw new RangeError('nothing was read yet');
}

const users = ({ fleet }: Company): readonly Person[] => fleet.estate.people.filter(inEntra);

/** As the list of devices has them. */
const inOrder = ({ fleet }: Company): readonly Device[] =>
  [...fleet.estate.devices].sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1));
