// BlackBerry UEM as a fault target: users in three pages, the devices of each, the apps of each device.

import { userDeviceGuid } from '../../local/fleet/blackberry-uem/devices.ts';
import { appsOf, type Device } from '../../local/fleet/estate/device.ts';
import type { Person } from '../../local/fleet/estate/person.ts';
import type { Company } from '../end-to-end/company.ts';
import { keepingItsApps, renumbered } from './estate-changes.ts';
import type { FaultTarget } from './fault.ts';

const USERS = 15;
const PAGE = 5;
/** Before all others in the list. */
const FIRST = 'aaaa';

export const uem: FaultTarget = {
  connector: 'blackberry-uem',
  fleet: { users: USERS, devices: 10, appsPerDevice: 3, types: ['blackberry-uem'] },
  source: (company) =>
    company.source('blackberry-uem', {
      personalDevices: true,
      pageSize: PAGE,
    }),
  prepare: keepSize,
  passes: 2,
  datasets: {
    emm_user: {
      key: ['external_id'],
      values: ['job_title'],
      truth: ({ fleet }) =>
        fleet.systems['blackberry-uem'].users.accounts.map(({ guid, person }) => [guid, person?.jobTitle ?? null]),
    },
    device: {
      key: ['external_id'],
      values: ['os_version', 'user_external_id'],
      truth: ({ fleet }) => {
        const { users } = fleet.systems['blackberry-uem'];
        return users.accounts.flatMap((user) =>
          users.devicesOf(user).map((device) => [userDeviceGuid(device), device.osVersion, user.guid]),
        );
      },
    },
    device_app: {
      key: ['device_external_id', 'title'],
      values: ['version'],
      truth: (company) =>
        devices(company).flatMap((device) =>
          appsOf(device).map(({ title, version }) => [userDeviceGuid(device), title.name, version]),
        ),
    },
  },
  // On the first page of users and on the last, and of none that `wrong-rows` spoils: of every five the last.
  change: (company) => {
    const { estate } = company.fleet;
    newUser(company);
    const [first, last] = ends(company);
    for (const { id, jobTitle } of [first, last]) estate.updateUser(id, { jobTitle: renumbered(jobTitle, estate) });
    const device = keepingItsApps(devices(company));
    const osVersion = `${device.osVersion}.1`;
    estate.updateDevice(device.id, { osVersion, appsRevision: device.appsRevision + 1, ownerNumber: first.number });
    estate.updateDevice(estate.enrol().id, { ownerNumber: last.number });
  },
  live: (company) => {
    const { estate } = company.fleet;
    const { accounts } = company.fleet.systems['blackberry-uem'].users;
    const leaver = accounts.find(({ username }) => username.startsWith(FIRST)) ?? accounts[PAGE];
    if (leaver?.person) estate.removeUser(leaver.person.id);
    keepSize(company);
    for (const device of devices(company).slice(-2)) estate.removeDevice(device.id);
    estate.enrol();
  },
  struck: ({
    fleet: {
      systems: { 'blackberry-uem': uem },
    },
  }) => uem.faults.count + uem.accounts.refused,
  clear: async ({
    fleet: {
      systems: { 'blackberry-uem': uem },
    },
  }) => {
    uem.faults.clear();
    uem.accounts.disabled = false;
    uem.accounts.refused = 0;
    await uem.faults.transport('normal');
  },
};

const devices = ({ fleet }: Company): readonly Device[] => fleet.estate.devicesOf('blackberry-uem');

/** So many that with one more the last user is the first of five. */
function keepSize({ fleet: { estate, systems } }: Company): void {
  const { users } = systems['blackberry-uem'];
  while (users.accounts.length < USERS) estate.addUser();
  for (const { person } of users.accounts.slice(PAGE, PAGE + users.accounts.length - USERS))
    if (person) estate.removeUser(person.id);
}

/** Somebody joins, and is the first of the list. */
function newUser({ fleet: { estate } }: Company): void {
  const [somebody] = estate.people.filter((person) => person !== undefined);
  if (!somebody) throw new RangeError('nobody is there');
  const mail = `${FIRST}.${estate.sequence}@contoso.example`;
  estate.addUser({ ...somebody, alias: FIRST, mail });
}

/** Somebody on the first page, and somebody at the end of the last one. */
function ends({
  fleet: {
    systems: { 'blackberry-uem': uem },
  },
}: Company): readonly [Person, Person] {
  const { accounts } = uem.users;
  const first = accounts.find(({ person, username }) => person && !username.startsWith(FIRST))?.person;
  const last = accounts.at(-1)?.person;
  if (!first || !last || accounts.length !== USERS + 1) throw new RangeError('the list is not as the faults need it');
  return [first, last];
}
