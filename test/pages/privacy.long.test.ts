// Privacy in a real browser: what is collected, the record, readings, and the export of a person.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { APPEARANCES, staged } from './browser.ts';
import { exported, found, MARKUP, PRIVACY } from './privacy-scenes.ts';
import { ok } from './stage.ts';

staged('privacy in a browser', PRIVACY, ({ stage, inside }) => {
  it.each(APPEARANCES)('shows what is collected, in $language, $scheme, $width wide', async (appearance) => {
    const visit = await inside('#/privacy', appearance);
    await visit.page.locator('table').first().waitFor();
    await visit.look('privacy');
    await visit.page.evaluate("location.hash = '#/privacy/record/device'");
    await visit.page.locator('tbody tr').nth(10).waitFor();
    await visit.look('privacy-dataset');
  });

  it('says which switches are on and off, those that are on first, and shows names as text', async () => {
    const visit = await inside('#/privacy');
    const rows = visit.page.getByRole('table', { name: 'Switches of intune' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.locator('.state').allInnerTexts()).toEqual(['on', 'off']);
    await visit.page.getByText(MARKUP).first().waitFor();
    await visit.page.getByText('It is disabled').waitFor();
    await visit.page.getByRole('link', { name: 'devices', exact: true }).click();
    await visit.page
      .getByRole('row', { name: /^imei / })
      .getByText('intune')
      .waitFor();
  });

  it('has the record of all datasets, and the retention', async () => {
    const visit = await inside('#/privacy/record');
    await visit.page.getByRole('link', { name: 'mailboxes', exact: true }).waitFor();
    await visit.look('privacy-record');
    await visit.page.getByRole('navigation', { name: 'Privacy' }).getByRole('link', { name: 'Retention' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Retention' }).waitFor();
    expect(await visit.focused()).toBe('Retention');
    await visit.look('privacy-retention');
  });

  it('shows to who answers for privacy what a licence check sends, and nothing that is not for them', async () => {
    stage.role = 'privacy';
    const visit = await inside('#/privacy/sent');
    await visit.page.getByText('What a licence check would send now').click();
    await visit.page.getByText('"functionsHost": "4.1"').waitFor();
    expect([await visit.page.locator('main .problem').count(), stage.refused]).toEqual([0, []]);
    await visit.look('privacy-sent');
  });

  it('reads the log of readings for a purpose alone, page by page, and saves it', async () => {
    const visit = await inside('#/privacy/readings');
    const { page } = visit;
    await page.getByLabel('Purpose of this reading').waitFor();
    await page.getByRole('button', { name: 'Show the log' }).click();
    await page.getByText('Choose a purpose').waitFor();
    await visit.settled();
    expect(visit.asked.filter((asked) => asked.includes('access-log'))).toEqual([]);
    await page.getByLabel('Purpose of this reading').selectOption('support');
    await page.getByRole('button', { name: 'Show the log' }).click();
    await page.getByRole('button', { name: '100 more' }).click();
    await page.locator('tbody tr').nth(150).waitFor();
    // Whose key it is its hash does not tell.
    expect(await page.locator('tbody tr').first().textContent()).toContain('key:0123456789abcdefprivacy');
    // A digit too many: it is said, and nothing of the form is lost.
    await page.getByLabel('From').fill('11202-02-09');
    await page.getByText('The year of a day has four digits').waitFor();
    expect(await page.getByLabel('Purpose of this reading').inputValue()).toBe('support');
    await page.getByLabel('From').fill('2026-11-30');
    await page.getByLabel('From').blur();
    await page.locator('tbody').waitFor({ state: 'detached' });
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: /as CSV/ }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toMatch(/^access-log-\d{4}-\d\d-\d\d\.csv$/);
    // The whole log, not its first page.
    expect(readFileSync(await file.path(), 'utf8')).toBe('\uFEFFsep=,\r\nid\r\n1\r\n2\r\n');
    // Of these days alone.
    expect(stage.asked.at(-1)).toContain('occurredAt.ge=2026-11-29T23%3A00%3A00.000Z');
  });

  it('finds a person by a name, which stands in no address, shows what is held, and saves all of it', async () => {
    const visit = await inside('#/privacy/person');
    const { page } = visit;
    await page.getByLabel('Purpose of this reading').selectOption('support');
    await page.getByLabel('Name', { exact: true }).fill('ada@corp.example');
    await page.keyboard.press('Enter');
    await visit.hears('2 people were found.');
    await page.getByRole('button', { name: 'Show Person 7' }).waitFor();
    await visit.look('privacy-found');
    await page.getByRole('button', { name: /\(Person 1\)/ }).click();
    await page.getByRole('heading', { name: MARKUP }).waitFor();
    expect(await visit.focused()).toBe(MARKUP);
    expect(await page.title()).not.toContain(MARKUP);
    expect(await page.locator('summary').allInnerTexts()).toEqual(['people (1)', 'devices (3)', 'log of readings (1)']);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.locator('details').getByText(MARKUP).waitFor();
    await visit.look('privacy-person');
    await page.getByRole('columnheader', { name: 'IMEI' }).waitFor();
    const savingToRead = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save to read' }).click();
    const toRead = await readFile(await (await savingToRead).path(), 'utf8');
    expect(toRead).toContain('personal data that is held (GDPR Art. 15)</h1>');
    expect(toRead).toMatch(/<h2>devices \(3\)<\/h2><p>Purpose: [^<]+<\/p><p>Kept: [^<]+<\/p>/);
    expect(toRead).toContain('<td>Phone 2</td>');
    expect(toRead).toContain('&lt;img src=x onerror=alert(1)&gt;');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save all of it (JSON)' }).click();
    const file = await saving;
    expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toEqual(exported);
    expect([...stage.asked, page.url()].join()).not.toContain('ada');
  });

  it('says that more people have a display name than are listed, and what to search by', async () => {
    const hits = Array.from({ length: 100 }, (_, n) => found(String(n), { kind: 'display_name' }));
    stage.answers = { ...PRIVACY, 'POST privacy/find-person': ok({ items: hits, cut: true }) };
    const visit = await inside('#/privacy/person', { language: 'de', scheme: 'dark', width: 360 });
    await visit.page.getByLabel(/^Zweck/).selectOption('support');
    await visit.page.getByLabel('Name', { exact: true }).fill('Kim Lee');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('mehr Personen, als aufgeführt sind').first().waitFor();
    expect(await visit.page.locator('tbody tr').count()).toBe(100);
    await visit.page.getByRole('button', { name: 'English' }).click();
    await visit.page.locator('.told.warn').getByText('Search by a UPN, a mail address').waitFor();
  });

  it('says that nobody has a name', async () => {
    const visit = await inside('#/privacy/person');
    await visit.page.getByLabel('Purpose of this reading').selectOption('support');
    await visit.page.getByLabel('Name', { exact: true }).fill('nobody');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('That does not say that nothing is held').waitFor();
    await visit.look('privacy-nobody');
    await visit.page.getByRole('link', { name: 'Search the estate' }).click();
    await visit.page.getByRole('heading', { level: 1 }).waitFor();
  });
});
