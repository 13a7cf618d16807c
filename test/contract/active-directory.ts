import { activeDirectory, dayPasses } from '../faults/active-directory-target.ts';
import type { ContractTarget } from './target.ts';

const LIST = /^search OU=/i;

export const activeDirectoryContract: ContractTarget = {
  reads: activeDirectory,
  wire: {
    asked: ({ fleet }) =>
      fleet.systems['active-directory'].requests.map(
        ({ operation, base, attributes }) => `${operation} ${base} ${attributes.join()}`,
      ),
    pages: ({ fleet }) =>
      fleet.systems['active-directory'].requests.filter(({ operation, base }) => LIST.test(`${operation} ${base}`))
        .length,
    dataset: 'directory_user',
    failPage: (company, database) => {
      dayPasses(company, database);
      company.fleet.systems['active-directory'].faults.set({ fault: 'insufficient-rights', continued: true });
    },
  },
  large: { settings: { pageSize: 100 } },
  switches: [{ name: 'a title', on: {}, off: { exclude: ['title'] }, asks: /\btitle\b/, dataset: 'directory_user' }],
};
