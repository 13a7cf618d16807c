// The estate in a real browser, in every appearance.
import { expect, it } from '@jest/globals';
import { APPEARANCES, PAIRS, staged } from './browser.ts';
import { ALL, happened } from './estate-scenes.ts';
import { problem } from './stage.ts';

/** Pictures that are not as wide as their place on paper, by how wide both are. */
const NARROWER = `[...document.querySelectorAll('figure svg')]
  .map((drawn) => [drawn.getBoundingClientRect().width, drawn.parentElement.getBoundingClientRect().width].map(Math.round))
  .filter(([picture, place]) => Math.abs(picture - place) > 2)`;

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
        ['mailboxes?quota=IssueWarning', 'table'],
        ['mailboxes/1', '#mail-devices ~ table'],
        ['mail-devices', 'table'],
        ['mail-devices/1', '.facts a'],
        ['statistics', '#traffic ~ table'],
      ].map(([place = '', shown = '']) => ({ ...appearance, place, shown })),
    ),
  )('shows $place, in $language, $scheme, $width wide', async ({ place, shown, ...appearance }) => {
    const visit = await inside(`#/estate/${place}`, appearance);
    await visit.page.locator(shown).first().waitFor();
    await visit.look(place.replace(/[^\w-].*/, place.includes('/') ? '-one' : ''));
  });

  it.each(PAIRS)(
    'shows a person with what happened around them by the day, in $language, $scheme, $width wide',
    async (appearance) => {
      const visit = await inside('#/estate/people/224', appearance);
      await visit.page.locator('#views ~ table').waitFor();
      await visit.settled();
      expect(visit.asked.filter((asked) => asked.includes('timeline'))).toEqual([]);
      await visit.page.getByLabel(/^(Purpose|Zweck)/).selectOption('support');
      await visit.page.locator('form.fields button').click();
      await visit.page.locator('#events ~ figure svg').waitFor();
      expect(await visit.page.locator('#events ~ table tbody tr').count()).toBe(happened.length);
      const told = await visit.page.locator('#events ~ table').textContent();
      for (const word of { en: ['mail', 'failed'], de: ['Was getan wurde: gesendet', 'fehlgeschlagen'] }[
        appearance.language
      ])
        expect(told).toContain(word);
      // A line for each kind.
      expect(await visit.page.locator('#events ~ figure .series').count()).toBe(2);
      await visit.look('people-one');
    },
  );

  it.each(['people/224', 'devices/1', 'devices?platform=ios', 'apps', 'statistics', 'mailboxes', 'mailboxes/1'])(
    'fits on paper, with all that is known, no further values of systems and no tools: %s',
    async (place) => {
      const { page } = await inside(`#/estate/${place}`);
      await page.locator('main table').first().waitFor();
      if (/people|devices\//.test(place)) {
        await page.getByLabel('Purpose').last().selectOption('support');
        if (place.startsWith('devices')) await page.getByRole('button', { name: 'Show the positions' }).click();
        else await page.getByRole('button', { name: 'Show', exact: true }).click();
        await page.locator('figure svg').first().waitFor();
      }
      await page.emulateMedia({ media: 'print' });
      // Between the margins of A4, as browsers have them, upright and across.
      for (const width of [718, 1047]) {
        await page.setViewportSize({ width, height: 700 });
        // Paper is laid out without a word to the page: pictures are as they were drawn for the screen.
        await page.evaluate(
          'for (const drawn of document.querySelectorAll("figure svg")) drawn.setAttribute("width", 1216)',
        );
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.evaluate(NARROWER)).toEqual([]);
      }
      expect(await page.evaluate('getComputedStyle(document.body).fontSize')).toBe('12px');
      for (const tool of ['nav', 'button', 'text=Purpose of this reading', 'footer'])
        expect(await page.locator(tool).filter({ visible: true }).count()).toBe(0);
      const folded = page.locator('details:not(.as-it-stands) dd');
      for (let index = 0; index < (await folded.count()); index += 1)
        expect(await folded.nth(index).isVisible()).toBe(true);
      // What a system says beside is handed over by who opens it.
      expect(await page.locator('details.as-it-stands dd').filter({ visible: true }).count()).toBe(0);
    },
  );

  it('says what no source collects before it is asked for, and that all together is off', async () => {
    stage.answers = { ...ALL, 'GET users/224/timeline': problem(409, 'timeline-off', 'It is off.', 'PERSON_TIMELINE') };
    const visit = await inside('#/estate/people/224');
    const kinds = visit.page.getByLabel('Show', { exact: true });
    await kinds.locator('option', { hasText: 'not collected' }).first().waitFor({ state: 'attached' });
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
});
