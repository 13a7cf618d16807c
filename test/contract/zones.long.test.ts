// What is stored depends on no time zone: every source once in the zone of the tests (jest.config.js), and once in another.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Company } from '../end-to-end/company.ts';
import { type PollOnce, pollElsewhere, pollOnce } from './elsewhere.ts';
import { contracts } from './products.ts';
import { recordsIn } from './stored.ts';
import { companyOf, entryOf } from './target.ts';

const companies: Company[] = [];
const [here, there]: [PollOnce[], PollOnce[]] = [[], []];

beforeAll(async () => {
  for (const target of contracts) {
    const company = await companyOf(target);
    companies.push(company);
    const entry = entryOf(target, company, { profile: 'sensitive' });
    here.push({ folder: company.folder, file: company.databaseFile('here'), entry });
    there.push({ folder: company.folder, file: company.databaseFile('there'), entry });
  }
  for (const poll of here) await pollOnce(poll);
  await pollElsewhere('America/St_Johns', there);
});
afterAll(() => Promise.all(companies.map((company) => company.close())));

it.each(contracts.map(({ reads }, at) => [reads.connector, at] as const))('instants of %s are the same', (_, at) => {
  const found = recordsIn(there[at]?.file ?? '');
  expect(found).toEqual(recordsIn(here[at]?.file ?? ''));
  // In milliseconds: nothing would be proven without one.
  expect(found.join()).toMatch(/_at=\d{12,}/);
});
