// The page of the API in a real browser: over a few of its operations, and over the description as it is.

import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { Description } from '../../pages/docs/search.ts';
import { eventually } from '../end-to-end/collector-process.ts';
import { type Appearance, PAIRS, staged, type Visit } from './browser.ts';
import { type Answers, ok, problem } from './stage.ts';

const whole: Description = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
/** Few are drawn in a moment; that of devices has more parameters than any other but one. */
const few: Description = {
  ...whole,
  paths: Object.fromEntries(['/api/devices', '/api/search'].map((path) => [path, whole.paths[path] ?? {}])),
};
const withBody: Description = {
  ...whole,
  paths: Object.fromEntries(
    ['/api/rules/test', '/api/privacy/find-person', '/api/search'].map((path) => [path, whole.paths[path] ?? {}]),
  ),
};
const PAGE = '../docs';
const DEVICES = ok({ items: [{ id: '1', deviceName: '<img src=x onerror=alert(1)>' }], nextCursor: null });
const ANSWERS: Answers = { 'GET openapi.json': ok(few), 'GET devices': DEVICES, 'POST search': ok({ users: [] }) };

const tags = ({ page }: Visit) => page.locator('.opblock-tag');

staged('the page of the API', ANSWERS, ({ stage, inside }) => {
  async function opened(hash: string, appearance?: Appearance): Promise<Visit> {
    const visit = await inside(hash, appearance);
    await tags(visit).first().or(visit.page.getByRole('alert')).waitFor();
    return visit;
  }

  /** Of the operation that is open: what is resolved of it late can take a press back, and it is pressed again. */
  async function execute({ page }: Visit, method = 'get'): Promise<void> {
    const opened = `.opblock-${method}.is-open`;
    await eventually('it can be tried', async () => {
      if ((await page.locator(`${opened} .execute`).count()) > 0) return true;
      await page.evaluate(`document.querySelector('${opened} .try-out__btn:not(.cancel)')?.click()`);
      return undefined;
    });
    await page.locator(`${opened} .execute`).click();
    await page.locator('.live-responses-table').waitFor();
  }

  async function authorize({ page }: Visit) {
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Available authorizations' });
    await dialog.waitFor();
    return dialog;
  }

  it.each(PAIRS)('shows operations to who has a key, in $language, $scheme, $width wide', async (appearance) => {
    const visit = await opened(PAGE, appearance);
    await visit.page.locator('[data-tag=Devices] button').click();
    await visit.look('docs');
    await authorize(visit);
    await visit.look('docs-keys');
  });

  it.each(PAIRS)(
    'tries one with parameters, and one with a body, in $language, $scheme, $width wide',
    async (appearance) => {
      const visit = await opened(`${PAGE}#/Devices/listDevices`, appearance);
      const { page } = visit;
      await execute(visit);
      await page.getByRole('button', { name: 'Add string item' }).first().click();
      await visit.look('docs-parameters');
      const [name, value] = await Promise.all(
        ['name', 'description'].map((cell) => page.locator(`td.parameters-col_${cell}`).first().boundingBox()),
      );
      const isBelow = (value?.y ?? 0) >= (name?.y ?? 0) + (name?.height ?? 0);
      expect(isBelow).toBe(appearance.width < 640);
      await page.locator('.opblock-summary-control').first().click();
      await page.locator('[data-tag=Search] button').press('Enter');
      await page.locator('.opblock-post .opblock-summary-control').press('Enter');
      await execute(visit, 'post');
      await page.getByText('Schema', { exact: true }).first().click();
      await visit.look('docs-body');
    },
  );

  it.each(['rulesTest', 'find-person', 'searchByBody'])(
    'names the field of the body of %s, and lets all of it be read',
    async (id) => {
      stage.answers = { ...ANSWERS, 'GET openapi.json': ok(withBody) };
      const [tag = ''] = Object.values(withBody.paths).flatMap(({ post }) =>
        post?.operationId === id ? post.tags : [],
      );
      const visit = await opened(`${PAGE}#/${encodeURIComponent(tag)}/${id}`);
      const field = visit.page.getByRole('textbox', { name: 'Request body' });
      await eventually('it can be tried', async () => {
        if ((await field.count()) > 0) return true;
        await visit.page.evaluate("document.querySelector('.try-out__btn:not(.cancel)')?.click()");
        return undefined;
      });
      await visit.look(`docs-${id}`);
    },
  );

  it('finds an operation by words of its path or of what it is for', async () => {
    stage.answers = { ...ANSWERS, 'GET openapi.json': ok(whole) };
    const { page } = await opened(PAGE);
    await page.getByLabel('Search paths and summaries').fill('who read personal');
    await page.getByText('Operations found: 1.').waitFor();
    await page.locator('.opblock-summary-path').waitFor();
    expect(await page.locator('.opblock-summary-path').allInnerTexts()).toEqual(['/privacy/access-log']);
    // What was found is there to be tried, whatever else was looked for before.
    for (const [phrase, path] of [
      ['find-person', '/privacy/find-person'],
      ['polls', '/sources/{name}/polls'],
    ] as const) {
      await page.getByLabel('Search paths and summaries').fill(phrase);
      await page.locator('.opblock-summary-control').filter({ hasText: path }).click();
      await page.getByRole('button', { name: 'Try it out' }).waitFor();
    }
  });

  it('tries an operation with the key, which is shown nowhere, and shows what came as text', async () => {
    const visit = await opened(`${PAGE}#/Devices/listDevices`);
    await execute(visit);
    await visit.page.locator('.live-responses-table').getByText('onerror=alert').first().waitFor();
    expect(stage.asked.at(-1)).toMatch(/^GET devices\?/);
    expect(await visit.page.locator('.curl-command').textContent()).toContain("-H 'x-functions-key: KEY'");
    expect(await visit.page.content()).not.toContain(stage.key);
  });

  it('sends the cookie of a proxy that signs people in', async () => {
    let cookie: string | undefined;
    const devices: Answers[string] = (_query, _body, headers) => {
      cookie = headers.cookie;
      return DEVICES;
    };
    stage.answers = { ...ANSWERS, 'GET devices': devices };
    const visit = await opened(`${PAGE}#/Devices/listDevices`);
    await visit.page.context().addCookies([{ name: 'proxy', value: 'session', url: new URL('/', stage.url).href }]);
    await execute(visit);
    expect(cookie).toBe('proxy=session');
  });

  it('takes the key along no redirect', async () => {
    stage.answers = { ...ANSWERS, 'GET devices': { status: 302, headers: { location: '/other-app/login' } } };
    const visit = await opened(`${PAGE}#/Devices/listDevices`);
    const other: string[] = [];
    visit.page.on('request', (request) => void (request.url().includes('/other-app/') && other.push(request.url())));
    await execute(visit);
    expect(stage.asked.at(-1)).toMatch(/^GET devices\?/);
    expect(other).toEqual([]);
  });

  it('takes other keys in fields that show none, for headers alone', async () => {
    const visit = await opened(PAGE);
    const dialog = await authorize(visit);
    await dialog.getByText('x-functions-key').waitFor();
    expect(await dialog.getByText('functionKeyInQuery').count()).toBe(0);
    const fields = await dialog.locator('input').all();
    const kinds = await Promise.all(
      fields.map(async (field) => [await field.getAttribute('type'), await field.getAttribute('autocomplete')]),
    );
    expect(kinds).toEqual([1, 2, 3].map(() => ['password', 'off']));
  });

  it('keeps the focus in the dialog of keys, shows where it is, and gives it back', async () => {
    const visit = await opened(PAGE);
    const dialog = await authorize(visit);
    for (let press = 0; press < 12; press += 1) {
      await visit.page.keyboard.press('Tab');
      // After the last one the browser itself has it.
      expect(await visit.page.locator('#app *:focus').count()).toBe(await dialog.locator('*:focus').count());
    }
    await dialog.getByRole('button', { name: 'Close' }).first().focus();
    expect(await visit.page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px');
    await visit.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await visit.focused()).toBe('Authorize');
  });

  it('forgets the key, and what was answered, with the document', async () => {
    const { page } = await opened(PAGE);
    await page.evaluate('globalThis.before = true');
    await page.getByRole('button', { name: 'Forget the key' }).click();
    await page.locator('input[type=password]').waitFor();
    expect(await page.evaluate('globalThis.before === undefined')).toBe(true);
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
