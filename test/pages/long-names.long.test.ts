// Names of 200 letters without a space, wherever one stands: they break, on a phone as beside other columns.
import { expect, it } from '@jest/globals';
import { staged } from './browser.ts';
import { ALL as ESTATE } from './estate-scenes.ts';
import { ALL as STATUS } from './scenes.ts';

/** How far the page is wider than its window, once each name that stands in it is as long. */
const WIDER = `(() => {
  for (const name of document.querySelectorAll('main bdi'))
    if (!name.closest('.number, .state')) name.textContent = 'W'.repeat(200);
  return document.documentElement.scrollWidth - innerWidth;
})()`;

staged('names of 200 letters', { ...ESTATE, ...STATUS }, ({ inside }) => {
  for (const width of [360, 820])
    it.each(['#/status', '#/status/source/epmm', '#/estate/people', '#/estate/mailboxes', '#/estate/mail-devices'])(
      `stay in the window in %s, at ${width} pixels`,
      async (hash) => {
        const { page } = await inside(hash, { width, scheme: 'light', language: 'de' });
        await page.locator('main table').first().waitFor();
        expect(await page.evaluate(WIDER)).toBe(0);
      },
    );
});
