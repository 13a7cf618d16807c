// What a search shows is of the question that stands above it, and all that there is to it.
import { expect, it } from '@jest/globals';
import { PAIRS, staged } from './browser.ts';
import { foundNothing, mailbox, user } from './estate.ts';
import { ALL, IMEI, SHOWN } from './estate-scenes.ts';
import { ok, problem, type Reply } from './stage.ts';

staged('the search in a browser', ALL, ({ stage, inside }) => {
  const searchFor = async (typed: string, visited = inside('#/estate')) => {
    const visit = await visited;
    await visit.page.locator('#q').fill(typed);
    await visit.page.keyboard.press('Enter');
    return visit;
  };

  it('shows nothing of the question before while the next one is asked, and when that fails', async () => {
    const slow = Promise.withResolvers<Reply>();
    const visit = await searchFor(IMEI);
    const { page } = visit;
    await page.locator('#found-devices').waitFor();
    stage.answers = { ...ALL, 'POST search': () => slow.promise };
    await searchFor('Hakon Jensen', Promise.resolve(visit));
    await page.getByText('Searched for: Hakon Jensen').waitFor();
    await page.locator('[aria-busy=true]').waitFor();
    const hits = async () => [await page.locator('tbody').count(), await page.getByText(IMEI).count()];
    expect(await hits()).toEqual([0, 0]);
    slow.resolve(problem(500, 'internal', 'It failed.', ''));
    await page.getByText('The collector failed to answer').waitFor();
    expect(await hits()).toEqual([0, 0]);
    expect(await page.getByText('Nothing was found').count()).toBe(0);
    await visit.look('search-failed');
    // The same question again, from where it failed.
    stage.answers = ALL;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('#found-devices').waitFor();
    await page.getByText('Searched for: Hakon Jensen').waitFor();
  });

  it('asks no longer for what was asked before, once something else is', async () => {
    const slow = Promise.withResolvers<Reply>();
    stage.answers = { ...ALL, 'POST search': () => slow.promise };
    const visit = await searchFor('Somebody else');
    const { page } = visit;
    await page.locator('[aria-busy=true]').waitFor();
    stage.answers = ALL;
    const ended = page.waitForEvent('requestfailed');
    await searchFor(IMEI, Promise.resolve(visit));
    await page.locator('#found-devices').waitFor();
    slow.resolve(ok(foundNothing));
    await ended;
  });

  it('takes what it said along when what was found is opened', async () => {
    const visit = await searchFor(IMEI);
    const { page } = visit;
    const said = page.locator('.announcer');
    await visit.hears('People: 0, devices');
    await page.locator('#found-devices ~ table').getByRole('link', { name: SHOWN }).click();
    await page.getByRole('heading', { level: 1, name: SHOWN }).waitFor();
    expect(await said.textContent()).toBe('');
  });

  it.each(PAIRS)(
    'tells how many devices a person has, and leads to them, in $language, $scheme, $width wide',
    async (appearance) => {
      const person = { ...user, deviceCount: 2, matched: [{ field: 'attributes.proxyAddresses', rank: 'exact' }] };
      const one = { ...ALL, 'POST search': ok({ ...foundNothing, users: [person] }) };
      stage.answers = one;
      const visit = await searchFor('amelie andersson', inside('#/estate', appearance));
      const { page } = visit;
      await page.getByText(/stand on the person’s page|stehen auf deren Seite/).waitFor();
      await visit.look('search-person');
      await page.locator('#found-people ~ table').getByRole('link', { name: '2', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Amélie Andersson' }).waitFor();
      expect(await page.locator('section[aria-labelledby=devices] tbody tr').count()).toBeGreaterThan(0);
    },
  );

  it.each(PAIRS)(
    'finds a mailbox that is nobody’s by its address, in $language, $scheme, $width wide',
    async (appearance) => {
      stage.answers = {
        ...ALL,
        'POST search': (_query, body) =>
          ok(JSON.stringify(body).includes('mailboxes') ? { items: [mailbox()], nextCursor: null } : foundNothing),
      };
      const visit = await searchFor('info@contoso.example', inside('#/estate', appearance));
      const row = visit.page.locator('#found-mailboxes ~ table tbody tr');
      expect(await row.getByRole('link').getAttribute('href')).toBe('#/estate/mailboxes/31');
      expect(await row.textContent()).toContain('info@contoso.example');
      await visit.look('search-mailbox');
    },
  );
});
