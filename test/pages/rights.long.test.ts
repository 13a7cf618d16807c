// What the key has no role for is not asked: every address of the pages with the key of each role, each form filled and sent, and
// each button pressed. The stage refuses what the API would.
import { expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../lib/roles.ts';
import { type OnStage, staged } from './browser.ts';
import { found } from './estate.ts';
import { ALL as ESTATE, phone } from './estate-scenes.ts';
import { PRIVACY } from './privacy-scenes.ts';
import { ALL as STATUS } from './scenes.ts';
import { type Answers, ok } from './stage.ts';

/** As an app, a version, and what is searched for; the last option is one that narrows. */
const FILL = `for (const one of document.querySelectorAll('main select, main input')) {
  if (one.tagName === 'SELECT') one.selectedIndex = one.options.length - 1;
  else if (one.type !== 'checkbox') one.value = '9.60.4';
  for (const kind of ['input', 'change']) one.dispatchEvent(new Event(kind, { bubbles: true }));
}`;
const PRESS = `for (const one of [...document.querySelectorAll('main button')]) one.click()`;
const LINKS = `[...document.querySelectorAll('a[href^="#"]')].map((one) => one.getAttribute('href'))`;

/** Addresses that show the same of another thing are walked once. */
const kindOf = (hash: string): string => {
  const [path = '', query = ''] = hash.split('?');
  const [view, place, one] = path.split('/').slice(1);
  return [view, place, one !== undefined && 'one', ...new URLSearchParams(query).keys()].join(' ');
};

const NOTHING = ok({ items: [], other: null, countedAt: null, nextCursor: null });
const ANSWERS: Answers = {
  ...{ ...ESTATE, ...PRIVACY, ...STATUS },
  'POST search': (_query, body) => (Object(body).dataset === 'apps' ? NOTHING : ok(found(body, [phone], [phone]))),
};

staged('the key of a role', ANSWERS, (on) => {
  it('is of no request that is refused, wherever its reader goes and whatever they press', async () => {
    const everywhere = await walk(on, null, ['#/status', '#/estate', '#/privacy']);
    expect(everywhere.length).toBeGreaterThan(20);
    const roles: readonly Role[] = ['operator', 'service-desk', 'investigator', 'privacy', 'statistics'];
    expect(roles).toEqual(Object.keys(ROLES));
    for (const role of roles) await walk(on, role, everywhere);
    expect(on.stage.refused).toEqual([]);
    // Nobody made answers for all devices, people and sources that links lead to.
    on.stage.unanswered.length = 0;
  });

  it.each([
    ['service-desk', '#/estate/apps', 'investigator'],
    ['service-desk', '#/privacy/person', 'privacy'],
    ['operator', '#/privacy/readings', 'privacy'],
    ['operator', '#/estate/people/224', 'service-desk or investigator'],
    ['statistics', '#/status', 'operator or service-desk or investigator or privacy'],
  ] as const)(
    'of %s is told at %s that it is for %s, and sees no field that would ask for it',
    async (role, hash, who) => {
      on.stage.role = role;
      const { page } = await on.inside(hash);
      await page.getByText(`This is for the role ${who}, which`).waitFor();
      expect(await page.locator('main input').count()).toBe(
        role === 'service-desk' && hash === '#/estate/apps' ? 1 : 0,
      );
    },
  );
});

/** Where `hashes`, and the links there, lead to. */
async function walk(
  { stage, inside }: OnStage,
  role: Role | null,
  hashes: readonly string[],
): Promise<readonly string[]> {
  stage.role = role;
  const visit = await inside();
  const { page } = visit;
  const known = new Map(hashes.map((hash) => [kindOf(hash), hash]));
  const notRefused = stage.refused.length;
  for (const hash of known.values()) {
    await page.evaluate(`new Promise((done) => {
      const to = ${JSON.stringify(hash)};
      if (location.hash === to) return done();
      addEventListener('hashchange', done, { once: true });
      location.hash = to;
    })`);
    for (const step of [FILL, PRESS, '0']) {
      await visit.settled();
      const links: unknown = await page.evaluate(LINKS);
      for (const link of [links].flat().map(String)) if (!known.has(kindOf(link))) known.set(kindOf(link), link);
      await page.evaluate(step);
    }
    const [refused] = stage.refused.slice(notRefused);
    if (refused !== undefined) throw new Error(`${role} is refused ${refused} at ${hash}`);
  }
  return [...known.values()];
}
