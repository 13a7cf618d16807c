// A link is anybody's: what it brings is said to be the link's, or not said at all.
import { expect, it } from '@jest/globals';
import { staged } from './browser.ts';
import { ALL, detail, named, phone } from './estate-scenes.ts';
import { ok, problem, type Reply } from './stage.ts';

const LIE = 'Anna Müller has been fired';

staged('a link to the pages', ALL, ({ stage, inside }) => {
  it('may have the API’s own word for what is not known, which can be chosen, too', async () => {
    const { page } = await inside('#/estate/devices?platform=ios&unknown=osVersion');
    const version = page.getByLabel('Version', { exact: true });
    await version.locator('option:checked', { hasText: 'unknown, or not told' }).waitFor({ state: 'attached' });
    await page.locator('tbody tr').first().waitFor();
    expect(await page.evaluate('location.hash')).toBe('#/estate/devices?platform=ios&version=-');
    // And nothing else: rows of another question would stand there meanwhile.
    const asked = stage.asked.filter((one) => one.startsWith('GET devices?'));
    expect(asked.filter((one) => !one.includes('unknown=osVersion'))).toEqual([]);
    await version.selectOption('');
    expect(await page.evaluate('location.hash')).toBe('#/estate/devices?platform=ios');
  });

  it.each([
    ['devices?user=', 'not known here'],
    ['people?surname=', 'not known here'],
    ['people?enabled=', 'none of what can be chosen'],
    ['devices?platform=', 'none of what can be chosen'],
    ['devices?source=', 'none of what can be chosen'],
    ['apps?title=', 'not known here'],
    ['mailboxes?owner=', 'not known here'],
    ['statistics?source=', 'none of what can be chosen'],
  ])('is told to ask for what there is not: %s', async (place, told) => {
    const visit = await inside(`#/estate/${place}${encodeURIComponent(LIE)}`);
    const { page } = visit;
    await page.getByText(told).waitFor();
    const text = String(await page.evaluate('document.querySelector("main").innerText'));
    expect(text.replaceAll(`“${LIE}” (from the link)`, '')).not.toContain(LIE);
    if (place.startsWith('statistics')) expect(await page.locator('main section').count()).toBe(0);
    await visit.look(`link-${place.replace(/\W+/g, '-')}`);
    await page.getByRole('button', { name: 'take this filter away' }).or(page.getByText('Reset all')).first().click();
    await page.getByText(told).waitFor({ state: 'detached' });
  });

  it('says nothing in the name of the page', async () => {
    stage.answers = { ...ALL, [`GET sources/${encodeURIComponent(LIE)}`]: problem(404, 'not-found', 'None.', '') };
    const { page } = await inside(`#/estate/devices?model=${encodeURIComponent(LIE)}`);
    await page.getByText(`“${LIE}” (from the link)`).waitFor();
    for (const [name, heading] of [
      [LIE, 'No source of this name'],
      ['x'.repeat(20_000), 'There is no such page'],
    ] as const) {
      await page.evaluate(`location.hash = ${JSON.stringify(`#/status/source/${encodeURIComponent(name)}`)}`);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      expect(`${await page.locator('body').textContent()} ${await page.title()}`).not.toContain(name.slice(0, 300));
    }
    expect(stage.asked.join().length).toBeLessThan(10_000);
  });

  it('leaves no title of the place before while the next one loads', async () => {
    const slow = Promise.withResolvers<Reply>();
    stage.answers = { ...ALL, 'GET devices/1': () => slow.promise };
    const { page } = await inside('#/estate/people');
    await page.locator('tbody tr').first().waitFor();
    expect(await page.title()).toBe('People – EMM Lens');
    await page.evaluate("location.hash = '#/estate/devices/1'");
    await page.locator('[aria-busy=true]').first().waitFor();
    expect(await page.title()).toBe('EMM Lens');
    slow.resolve(ok(detail));
    await page.locator('#apps').waitFor();
    expect(await page.title()).toBe('Device – EMM Lens');
  });

  it('has a text that can be seen and that turns nothing around, whatever a system calls things', async () => {
    const odd = { ...phone, deviceName: '\u200B', model: 'iPhone \u202E51', manufacturer: null };
    stage.answers = { ...ALL, 'GET devices': ok({ items: [named(odd)], nextCursor: null, total: 1, totalDevices: 1 }) };
    const { page } = await inside('#/estate/devices');
    const row = page.locator('tbody tr');
    await row.getByRole('link', { name: 'iPhone \uFFFD51 (no name)' }).waitFor();
    expect(await row.textContent()).not.toContain('\u202E');
  });
});
