// Exchange Online as a fault target: its mailboxes, in a report that is asked for, and downloaded from elsewhere.
import { isOnline } from '../../local/fleet/estate/mailbox.ts';
import type { Person } from '../../local/fleet/estate/person.ts';
import type { Company } from '../end-to-end/company.ts';
import { joinUntilListed, renumbered } from './estate-changes.ts';
import type { FaultTarget } from './fault.ts';

const online = ({ fleet }: Company) => fleet.systems['exchange-online'];
const people = (company: Company): readonly Person[] =>
  company.fleet.estate.people.flatMap((person) => (person && isOnline(person) ? person : []));

export const exchangeOnline: FaultTarget = {
  connector: 'exchange-online',
  fleet: { users: 30, devices: 1, appsPerDevice: 1 },
  source: (company) => company.source('exchange-online'),
  datasets: {
    mailbox: {
      key: ['external_id'],
      values: ['display_name'],
      truth: (company) =>
        people(company).map(({ userPrincipalName, displayName }) => [userPrincipalName.toLowerCase(), displayName]),
    },
  },
  change: (company) => {
    const { estate } = company.fleet;
    const [first] = people(company);
    if (first) estate.updateUser(first.id, { displayName: renumbered(first.displayName, estate) });
    joinUntilListed(estate, () => people(company).length);
  },
  live: (company) => {
    const { estate } = company.fleet;
    const leaver = people(company).at(-1);
    if (leaver) estate.removeUser(leaver.id);
    joinUntilListed(estate, () => people(company).length);
  },
  struck: (company) => online(company).faults.count + online(company).downloadFaults.count,
  clear: async (company) => {
    const { faults, downloadFaults } = online(company);
    for (const rules of [faults, downloadFaults]) {
      rules.clear();
      await rules.transport('normal');
    }
  },
};
