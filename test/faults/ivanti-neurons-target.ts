// Neurons for MDM as a fault target: one device space with devices in three pages, accounts in three, apps device by device.
import { appsOf, type Device } from '../../local/fleet/estate/device.ts';
import { accountHolders } from '../../local/fleet/ivanti-neurons/account-record.ts';
import { accountIdOf, deviceIdOf } from '../../local/fleet/ivanti-neurons/answer.ts';
import type { Company } from '../end-to-end/company.ts';
import { joinUntilListed, reviseApps } from './estate-changes.ts';
import type { FaultTarget } from './fault.ts';

const DEVICES = 13;
const PAGE = 5;
const MINUTE = 60_000;
/** Has checked in before all others, so that it is on the last page. */
const LAST = '~ last of the list';

export const ivantiNeurons: FaultTarget = {
  connector: 'ivanti-neurons',
  fleet: { users: 14, devices: DEVICES, appsPerDevice: 3, types: ['ivanti-neurons'] },
  source: (company) =>
    company.source('ivanti-neurons', {
      personalDevices: true,
      pageSize: PAGE,
    }),
  prepare: ({ fleet }) => {
    fleet.systems['ivanti-neurons'].settings.fieldPercent = 0;
    // What is enrolled from now on is so at the fleet's time.
    fleet.tick();
    while (fleet.estate.deviceCount < DEVICES) fleet.estate.enrol();
  },
  passes: 2,
  datasets: {
    emm_user: {
      key: ['external_id'],
      values: ['display_name'],
      truth: ({ fleet }) =>
        accountHolders(fleet.estate).map((person) => [String(accountIdOf(person)), person.displayName]),
    },
    device: {
      key: ['external_id'],
      values: ['os_version'],
      truth: (company) =>
        devices(company).map((device) => [String(deviceIdOf(device)), device.osVersion.split(' ')[0] ?? null]),
    },
    device_app: {
      key: ['device_external_id', 'title'],
      values: ['version'],
      truth: (company) =>
        devices(company).flatMap((device) =>
          appsOf(device).map(({ title, version }) => [String(deviceIdOf(device)), title.name, version]),
        ),
    },
  },
  change: (company) => {
    const { estate } = company.fleet;
    estate.now += MINUTE;
    const first = newest(company);
    const osVersion = `${first.osVersion.split(' ')[0]}.1`;
    estate.updateDevice(first.id, { osVersion, lastSyncAt: estate.now - 2 });
    // It has checked in with them.
    reviseApps(estate, devices(company), { lastSyncAt: estate.now - 1 });
    const [person] = accountHolders(estate);
    if (person) estate.updateUser(person.id, { displayName: `${person.givenName} ${estate.sequence}` });
    const before = Math.min(...devices(company).map(({ lastSyncAt }) => lastSyncAt));
    estate.updateDevice(estate.enrol().id, { name: LAST, lastSyncAt: before - 1 });
    joinUntilListed(estate, () => accountHolders(estate).length);
  },
  live: (company) => {
    const { estate } = company.fleet;
    estate.now += MINUTE;
    const last = devices(company).find(({ name }) => name === LAST);
    for (const device of [newest(company), last]) if (device) estate.removeDevice(device.id);
    const leaver = accountHolders(estate).at(-1);
    if (leaver) estate.removeUser(leaver.id);
    estate.enrol();
    joinUntilListed(estate, () => accountHolders(estate).length);
  },
  struck: ({ fleet }) => fleet.systems['ivanti-neurons'].faults.count,
  clear: async ({ fleet }) => {
    fleet.systems['ivanti-neurons'].faults.clear();
    await fleet.systems['ivanti-neurons'].faults.transport('normal');
  },
};

const devices = ({ fleet }: Company): readonly Device[] => fleet.estate.devicesOf('ivanti-neurons');

function newest(company: Company): Device {
  const [first] = devices(company).toSorted((a, b) => b.lastSyncAt - a.lastSyncAt);
  if (!first) throw new RangeError('no devices');
  return first;
}
