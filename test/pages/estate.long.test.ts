// The estate in a real browser: the journeys of a service desk, in every appearance.
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { APPEARANCES, PAIRS, staged } from './browser.ts';
import { collectors, counted, device, found, person, position, user } from './estate.ts';
import { source } from './sources.ts';
import { type Answers, ok, problem } from './stage.ts';

const IMEI = '351618110819087';
/** Turns the direction of what follows, and markup. */
const NAMED = 'abc\u202Efdp.exe <img src=x onerror=alert(1)>';
const SHOWN = 'abc\uFFFDfdp.exe <img src=x onerror=alert(1)>';
const ESTATE = 10_000;

const phone = device({ id: '1', hardwareId: '7', userId: '224', deviceName: NAMED, compliance: 'noncompliant' });
const twin = device({ id: '2', hardwareId: '7', userId: '224', deviceName: 'LTN1', source: 'ivanti-epmm' });
const named = (row: typeof phone) => ({ ...row, user: { displayName: 'Amélie Andersson' } });
const positions = [0, 1, 2, 3].map((hour) =>
  position({
    id: String(hour),
    fixedAt: `2026-11-30T0${hour}:00:00.000Z`,
    latitude: 48.1 + hour / 50,
    longitude: 11.5,
  }),
);

const detail = {
  ...phone,
  ...{ attributes: { wiFiMacAddress: '4CD577A84C74' }, imei: IMEI, serialNumber: 'R5CXX10LDVM', appCount: 2 },
  ...{ firstSeenAt: phone.lastSeenAt, changedAt: phone.lastSeenAt, complianceReasons: ['outofcontact'] },
  user: { id: '224', displayName: 'Amélie Andersson' },
  links: [{ ...twin, identifiers: ['imei', 'serialNumber'] }],
};

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
/** Of two kinds, over some days. */
const happened = [
  ...[1, 30, 31, 80].map((hours) => ({
    dataset: 'app_access',
    record: {
      ...{ source: 'entra-sign-ins', occurredAt: hoursAgo(hours), app: 'Outlook <img src=x>', kind: 'sign-in' },
      ...{
        result: hours > 40 ? 'failure' : 'success',
        meaning: hours > 40 ? 'The password was wrong' : null,
        requests: 3,
      },
      deviceId: '1',
    },
  })),
  ...[2, 50].map((hours) => ({
    dataset: 'pim_activity',
    record: {
      source: 'exchange',
      occurredAt: hoursAgo(hours),
      activity: 'send',
      class: 'mail',
      requests: 8,
      deviceId: null,
    },
  })),
];

/** 10,000 devices by the page, as the API pages them; what is filtered for is noted by the stage. */
const devicePages = (query: URLSearchParams) => {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 100);
  const to = Math.min(ESTATE, from + limit);
  const rows = Array.from({ length: to - from }, (_, index) => device({ id: String(from + index + 1) }));
  const next = to < ESTATE ? String(to) : null;
  if (query.get('format') !== 'csv')
    return ok({ items: rows, nextCursor: next, total: ESTATE, totalDevices: ESTATE, totalIsExact: true });
  const lines = rows.map(({ id, deviceName }) => `${id},${deviceName}`);
  return {
    ...{
      status: 200,
      text: `\uFEFFsep=,\r\nid,deviceName\r\n${lines.join('\r\n')}\r\n`,
      type: 'text/csv; charset=utf-8',
    },
    headers: next === null ? {} : { 'x-next-cursor': next },
  };
};

