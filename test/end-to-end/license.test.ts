// The licence check of a running collector, where its server fails and where there is none.
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { licenseHistory } from './answers.ts';
import { Company } from './company.ts';

const EVERY_SECOND = '* * * * * *';

describe('a licence server that fails', () => {
  let company: Company;
  beforeAll(async () => {
    company = await Company.start({ users: 2, devices: 2 });
  });
  afterAll(async () => company?.close());

  it('is told in the history, with what was sent, and asked again', async () => {
    const { license } = company.fleet;
    license.faults.set({ fault: 'forbidden' });
    const environment = {
      LICENSE_URL: license.url,
      LICENSE_CA_FILE: `${company.folder}/ca.pem`,
      LICENSE_SCHEDULE: EVERY_SECOND,
    };
    const lens = await company.collector({ environment });
    await lens.line(/licence check failed/);
    // What failed is due again.
    license.faults.clear();
    await lens.line(/licence check was answered/);
    await lens.stop();
    using database = new DatabaseSync(company.databaseFile(), { readOnly: true });
    const kept = database.prepare('SELECT payload, error_code FROM license_exchange ORDER BY id').all();
    expect(kept.map(({ payload }) => payload)).toEqual(license.received.map(({ body }) => body.toString('utf8')));
    expect([kept[0]?.error_code, kept.at(-1)?.error_code]).toEqual(['http-403', null]);
  });
});

describe('without a LICENSE_URL', () => {
  let company: Company;
  beforeAll(async () => {
    company = await Company.start({ users: 2, devices: 2 });
  });
  afterAll(async () => company?.close());

  it('nothing is sent, and the log says so once', async () => {
    const lens = await company.collector();
    await lens.line(/LICENSE_URL is not set/);
    await lens.firstPolls('intune');
    const { items } = await lens.get(licenseHistory, 'license/history');
    expect([items, company.fleet.license.received]).toEqual([[], []]);
    expect(lens.log.filter((line) => line.includes('LICENSE_URL'))).toHaveLength(1);
  });
});
