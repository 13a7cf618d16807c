// What is measured for growth: every parser, each with inputs that it may find hard.
import type { Subject } from './growth.ts';
import { ldapSubjects } from './subjects-ldap.ts';
import { logSubjects } from './subjects-logs.ts';
import { recordSubjects } from './subjects-records.ts';
import { requestSubjects } from './subjects-requests.ts';
import { textSubjects } from './subjects-texts.ts';

export const subjects = async (): Promise<readonly Subject[]> => [
  ...textSubjects,
  ...requestSubjects(),
  ...(await recordSubjects()),
  ...ldapSubjects(),
  ...logSubjects,
];

/** Two that must be found: a search within a loop, and a loop within a loop. */
export const quadratic: readonly Subject[] = [
  {
    name: 'pairs',
    input: (size) => Math.min(size, 2 ** 15) / 8,
    work: (size: number) => {
      let found = 0;
      for (let i = 0; i < size; i += 1) for (let j = 0; j < size; j += 1) found += i === j ? 1 : 0;
      return found;
    },
  },
  {
    name: 'a copy per item',
    input: (size) => Array.from({ length: Math.min(size, 2 ** 15) / 8 }, (_, i) => i),
    work: (items: number[]) => items.reduce<number[]>((all, item) => [item, ...all.map((one) => one + 1)], []),
  },
];