const ALL: Answers = {
  'GET privacy/sources': ok({ items: collectors }),
  'GET sources': ok({ items: [source()], problems: [], warned: [], database: [] }),
  'POST search': (_query, body) => ok(found(body, [phone], [named(phone), named(twin)])),
  'GET devices': (query) =>
    query.has('app') || !query.has('cursor')
      ? ok({ items: [named(phone), named(twin)], nextCursor: null, total: 2, totalDevices: 1 })
      : ok({}),
  'GET devices/1': ok(detail),
  'GET devices/1/apps': ok({
    items: [
      { id: '1', title: 'Outlook', version: '9.58.1', publisher: null, managed: true, installState: null },
      { id: '2', title: 'Teams', version: '20.45.7', publisher: null, managed: null, installState: null },
    ],
    nextCursor: null,
  }),
  'GET devices/1/locations': ok({ items: positions, nextCursor: null }),
  'GET devices/1/changes': ok({
    items: [
      {
        ...{ id: '1', source: 'intune', occurredAt: phone.lastSeenAt, dataset: 'device', kind: 'changed' },
        ...{ parameter: 'osVersion', oldValue: '18.4', newValue: '18.5' },
      },
    ],
    nextCursor: null,
  }),
  'GET users': ok({ items: [{ ...user, sources: 2 }], nextCursor: null, total: 1, totalIsExact: true }),
  'GET users/224': ok(person([phone, twin])),
  'GET users/224/mailboxes': ok({
    items: [
      {
        ...{ id: '1', source: 'exchange', displayName: 'Amélie', mail: 'amelie@contoso.example', type: 'UserMailbox' },
        ...{ sizeBytes: 6_445_717_744, itemCount: 32_668, quotaState: 'IssueWarning', lastLogonAt: phone.lastSeenAt },
        reportedAt: phone.lastSeenAt,
      },
    ],
    nextCursor: null,
  }),
  'GET users/224/mail-devices': ok({
    items: [
      {
        ...{ id: '1', source: 'exchange', deviceId: '1', unmanaged: false, deviceName: 'iPhone', deviceType: 'iPhone' },
        ...{ model: 'iPhone14C7', os: 'iOS 18.5', accessState: 'Allowed', lastSyncAt: phone.lastSeenAt },
      },
      {
        ...{ id: '2', source: 'exchange', deviceId: null, unmanaged: true, deviceName: null, deviceType: 'Tablet' },
        ...{ model: null, os: null, accessState: 'Quarantined', lastSyncAt: null },
      },
    ],
    nextCursor: null,
  }),
  'GET users/224/timeline': ok({ items: happened, nextCursor: null }),
  'GET users/224/calls': ok({ items: [], nextCursor: null }),
  'GET apps': ok({
    items: [{ id: '4', title: 'Microsoft Outlook', version: '9.58.1', platform: 'ios', devices: 113 }],
    ...{ other: { apps: 12, installations: 40 }, nextCursor: null, countedAt: phone.lastSeenAt },
  }),
  'GET apps/4/devices': ok({ items: [named(phone)], nextCursor: null, total: 1, totalIsExact: true }),
  'GET statistics': (query) => ok({ items: counted(query.get('metric') ?? ''), nextCursor: null }),
  'GET statistics/traffic': ok({
    days: [{ day: '2026-11-30', items: [{ name: 'search.example', requests: 11_561 }] }],
    completeUntil: null,
  }),
};

