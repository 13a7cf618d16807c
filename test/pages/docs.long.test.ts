// The page of the API in a real browser, over the description as it is.
import { readFileSync } from 'node:fs';
import { expect, it, jest } from '@jest/globals';
import { APPEARANCES, type Appearance, staged, type Visit } from './browser.ts';
import { type Answers, ok, problem } from './stage.ts';

const PATIENCE_MS = 150_000;
jest.setTimeout(2 * PATIENCE_MS);
const description = ok(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));
const PAGE = '../docs';
const tags = ({ page }: Visit) => page.locator('.opblock-tag');

const ANSWERS: Answers = {
  'GET openapi.json': description,
  'GET devices': ok({ items: [{ id: '1', deviceName: '<img src=x onerror=alert(1)>' }], nextCursor: null }),
};

staged('the page of the API', ANSWERS, ({ stage, inside }) => {
  /** Drawing all operations takes the whole of a core for a while. */
  async function opened(hash: string, appearance?: Appearance): Promise<Visit> {
    const visit = await inside(hash, appearance);
    visit.page.setDefaultTimeout(PATIENCE_MS);
    return visit;
  }

  it.each(APPEARANCES)(
    'shows the operations to who has a key, in $language, $scheme, $width wide',
    async (appearance) => {
      const visit = await opened(PAGE, appearance);
      await tags(visit).first().waitFor();
      await visit.look('docs');
    },
  );

  it('finds an operation by words of its path or of what it is for', async () => {
    const visit = await opened(PAGE);
    await tags(visit).first().waitFor();
    await visit.page.getByLabel('Search paths and summaries').fill('who read personal');
    await visit.page.getByText('Operations found: 1.').waitFor();
    await visit.page.locator('.opblock-summary-path').waitFor();
    expect(await visit.page.locator('.opblock-summary-path').allInnerTexts()).toEqual(['/privacy/access-log']);
  });

  it('tries an operation with the key, which is shown nowhere, and shows what came as text', async () => {
    const visit = await opened(`${PAGE}#/Devices/listDevices`);
    const { page } = visit;
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    const answer = page.locator('.live-responses-table');
    await answer.getByText('onerror=alert').first().waitFor();
    expect(stage.asked.at(-1)).toMatch(/^GET devices\?/);
    expect(await page.locator('.curl-command').textContent()).toContain("-H 'x-functions-key: KEY'");
    expect(await page.content()).not.toContain(stage.key);
    // Its own markup has findings of axe: names of selections, buttons in buttons, contrast.
    await visit.look('tried', ['.swagger-ui']);
  });

  it('sends the key in a header alone, and to no other place', async () => {
    stage.answers = { ...stage.answers, 'GET devices': { status: 302, headers: { location: '/other-app/login' } } };
    const visit = await opened(`${PAGE}#/Devices/listDevices`);
    const { page } = visit;
    const other: string[] = [];
    page.on('request', (request) => void (request.url().includes('/other-app/') && other.push(request.url())));
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.live-responses-table').waitFor();
    expect(stage.asked.at(-1)).toMatch(/^GET devices\?/);
    expect(other).toEqual([]);
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.getByText('x-functions-key').first().waitFor();
    expect(await page.getByText('functionKeyInQuery').count()).toBe(0);
  });

  it('forgets the key, and what was answered, with the document', async () => {
    const visit = await opened(PAGE);
    await tags(visit).first().waitFor();
    await visit.page.evaluate('globalThis.before = true');
    await visit.page.getByRole('button', { name: 'Forget the key' }).click();
    await visit.page.locator('input[type=password]').waitFor();
    expect(await visit.page.evaluate('globalThis.before === undefined')).toBe(true);
  });

  it('says why there is nothing to show', async () => {
    stage.answers = {
      'GET openapi.json': problem(503, 'settings', 'A setting is wrong or missing.', 'AUDIT_KEY is missing.'),
    };
    const visit = await opened(PAGE);
    await visit.page.getByText('AUDIT_KEY is missing.').waitFor();
    await visit.look('docs-settings');
  });
});
