// What a service desk does with the estate, in a real browser.
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { staged } from './browser.ts';
import { foundNothing, user } from './estate.ts';
import { ALL, detail, devicePages, ESTATE, IMEI, named, phone, SHOWN, twin } from './estate-scenes.ts';
import { hold, source } from './sources.ts';
import { ok, problem } from './stage.ts';

staged('a service desk in a browser', ALL, ({ stage, inside }) => {
  it('finds the owner of a lost phone by its IMEI, which stands in no address', async () => {
    const visit = await inside('#/estate');
    await visit.page.getByLabel('Name, account').fill(IMEI);
    await visit.page.keyboard.press('Enter');
    const row = visit.page.locator('#found-devices ~ table tbody tr');
    await row.waitFor();
    // One phone, with both of its systems, and what of it answered.
    expect(await row.count()).toBe(1);
    for (const told of ['intune', 'ivanti-epmm', 'IMEI (exactly)', 'a further IMEI (in part)', 'not compliant'])
      expect(await row.textContent()).toContain(told);
    await visit.look('found');
    await row.getByRole('link', { name: 'Amélie Andersson' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Amélie Andersson' }).waitFor();
    expect(await visit.focused()).toBe('Amélie Andersson');
    await visit.page.getByText('+49 171').first().waitFor();
    expect(stage.asked.filter((asked) => asked.includes(IMEI))).toEqual([]);
    expect(visit.page.url()).not.toContain(IMEI);
    // Going back comes to what was found.
    await visit.page.goBack();
    await row.waitFor();
    expect(await visit.page.getByLabel('Name, account').inputValue()).toBe(IMEI);
    expect(await visit.focused()).toBe('Amélie Andersson');
    await visit.page.getByRole('button', { name: 'Forget the key' }).click();
    expect(await visit.page.content()).not.toContain(IMEI);
  });

  it('searches for what was meant of what was pasted, says so, and says why an IMEI finds nothing', async () => {
    const bodies: unknown[] = [];
    stage.answers = {
      ...ALL,
      'POST search': (_query, body) => {
        if (!Object.hasOwn(Object(body), 'dataset')) bodies.push(body);
        return ok(foundNothing);
      },
    };
    const visit = await inside('#/estate');
    const box = visit.page.getByLabel('Name, account');
    await box.fill('Phone lost! IMEI: 35-161811-081908-6, please lock');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('Searched for this IMEI alone: 35-161811-081908-6').waitFor();
    await visit.page.getByText('Is one mistyped?').waitFor();
    await visit.look('understood');
    await visit.page.getByRole('button', { name: 'Search for all that was typed' }).click();
    await visit.page.getByText('Searched for this').waitFor({ state: 'detached' });
    await visit.settled();
    expect(bodies).toEqual([{ q: '35-161811-081908-6' }, { q: 'Phone lost! IMEI: 35-161811-081908-6, please lock' }]);
    expect(await box.inputValue()).toContain('Phone lost!');
  });

  it('says that more match than are shown, and shows them', async () => {
    const one = { ...user, deviceCount: 0, matched: [{ field: 'surname', rank: 'exact' }] };
    const page = (id: string, nextCursor: string | null) =>
      ok({ ...foundNothing, users: [{ ...one, id }], cut: { users: nextCursor !== null, devices: false }, nextCursor });
    stage.answers = {
      ...ALL,
      'POST search': (_query, body) => (JSON.stringify(body).includes('cursor') ? page('2', null) : page('1', 'next')),
    };
    const visit = await inside('#/estate');
    await visit.page.getByLabel('Name, account').fill('and');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('More people match than are shown').waitFor();
    await visit.page.getByRole('button', { name: 'Show more' }).click();
    await visit.page.getByText('More people match').waitFor({ state: 'detached' });
    expect(await visit.page.locator('tbody tr').count()).toBe(2);
  });

  it('lists devices with an app below a version for a purpose, and saves them as CSV', async () => {
    const visit = await inside('#/estate/apps');
    const bodies: unknown[] = [];
    const asking = (body: object) =>
      new URLSearchParams(Object.entries(body).map(([k, v]): [string, string] => [k, String(v)]));
    stage.answers = {
      ...ALL,
      'POST search': (_query, body) => {
        bodies.push(body);
        return asking(Object(body)).get('format') === 'csv' ? devicePages(asking(Object(body))) : listed;
      },
    };
    const listed = ok({
      items: [named(phone), named(twin)],
      nextCursor: null,
      total: 2,
      totalDevices: 1,
      totalIsExact: true,
    });
    await visit.page.getByLabel('App: its title').fill('Outlook');
    await visit.page.getByLabel('Version', { exact: true }).fill('9.60.4');
    await visit.page.getByRole('button', { name: 'List the devices' }).click();
    await visit.page.getByText('Choose a platform').waitFor();
    expect(await visit.focused()).toBe('Platform');
    await visit.page.locator('#below-platform').selectOption('ios');
    await visit.page.getByRole('button', { name: 'List the devices' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    // What was typed may be anything.
    expect(await visit.page.evaluate('location.hash')).toBe('#/estate/devices?platform=ios&appBelow=9.60.4');
    await visit.page.getByRole('button', { name: 'List the devices' }).click();
    await visit.page.getByText('Choose a purpose').waitFor();
    await visit.settled();
    expect(visit.asked.filter((asked) => asked.startsWith('GET devices'))).toEqual([]);
    await visit.look('purpose');
    await visit.page.getByLabel('Purpose of this reading').selectOption('support');
    await visit.page.getByRole('button', { name: 'List the devices' }).click();
    await visit.page.getByText('Devices: 1. Systems have 2 entries of them').waitFor();
    const [download] = await Promise.all([
      visit.page.waitForEvent('download'),
      visit.page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^devices-\d{4}-\d\d-\d\d\.csv$/);
    const lines = readFileSync(await download.path(), 'utf8').split('\r\n');
    // Ten pages, one head.
    expect([lines.length, lines[0], lines[1], lines[2], lines.at(-2)]).toEqual([
      ESTATE + 3,
      '\uFEFFsep=,',
      'id,deviceName',
      '1,A phone',
      `${ESTATE},A phone`,
    ]);
    const filters = { platform: 'ios', 'appVersion.lt': '9.60.4', app: 'Outlook' };
    expect(bodies.at(-1)).toMatchObject({ dataset: 'devices', filters, format: 'csv', cursor: '9000' });
    expect(stage.asked.join()).not.toContain('Outlook');
  });

  it('sends the beginning of a title in no address, on further pages neither', async () => {
    const bodies: unknown[] = [];
    const titles = Array.from({ length: 100 }, (_, n) => ({
      ...{ id: String(n), title: `Anna ${n}`, version: '1', platform: 'ios', devices: 9 },
    }));
    stage.answers = {
      ...ALL,
      'POST search': (_query, body) => {
        bodies.push(body);
        return ok({ items: titles, other: null, nextCursor: bodies.length > 1 ? null : 'next', countedAt: null });
      },
    };
    const visit = await inside('#/estate/apps');
    await visit.page.getByLabel('Title begins with').fill('Anna Berg');
    await visit.page.keyboard.press('Tab');
    await visit.page.getByRole('button', { name: '100 more' }).click();
    await visit.page.locator('tbody tr').nth(150).waitFor();
    const asked = { dataset: 'apps', filters: { 'title.startsWith': 'Anna Berg' }, limit: 100 };
    expect(bodies).toEqual([asked, { ...asked, cursor: 'next' }]);
    expect(stage.asked.join()).not.toContain('Anna');
  });

  it.each(['apps/..', 'devices/..', 'people/.'])(
    'has no place at %s, and asks the API for nothing by it',
    async (place) => {
      const visit = await inside(`#/estate/${place}`);
      await visit.page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
      await visit.settled();
      expect(visit.asked.filter((one) => /devices|users|apps/.test(one))).toEqual([]);
    },
  );

  it('begins in the box of the search, and says on paper at the head of a list that it is a part', async () => {
    stage.answers = { ...ALL, 'GET devices': devicePages };
    const visit = await inside('#/estate');
    await visit.page.locator('#q').waitFor();
    expect(await visit.page.evaluate('document.activeElement.id')).toBe('q');
    await visit.page.evaluate("location.hash = '#/estate/devices'");
    const part = visit.page.locator('p.in-print');
    await part.waitFor({ state: 'attached' });
    expect(await part.isVisible()).toBe(false);
    await visit.page.emulateMedia({ media: 'print' });
    await part.waitFor();
    expect(await part.textContent()).toContain('10,000');
  });

  it('compares versions of one platform alone, and puts nothing that is typed into the address but a version', async () => {
    stage.answers = { ...ALL, 'GET devices': devicePages };
    const visit = await inside('#/estate/devices');
    const below = visit.page.getByLabel('Version below');
    const table = visit.page.locator('table');
    await table.waitFor();
    await below.fill('Amélie Andersson');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('A version is numbers with dots').waitFor();
    expect([visit.page.url(), await table.count()]).toEqual([`${stage.url}#/estate/devices`, 0]);
    await below.fill('17.4');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('Choose a platform, too').waitFor();
    await visit.look('without-platform');
    await visit.page.getByLabel('Platform', { exact: true }).selectOption('ios');
    await table.waitFor();
    const asked = stage.asked.filter((one) => one.includes('osVersion.lt'));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((one) => !one.includes('platform=ios'))).toEqual([]);
    const systems = visit.page.getByLabel('System').locator('option');
    await systems.nth(2).waitFor({ state: 'attached' });
    expect(await systems.allTextContents()).toEqual([...['all', 'intune', 'ivanti-epmm']]);
  });

  it.each(['xyz', 'people/53/extra', 'statistics/7'])(
    'says that there is no page at %s, with a way on',
    async (place) => {
      const visit = await inside(`#/estate/${place}`);
      await visit.page.getByRole('heading', { level: 1, name: 'There is no such page.' }).waitFor();
      await visit.page.getByRole('main').getByRole('link', { name: 'Estate' }).click();
      await visit.page.getByLabel('Name, account').waitFor();
      await visit.settled();
      expect(visit.asked.filter((asked) => asked.includes('users'))).toEqual([]);
    },
  );

  it('leads from a person who is another one now to that person, and from what left to where it may be found', async () => {
    const gone = (left: object) => {
      const { body, ...reply } = problem(410, 'gone', 'The user has left.', 'Ask for the id that `left` names.');
      return { ...reply, body: { ...Object(body), left: { at: phone.lastSeenAt, ...left } } };
    };
    stage.answers = {
      ...ALL,
      'GET users/12': gone({ how: 'merged', id: '224' }),
      'GET users/13': gone({ how: 'removed' }),
      'GET devices/9': gone({ how: 'removed' }),
    };
    const visit = await inside('#/estate/people/13');
    await visit.page.getByRole('link', { name: 'Export of a person' }).waitFor();
    await visit.page.goto(`${stage.url}#/estate/devices/9`);
    await visit.page.getByText('This device left').waitFor();
    await visit.look('device-left');
    await visit.page.goto(`${stage.url}#/estate/people/12`);
    await visit.page.getByText('joined with another one').waitFor();
    // In the reader's words alone.
    expect(await visit.page.getByText('`left`').count()).toBe(0);
    await visit.page.getByRole('link', { name: 'Go to the person' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Amélie Andersson' }).waitFor();
  });

  it('says of a device that left what is done with it, and never that it was read just now', async () => {
    const left = '2026-11-29T08:00:00.000Z';
    const answers = (state: string) => ({
      ...ALL,
      'GET devices/1': ok({ ...detail, absentSince: left }),
      'GET sources': ok({ items: [source({ name: detail.source, holds: [hold({ state })] })] }),
    });
    stage.answers = answers('open');
    const visit = await inside('#/estate/devices/1');
    const row = visit.page.locator('section[aria-labelledby=systems] tbody tr').first();
    await row.getByText('Its removal is held, and waits for a decision.').waitFor();
    expect(await row.locator(`time[datetime="${left}"]`).count()).toBe(1);
    expect(await row.locator('time[datetime="2026-11-30T07:58:00.000Z"]').count()).toBe(0);
  });

  it('shows a name as text, whatever is in it, and lets it turn nothing else around', async () => {
    const visit = await inside('#/estate/devices/1');
    await visit.page.getByRole('heading', { level: 1, name: SHOWN, exact: true }).waitFor();
    expect(await visit.page.locator('img').count()).toBe(0);
    await visit.page.goto(`${stage.url}#/estate/devices`);
    const name = visit.page.locator('tbody bdi').first();
    expect(await name.textContent()).toBe(SHOWN);
  });

  it('leads from a number to the devices that it counts', async () => {
    const visit = await inside('#/estate/statistics');
    await visit.page
      .getByText(/^Counted on 30 Nov 2026, 03:10 /)
      .first()
      .waitFor();
    await visit.page.getByRole('link', { name: '436' }).first().click();
    await visit.page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    expect(await visit.page.evaluate('location.hash')).toBe('#/estate/devices?platform=ios');
    await visit.page.goBack();
    await visit.page.locator('[id="devices.compliance"] ~ div').getByRole('link', { name: '27' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    await visit.page.locator('tbody tr').first().waitFor();
    expect(stage.asked.findLast((asked) => asked.startsWith('GET devices'))).toContain('unknown=compliance');
    expect(await visit.page.getByLabel('Compliance').locator('option:checked').textContent()).toBe(
      'unknown, or not told',
    );
  });

  it('names the app whose devices it lists, where the inventory told it while the page was open', async () => {
    const visit = await inside('#/estate/apps');
    await visit.page.getByRole('link', { name: '113' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Devices with Microsoft Outlook 9.58.1' }).waitFor();
    expect(await visit.page.evaluate('location.hash')).toBe('#/estate/apps/4');
  });

  it('writes no heading that a link makes up, and no name of a phone into the title of the tab', async () => {
    const visit = await inside('#/estate/apps/320?of=Grindr');
    await visit.page.getByRole('heading', { level: 1, name: 'Devices with an app', exact: true }).waitFor();
    await visit.page.goto(`${stage.url}#/estate/devices/1`);
    await visit.page.getByRole('heading', { level: 1, name: SHOWN, exact: true }).waitFor();
    expect(await visit.page.title()).toBe('Device – EMM Lens');
  });

  it('takes away what cannot be shown, saves no page that is no list, and goes on at the next place', async () => {
    const signIn = { status: 200, type: 'text/html', text: '<html>Please sign in</html>' };
    const answers = (query: URLSearchParams) => (query.get('format') === 'csv' ? signIn : devicePages(query));
    stage.answers = { ...ALL, 'GET devices/1': ok({}), 'GET devices': answers };
    const visit = await inside('#/estate/devices/1');
    await visit.page.getByText('This page cannot show what was answered.').waitFor();
    await visit.page.goto(`${stage.url}#/estate/devices`);
    await visit.page.getByText('Devices: 10,000.').waitFor();
    expect(await visit.page.getByText('This page cannot show').count()).toBe(0);
    const saved: string[] = [];
    visit.page.on('download', (file) => saved.push(file.suggestedFilename()));
    await visit.page.getByRole('button', { name: 'Save as CSV' }).click();
    await visit.page.getByText('Something else than the collector answered').waitFor();
    expect(saved).toEqual([]);
  });

  it('says why something cannot be shown, by its cause', async () => {
    stage.answers = { ...ALL, 'GET devices/1': problem(410, 'gone', 'It left.', 'Its source had it no more.') };
    const visit = await inside('#/estate/devices/1');
    await visit.page.getByText('There is no such thing, or not any more.').waitFor();
    await visit.page.getByText('Its source had it no more.').waitFor();
    await visit.look('left');
  });
});
