// The pages of a real collector, in a real browser: served by the bundle, with its key; and while its settings are wrong.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { CollectorProcess } from '../end-to-end/collector-process.ts';
import { Company } from '../end-to-end/company.ts';
import { browserIsInstalled, openBrowser, type Served, Visit } from './browser.ts';

const real = browserIsInstalled() ? describe : describe.skip;
const VANISHED = 30;

real('the pages of a collector', () => {
  let company: Company;
  let browser: Browser;
  let lens: CollectorProcess;
  const served = ({ url, key }: CollectorProcess): Served => ({ url: `${url}/api/pages/`, key });

  beforeAll(async () => {
    company = await Company.start({ users: 30, devices: 50 });
    browser = await openBrowser();
    lens = await company.collector();
    await lens.firstPolls('intune', 'directory');
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  it('are found without the slash at the end', async () => {
    const visit = await Visit.at(browser, { url: `${lens.url}/api/pages` });
    expect(visit.page.url()).toBe(`${lens.url}/api/pages/`);
    await visit.close();
  });

  it('show each source, the collector itself, and what the licence check would send', async () => {
    const visit = await Visit.inside(browser, served(lens), '#/status');
    for (const name of ['intune', 'directory'])
      await visit.page.getByRole('link', { name, exact: true }).first().waitFor();
    await visit.page.getByText(`EMM Lens 0.`, { exact: false }).first().waitFor();
    await visit.page.locator('svg.sparkline').nth(1).waitFor();
    await visit.look('collector');
    await visit.close();
  });

  it('poll a source on demand, and show the poll when it has ended', async () => {
    const visit = await Visit.inside(browser, served(lens), '#/status/source/intune');
    const before = await lens.source('intune');
    await visit.page.getByRole('button', { name: 'Poll now' }).click();
    await visit.hears('A poll begins.');
    await lens.ended('intune', before.lastPoll?.startedAt);
    await visit.close();
  });

  it('let an operator understand a mass removal, and approve it: the journal says that it was done', async () => {
    company.fleet.estate.removeDevices(0.6);
    expect((await lens.poll('intune')).state).toBe('held');
    const visit = await Visit.inside(browser, served(lens), '#/status');
    await visit.page.getByText(`${VANISHED} of 50 rows of “devices” are gone at the source.`).waitFor();
    await visit.look('held');
    await visit.page.getByRole('button', { name: 'Approve …' }).click();
    await visit.page.getByLabel(`Type ${VANISHED} to confirm`).fill(String(VANISHED));
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('Nothing is held.').waitFor();
    await visit.page.getByText('approved what was held').waitFor();
    await visit.page.getByText(`${VANISHED} × devices`).waitFor();
    expect((await lens.source('intune')).datasets.device?.rows).toBe(50 - VANISHED);
    await visit.look('approved');
    await visit.close();
  });

  it('come while settings are wrong, and say behind the key which', async () => {
    const wrong = await company.collector({ environment: { AUDIT_KEY: undefined, PHONE_KEY: 'in-the-clear' } });
    const visit = await Visit.at(browser, served(wrong), '#/status');
    await visit.page.getByText('The collector is not ready (settings).').waitFor();
    await visit.enter(wrong.key);
    await visit.page.getByText('The collector runs, but its settings are wrong.').waitFor();
    await visit.page.getByText('AUDIT_KEY is missing').waitFor();
    await visit.look('wrong-settings');
    await visit.close();
  });
});
