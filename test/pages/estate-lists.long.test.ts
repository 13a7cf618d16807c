// Lists of the estate in a real browser: as many rows as were asked for, where they were left, and those of mailboxes.
import { expect, it } from '@jest/globals';
import { eventually } from '../end-to-end/collector-process.ts';
import { staged } from './browser.ts';
import { MAILBOX_ID } from './estate.ts';
import { ALL, detail, devicePages, SHOWN } from './estate-scenes.ts';
import { WELL } from './scenes.ts';
import { hold, source } from './sources.ts';
import { held, ok, type Reply } from './stage.ts';

/** The row that has the focus, and whether it is in what the window shows. */
const OPENED = `(() => {
  const { activeElement: one } = document;
  const { top, bottom } = one.getBoundingClientRect();
  return { row: one.closest('tr').sectionRowIndex, isSeen: top >= 0 && bottom <= innerHeight };
})()`;

staged('lists of the estate in a browser', ALL, ({ stage, inside }) => {
  it('shows 10,000 devices a hundred at a time, and keeps the filter in the address', async () => {
    stage.answers = { ...ALL, 'GET devices': devicePages };
    const visit = await inside('#/estate/devices');
    await visit.page.getByText('Devices: 10,000.').waitFor();
    expect(await visit.page.locator('tbody tr').count()).toBe(100);
    await visit.page.getByRole('button', { name: '100 more' }).click();
    await visit.hears('200 rows are shown.');
    expect(await visit.page.locator('tbody tr').count()).toBe(200);
    expect(await visit.focused()).toBe('A phone');
    await visit.page.getByLabel('Platform', { exact: true }).selectOption('ios');
    expect(await visit.page.evaluate('location.hash')).toBe('#/estate/devices?platform=ios');
    await visit.page.locator('tbody tr').nth(100).waitFor({ state: 'detached' });
    // It is asked behind that.
    await visit.page.locator('tbody tr').first().waitFor();
    expect(stage.asked.findLast((asked) => asked.startsWith('GET devices?'))).toContain('platform=ios');
  });

  it('asks for the next page once, however often it is pressed', async () => {
    const late = held(devicePages(new URLSearchParams({ cursor: '100' })));
    stage.answers = { ...ALL, 'GET devices': (query) => (query.has('cursor') ? late.answer() : devicePages(query)) };
    const visit = await inside('#/estate/devices');
    const more = visit.page.getByRole('button', { name: '100 more' });
    for (let press = 0; press < 4; press += 1) await more.click({ force: true });
    await late.asked;
    expect(await more.getAttribute('aria-disabled')).toBe('true');
    late.free();
    await visit.page.locator('tbody tr').nth(199).waitFor();
    expect(visit.asked.filter((one) => one.includes('cursor='))).toHaveLength(1);
  });

  it('saves no file of a page that broke off', async () => {
    const cut: Reply = { status: 200, type: 'text/csv; charset=utf-8', text: 'sep=,\r\nid\r\n1\r\n2' };
    stage.answers = { ...ALL, 'GET devices': (query) => (query.has('format') ? cut : devicePages(query)) };
    const visit = await inside('#/estate/devices');
    await visit.page.getByRole('button', { name: 'Save as CSV' }).click();
    await visit.page.getByText('The answer began, and broke off').waitFor();
    expect(visit.said.join()).not.toContain('The file is saved');
    await visit.look('csv-broken-off');
  });

  it('lists by the filter that its field shows where a link has it twice, and says so', async () => {
    stage.answers = { ...ALL, 'GET devices': devicePages };
    const { page } = await inside('#/estate/devices?platform=ios&platform=android');
    await page.getByText('The link has a filter twice, with different values').waitFor();
    await page.locator('tbody tr').first().waitFor();
    expect(await page.getByLabel('Platform', { exact: true }).inputValue()).toBe('ios');
    const asked = stage.asked.filter((one) => one.startsWith('GET devices?'));
    expect(asked).toEqual([expect.stringContaining('platform=ios')]);
    await page.getByRole('link', { name: 'Reset all' }).first().click();
    await page.getByText('The link has a filter twice').waitFor({ state: 'detached' });
    await eventually('all are asked for', async () => stage.asked.at(-1)?.includes('platform=') === false || undefined);
  });

  it('puts versions into an order within a platform alone', async () => {
    stage.answers = { ...ALL, 'GET devices': devicePages };
    const { page } = await inside('#/estate/devices?sort=osVersion');
    await page.getByText('Choose a platform, too').waitFor();
    expect(stage.asked.filter((one) => one.startsWith('GET devices?'))).toEqual([]);
    await page.getByLabel('Platform', { exact: true }).selectOption('ios');
    await page.locator('tbody tr').first().waitFor();
    expect(stage.asked.at(-1)).toContain('sort=osVersion');
  });

  it('comes back to the row that was opened, among as many as before, without reading anybody again', async () => {
    stage.answers = {
      ...ALL,
      'GET devices': devicePages,
      'GET devices/257': ok({ ...detail, id: '257', appCount: 0 }),
      'GET devices/257/mail-devices': ok({ items: [], nextCursor: null }),
    };
    const visit = await inside('#/estate/devices');
    const { page } = visit;
    const rows = page.locator('tbody tr');
    for (const shown of [200, 300]) {
      await page.getByRole('button', { name: '100 more' }).click();
      await rows.nth(shown - 1).waitFor();
    }
    const asOf = await page.locator('.as-of time').getAttribute('datetime');
    await rows.nth(256).getByRole('link', { name: 'A phone' }).click();
    await page.getByRole('heading', { level: 1, name: SHOWN }).waitFor();
    const asked = () => visit.asked.filter((one) => one.startsWith('GET devices?')).length;
    const before = asked();
    await page.goBack();
    await rows.nth(299).waitFor();
    await visit.settled();
    expect([await rows.count(), asked()]).toEqual([300, before]);
    expect(await page.locator('.as-of time').getAttribute('datetime')).toBe(asOf);
    expect(await page.evaluate(OPENED)).toEqual({ row: 256, isSeen: true });
    // Nothing of it anywhere but in memory, and with the key not there either.
    expect(await page.evaluate('JSON.stringify([location.hash, localStorage, sessionStorage])')).toBe(
      '["#/estate/devices",{},{}]',
    );
    expect(await page.evaluate('Object.keys(history.state)')).toEqual(['entry']);
    await page.getByRole('button', { name: '100 more' }).click();
    await rows.nth(399).waitFor();
    await page.getByRole('link', { name: 'Estate' }).click();
    await page.getByRole('link', { name: 'Devices', exact: true }).click();
    await rows.first().waitFor();
    expect([await rows.count(), asked()]).toEqual([100, before + 2]);
  });

  it('comes back to nothing of before with the next key', async () => {
    stage.answers = { ...ALL, 'GET apps/4/devices': devicePages };
    const visit = await inside('#/estate/apps/4');
    const { page } = visit;
    const list = page.getByRole('button', { name: 'List the devices' });
    await page.getByLabel('Purpose').selectOption('support');
    await list.click();
    await page.getByRole('button', { name: '100 more' }).click();
    await page.locator('tbody tr').nth(199).waitFor();
    await page.getByRole('link', { name: 'Statistics' }).click();
    await page.locator('#traffic').waitFor();
    await page.goBack();
    await page.locator('tbody tr').nth(199).waitFor();
    stage.answers = { ...ALL, 'GET apps/4/devices': { status: 401 } };
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByText('The key was refused. Enter a key').waitFor();
    await visit.enter(stage.key);
    await list.waitFor();
    expect([await page.locator('tbody tr').count(), await page.getByLabel('Purpose').inputValue()]).toEqual([0, '']);
  });

  it('leads from a mailbox that is held to its person and to the phone at it, by nothing that names somebody', async () => {
    const held = hold({ dataset: 'mailbox', absent: 12, sampleIds: ['1'] });
    stage.answers = {
      ...WELL,
      ...ALL,
      'GET sources/exchange/polls': ok({ items: [] }),
      'GET sources': ok({
        items: [source({ name: 'exchange', holds: [held] })],
        problems: [],
        warned: [],
        database: [],
      }),
    };
    const { page } = await inside('#/estate/mailboxes?quota=IssueWarning');
    await page.getByText('Mailboxes: 1.').waitFor();
    expect(stage.asked.findLast((asked) => asked.startsWith('GET mailboxes'))).toContain('quotaState=IssueWarning');
    await page.evaluate("location.hash = '#/status'");
    await page.getByText('One of the rows').click();
    await page.locator('#section-holds ~ ul').getByRole('link', { name: '1', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'amelie@contoso.example' }).waitFor();
    expect(await page.title()).toBe('Mailbox – EMM Lens');
    const phones = page.locator('#mail-devices ~ table tbody tr');
    await phones.first().waitFor();
    expect(await phones.nth(1).textContent()).toContain('known to no management system');
    await phones.first().getByRole('link', { name: 'iPhone' }).click();
    await page.getByRole('heading', { level: 1, name: 'iPhone' }).waitFor();
    await page.getByRole('link', { name: 'amelie@contoso.example' }).first().waitFor();
    await page.getByRole('link', { name: 'Device 1' }).click();
    await page.getByRole('heading', { level: 1, name: SHOWN }).waitFor();
    await page.getByRole('heading', { name: 'Mailboxes that it synchronises' }).waitFor();
    expect(stage.asked.filter((asked) => asked.includes(MAILBOX_ID) || asked.includes('amelie'))).toEqual([]);
  });

  it('has no place for mailboxes in the navigation where no source collects them, and says so where an address leads there', async () => {
    const none = ok({ items: [], nextCursor: null, total: 0, totalIsExact: true });
    const answers = { ...ALL, 'GET mailboxes': none };
    stage.answers = answers;
    const { page } = await inside('#/estate/people');
    const place = page.getByRole('link', { name: 'Mailboxes', exact: true });
    await place.waitFor();
    stage.answers = { ...answers, 'GET privacy/sources': ok({ items: [] }) };
    await page.evaluate("location.hash = '#/nothing'");
    await page.getByText('There is no such page.').waitFor();
    await page.evaluate("location.hash = '#/estate/people'");
    await place.waitFor({ state: 'detached' });
    await page.evaluate("location.hash = '#/estate/mailboxes'");
    await page.getByText('No source collects this.').waitFor();
    stage.answers = { ...answers, 'GET mailboxes': none };
    await page.evaluate("location.hash = '#/estate/mailboxes/77'");
    await page.getByText('There is none with this id, or not any more.').waitFor();
  });
});
