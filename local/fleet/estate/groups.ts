// The groups of the directory. Membership is a property of the person, so it is computed, not stored; what is stored
// is when a group last changed, because in Active Directory a new member moves the group's uSNChanged, not the member's.
import { hash } from '../random.ts';
import { DEPARTMENTS } from './names.ts';
import type { Person } from './person.ts';

export interface Group {
  name: string;
  /** Relative identifier of its SID. */
  rid: number;
  description: string;
  includes(person: Person): boolean;
}

const departmental: Group[] = DEPARTMENTS.map((department, index) => ({
  name: `${department} (all)`,
  rid: 2000 + index,
  description: `Everybody in ${department}`,
  includes: (person) => person.department === department,
}));

export const GROUPS: readonly Group[] = [
  { name: 'All Staff', rid: 1100, description: 'Everybody', includes: () => true },
  {
    name: 'VPN',
    rid: 1101,
    description: 'May connect from outside',
    includes: (person) => hash(person.seed, 40) % 3 === 0,
  },
  {
    name: 'Mobile Users',
    rid: 1102,
    description: 'Have a company phone',
    includes: (person) => person.mobilePhone !== '',
  },
  { name: 'Empty Group', rid: 1103, description: 'Nobody', includes: () => false },
  ...departmental,
];