staged('the estate in a browser', ALL, ({ stage, inside }) => {
  it.each([...APPEARANCES, { language: 'en', scheme: 'light', width: 1280, forced: true } as const])(
    'shows a device with all that is known of it, in $language, $scheme, $width wide',
    async (appearance) => {
      const visit = await inside('#/estate/devices/1', appearance);
      await visit.page.locator('#apps').waitFor();
      const forms = visit.page.locator('form.fields');
      for (const [index, shown] of ['figure svg', '#events ~ table'].entries()) {
        await forms.nth(index).locator('select').last().selectOption('support');
        await forms.nth(index).getByRole('button').click();
        await visit.page.locator(shown).waitFor();
      }
      await visit.look('device');
    },
  );

  it.each(
    PAIRS.flatMap((appearance) =>
      [
        ['devices?platform=ios&below=19', 'table'],
        ['people', 'table'],
        ['apps', 'table'],
        ['statistics', '#traffic ~ table'],
      ].map(([place = '', shown = '']) => ({ ...appearance, place, shown })),
    ),
  )('shows $place, in $language, $scheme, $width wide', async ({ place, shown, ...appearance }) => {
    const visit = await inside(`#/estate/${place}`, appearance);
    await visit.page.locator(shown).first().waitFor();
    await visit.look(place.replace(/\W.*/, place.includes('/') ? '-one' : ''));
  });

  it.each(PAIRS)(
    'shows a person with what happened around them by the day, in $language, $scheme, $width wide',
    async (appearance) => {
      const visit = await inside('#/estate/people/224', appearance);
      await visit.page.locator('#views ~ table').waitFor();
      expect(stage.asked.filter((asked) => asked.includes('timeline'))).toEqual([]);
      await visit.page.getByLabel(/^(Purpose|Zweck)/).selectOption('support');
      await visit.page.locator('form.fields button').click();
      await visit.page.locator('#events ~ figure svg').waitFor();
      expect(await visit.page.locator('#events ~ table tbody tr').count()).toBe(happened.length);
      await visit.look('people-one');
    },
  );

  it('says what no source collects before it is asked for, and that all together is off', async () => {
    stage.answers = { ...ALL, 'GET users/224/timeline': problem(409, 'timeline-off', 'It is off.', 'PERSON_TIMELINE') };
    const visit = await inside('#/estate/people/224');
    const kinds = visit.page.getByLabel('Show', { exact: true });
    const texts = await kinds.locator('option').allTextContents();
    expect(texts.filter((text) => text.includes('not collected'))).toEqual(texts.slice(5));
    expect(texts.slice(0, 5)).toEqual([
      ...['all of these together', 'use of mail and calendar', 'changes', 'breaches of own rules', 'sign-ins to apps'],
    ]);
    await visit.page.getByLabel('Purpose').selectOption('support');
    await visit.page.getByRole('button', { name: 'Show', exact: true }).click();
    await visit.page.getByText('an administrator has to turn it on').waitFor();
    await kinds.selectOption('calls');
    await visit.page.getByText('No source collects this.').waitFor();
    await visit.page.getByRole('button', { name: 'Show', exact: true }).click();
    await visit.page.getByText('Nothing is stored').waitFor();
  });

  it('finds the owner of a lost phone by its IMEI, which stands in no address', async () => {
    const visit = await inside('#/estate');
    await visit.page.getByLabel('Name, account').fill(IMEI);
    await visit.page.keyboard.press('Enter');
    const row = visit.page.locator('#found-devices ~ table tbody tr');
    await row.waitFor();
    // One phone, with both of its systems, and what of it answered.
    expect(await row.count()).toBe(1);
    for (const told of ['intune', 'ivanti-epmm', 'IMEI (exactly)', 'not compliant'])
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
    await visit.page.getByRole('button', { name: 'Forget the key' }).click();
    expect(await visit.page.content()).not.toContain(IMEI);
  });

  it('searches for what was meant of what was pasted, says so, and says why an IMEI finds nothing', async () => {
    const bodies: unknown[] = [];
    const nothing = { users: [], devices: [], cut: { users: false, devices: false }, nextCursor: null };
    stage.answers = {
      ...ALL,
      'POST search': (_query, body) => {
        bodies.push(body);
        return ok(nothing);
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
    expect(bodies).toEqual([{ q: '35-161811-081908-6' }, { q: 'Phone lost! IMEI: 35-161811-081908-6, please lock' }]);
    expect(await box.inputValue()).toContain('Phone lost!');
  });

  it('says that more match than are shown, and shows them', async () => {
    const one = { ...user, matched: [{ field: 'surname', rank: 'exact' }] };
    const page = (id: string, nextCursor: string | null) =>
      ok({ users: [{ ...one, id }], devices: [], cut: { users: nextCursor !== null, devices: false }, nextCursor });
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
    stage.answers = { ...ALL, 'GET devices': (query) => (query.get('format') === 'csv' ? devicePages(query) : listed) };
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
    expect(stage.asked.filter((asked) => asked.startsWith('GET devices'))).toEqual([]);
    await visit.page.getByRole('button', { name: 'List the devices' }).click();
    await visit.page.getByText('Choose a purpose').waitFor();
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
    const asked = stage.asked.findLast((one) => one.startsWith('GET devices')) ?? '';
    expect(asked).toContain('platform=ios&appVersion.lt=9.60.4&app=Outlook');
  });

  it('shows 10,000 devices a hundred at a time, and keeps the filter in the address', async () => {
    stage.answers = { ...ALL, 'GET devices': devicePages };
    const visit = await inside('#/estate/devices');
    await visit.page.getByText('Devices: 10,000.').waitFor();
    expect(await visit.page.locator('tbody tr').count()).toBe(100);
    await visit.page.getByRole('button', { name: '100 more' }).click();
    await visit.page.getByText('200 rows are shown.').waitFor();
    expect(await visit.page.locator('tbody tr').count()).toBe(200);
    expect(await visit.focused()).toBe('A phone');
    await visit.page.getByLabel('Platform', { exact: true }).selectOption('ios');
    expect(await visit.page.evaluate('location.hash')).toBe('#/estate/devices?platform=ios');
    await visit.page.waitForFunction('document.querySelectorAll("tbody tr").length === 100');
    expect(stage.asked.at(-1)).toContain('platform=ios');
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
    expect(await visit.page.getByLabel('System').locator('option').allTextContents()).toEqual([
      ...['all', 'intune', 'ivanti-epmm'],
    ]);
  });

  it.each(['xyz', 'people/53/extra', 'statistics/7'])(
    'says that there is no page at %s, with a way on',
    async (place) => {
      const visit = await inside(`#/estate/${place}`);
      await visit.page.getByRole('heading', { level: 1, name: 'There is no such page.' }).waitFor();
      await visit.page.getByRole('main').getByRole('link', { name: 'Find people and devices' }).click();
      await visit.page.getByLabel('Name, account').waitFor();
      expect(stage.asked.filter((asked) => asked.includes('users'))).toEqual([]);
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
