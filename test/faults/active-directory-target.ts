// Active Directory as a fault target: people in four pages or more, over LDAP with StartTLS.
import { DatabaseSync } from 'node:sqlite';
import { PEOPLE_DN } from '../../local/fleet/active-directory/names.ts';
import type { Person } from '../../local/fleet/estate/person.ts';
import type { Company, SourceEntry } from '../end-to-end/company.ts';
import type { FaultTarget } from './fault.ts';

const PAGE = 10;

const source = (company: Company): SourceEntry =>
  company.source('active-directory', {
    name: 'active-directory',
    url: company.fleet.systems['active-directory'].startTlsUrl,
    baseDn: PEOPLE_DN,
    pageSize: PAGE,
  });

export const activeDirectory: FaultTarget = {
  connector: 'active-directory',
  fleet: { users: 45, devices: 0 },
  source,
  hastySource: (company) => ({ ...source(company), connectTimeoutSeconds: 3, operationTimeoutSeconds: 3 }),
  datasets: {
    directory_user: {
      key: ['external_id'],
      values: ['job_title'],
      truth: (company) => people(company).map(({ objectGuid, jobTitle }) => [objectGuid, jobTitle]),
    },
  },
  change: (company) => {
    const { estate } = company.fleet;
    const listed = people(company);
    // On the first and on the last page.
    for (const person of [listed.at(0), listed.at(-1)])
      if (person)
        estate.updateUser(person.id, { jobTitle: `${person.jobTitle.replace(/ \d+$/, '')} ${estate.sequence}` });
    newcomer(company);
  },
  live: (company) => {
    someoneLeaves(company);
    newcomer(company);
  },
  struck: ({
    fleet: {
      systems: { 'active-directory': directory },
    },
  }) => directory.struck,
  clear: async ({
    fleet: {
      systems: { 'active-directory': directory },
    },
  }) => {
    directory.faults.clear();
    directory.controller.settle();
    await directory.transport('normal');
  },
};

const people = ({ fleet }: Company): readonly Person[] =>
  fleet.estate.people.flatMap((person) => (person && person.origin !== 'cloud' ? [person] : []));

/** Somebody of the middle pages leaves. */
export function someoneLeaves(company: Company): void {
  const leaver = people(company).at(PAGE + 1);
  if (leaver) company.fleet.estate.removeUser(leaver.id);
}

/** The number of the change by which all but the last `late` people were there. */
export const joinedBefore = (company: Company, late: number): number => people(company).at(-1 - late)?.usnCreated ?? 0;

/** Some people are in the cloud alone: until one is in the directory. */
function newcomer({ fleet }: Company): void {
  while (fleet.estate.addUser().origin === 'cloud');
}

/** The last complete pass was yesterday: the next poll reads everything, page by page. */
export function dayPasses(company: Company, file = company.databaseFile()): void {
  using database = new DatabaseSync(file, { timeout: 5_000 });
  const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
  const aged = database
    .prepare(`UPDATE source_state SET "checkpoint" = json_set("checkpoint", '$.checkpoint.fullPassAt', ?)`)
    .run(yesterday);
  if (aged.changes === 0) throw new RangeError('nothing was read yet');
}
