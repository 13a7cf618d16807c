// A hold for whoever tries the product: `npm start -- --hold`, and what its user does with it in a browser, from the address that
// it prints to a decision and its undoing.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { buildOnce } from '../end-to-end/bundle.ts';
import { Started } from '../end-to-end/started.ts';
import { browserIsInstalled, openBrowser, Visit } from './browser.ts';

// No other start has these numbers: its folder is this test's own.
const COMPANY = { users: 60, devices: 150, apps: 3, seed: 571_100 };
const folder = join(process.cwd(), '.data', `company-${Object.values(COMPANY).join('-')}`);
const ARGUMENTS = Object.entries(COMPANY).flatMap(([name, value]) => [`--${name}`, String(value)]);
const real = browserIsInstalled() && !existsSync('local.settings.json') ? describe : describe.skip;

real('npm start -- --hold', () => {
  let started: Started | undefined;
  let browser: Browser | undefined;
  let visit: Visit;
  beforeAll(async () => {
    buildOnce();
    rmSync(folder, { recursive: true, force: true });
    started = new Started([...ARGUMENTS, '--port', '0', '--fresh', '--hold']);
    const [, url = '', key = ''] = await started.said(/browser: (\S+)[\s\S]*?Paste this one:\n {2}(\S+)/);
    browser = await openBrowser();
    visit = await Visit.inside(browser, { url, key }, '#/status');
  });
  afterAll(async () => {
    await browser?.close();
    if (started?.running) started.signal('SIGTERM');
    await started?.exit;
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets a removal be held, understood, rejected with the keyboard alone, and approved after all', async () => {
    const { page } = visit;
    const card = page.locator('.cards > li');
    await card.waitFor();
    const text = String(await card.textContent());
    const [, lost = ''] = /^intune: (\d+) of \d+ rows of “devices” are gone at the source\./.exec(text) ?? [];
    // The company goes on living until the poll.
    const [, taken, of] = /Intune has lost (\d+) of its (\d+) devices/.exec(started?.output ?? '') ?? [];
    expect(Number(taken)).toBe(Math.round(Number(of) / 3));
    expect(Number(lost)).toBeGreaterThanOrEqual(Number(taken));
    expect(text).toMatch(
      /Since.+Last confirmed by a complete pass.+Without an answer it is carried out.+\(in 1[34] days\)/,
    );
    await visit.look('hold');
    // What would go is still there to be looked at.
    await card.getByText('Some of the rows (').click();
    await card.getByRole('link', { name: /^\d+$/ }).first().click();
    await page.getByText('Last seen by the system').first().waitFor();
    await page.goBack();

    await card.getByRole('button', { name: 'Reject …' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type(lost);
    await page.keyboard.press('Enter');
    await visit.hears('Rejected: everything stays.');
    await page.getByText('Rejected: nothing is removed or let in; can still be approved').waitFor();
    const decided = page.locator('#section-decisions ~ table tbody tr');
    // The journal is asked for beside the sources.
    await decided
      .first()
      .filter({ hasText: /rejected what was held/ })
      .waitFor();
    expect(await decided.first().textContent()).toMatch(
      new RegExp(`key:[0-9a-f]{16}.*rejected what was held.*${lost} × devices`),
    );

    await card.getByRole('button', { name: 'Approve …' }).click();
    await page.getByLabel(`Type ${lost} to confirm`).fill(lost);
    await page.keyboard.press('Enter');
    await page.getByText('Nothing is held.').waitFor();
    await decided
      .first()
      .filter({ hasText: /approved what was held/ })
      .waitFor();
    await visit.look('hold-approved');
    expect(visit.faults).toEqual([]);
  });
});
