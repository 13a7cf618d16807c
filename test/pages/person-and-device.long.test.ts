// The pages of one person and one device: why, since when, and what is there for no purpose at all.
import { expect, it } from '@jest/globals';
import { eventually } from '../end-to-end/collector-process.ts';
import { staged } from './browser.ts';
import { ALL, detail } from './estate-scenes.ts';
import { ok } from './stage.ts';

staged('a person and a device in a browser', ALL, ({ stage, inside }) => {
  it('ask for no purpose to read positions that no source collects', async () => {
    stage.answers = {
      ...ALL,
      'GET privacy/sources': ok({ items: [{ name: 'intune', datasets: [{ dataset: 'device' }] }] }),
    };
    const { page } = await inside('#/estate/devices/1');
    const positions = page.getByRole('region', { name: 'Positions' });
    await positions.getByText('No source collects this.').waitFor();
    expect(await positions.getByRole('button').count()).toBe(0);
  });

  it('say which rule lets a device synchronise, or does not', async () => {
    const { page } = await inside('#/estate/people/224');
    await page.getByText('Decided by: the rule for all devices').waitFor();
  });

  it('tell what a rule counted with its names and units', async () => {
    const hit = {
      id: '1',
      source: 'rules',
      occurredAt: detail.lastSeenAt,
      rule: 'Costs',
      counts: { roamingBytes: 29_890_000 },
    };
    stage.answers = { ...ALL, 'GET devices/1/rule-hits': ok({ items: [hit], nextCursor: null }) };
    const { page } = await inside('#/estate/devices/1');
    const happened = page.getByRole('region', { name: 'What happened' });
    await happened.getByLabel('Show', { exact: true }).selectOption('rule-hits');
    await happened.getByLabel('Purpose of this reading').selectOption('support');
    await happened.getByRole('button', { name: 'Show' }).click();
    await happened.getByText('Roaming: 29.9 MB').waitFor();
  });

  it('read anew what happened, and where it was, each time that it is asked for', async () => {
    const asked = (what: string) => stage.asked.filter((one) => one.startsWith(`GET devices/1/${what}`)).length;
    const { page } = await inside('#/estate/devices/1');
    for (const [name, button, what] of [
      ['What happened', 'Show', 'changes'],
      ['Positions', 'Show the positions', 'locations'],
    ] as const) {
      const region = page.getByRole('region', { name });
      await region.getByLabel('Purpose of this reading').selectOption('support');
      for (const times of [1, 2]) {
        await region.getByRole('button', { name: button, exact: true }).click();
        await eventually('it is asked', async () => asked(what) >= times || undefined);
        await region.locator('table').first().waitFor();
      }
      await region.getByText('As of').waitFor();
    }
  });

  it('can be handed over by a link, which names nobody', async () => {
    const { page } = await inside('#/estate/devices/1');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the link' }).click();
    await page.getByText('The link is copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${stage.url}#/estate/devices/1`);
  });

  it('lead to what sources collect where the key is for it alone', async () => {
    stage.answers = {
      ...ALL,
      'GET privacy/sources': ok({ items: [{ name: 'intune', datasets: [{ dataset: 'device' }] }] }),
    };
    for (const [role, links] of [
      [null, 1],
      ['investigator', 0],
    ] as const) {
      stage.role = role;
      const { page } = await inside('#/estate/devices/1');
      const positions = page.getByRole('region', { name: 'Positions' });
      await positions.getByText('No source collects this.').waitFor();
      expect(await positions.getByRole('link', { name: 'What sources collect' }).count()).toBe(links);
    }
  });

  it('have values under names of a vendor on paper where they were opened alone', async () => {
    const { page } = await inside('#/estate/devices/1');
    await page.emulateMedia({ media: 'print' });
    const value = page.getByText('4CD577A84C74');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await value.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.getByText('further values').click();
    await page.emulateMedia({ media: 'print' });
    expect(await value.isVisible()).toBe(true);
  });

  it('say that they do not know yet when a system was read whole, in place of nothing', async () => {
    const sources = stage.answers['GET sources'] ?? ok({});
    let answer = (): void => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    stage.answers = {
      ...ALL,
      'GET sources': async (...of) => asked.then(() => (typeof sources === 'function' ? sources(...of) : sources)),
    };
    const { page } = await inside('#/estate/devices/1');
    const systems = page.getByRole('region', { name: 'In these systems' });
    await systems.getByText('Loading …').first().waitFor();
    answer();
    await systems.getByText('Loading …').first().waitFor({ state: 'detached' });
    await systems.locator('time').nth(1).waitFor();
  });
});
