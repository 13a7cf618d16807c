// A decision is about what was seen when it was asked for: others decide meanwhile, and polls find other rows.
import { expect, it } from '@jest/globals';
import type { SourceStatus } from '../../pages/status/api.ts';
import { eventually } from '../end-to-end/collector-process.ts';
import { staged } from './browser.ts';
import { WELL } from './scenes.ts';
import { hold, source } from './sources.ts';
import { type Answers, ok, problem } from './stage.ts';

const sources = (...items: readonly SourceStatus[]) => ok({ items, problems: [], warned: [], database: [] });
const held = (of: Parameters<typeof hold>[0] = {}) => source({ state: 'held', holds: [hold(of)] });
const ANSWERS: Answers = { ...WELL, 'GET sources': sources(held()) };
const GONE = 'This is held no more: somebody else decided on it';
const CHANGED = 'What is held has changed since you looked at it. You decided nothing';

staged('a decision on what is held', ANSWERS, ({ stage, inside }) => {
  it.each([
    ['decided by somebody else', sources(source()), GONE],
    ['rejected by somebody else', sources(held({ state: 'rejected' })), GONE],
    ['about as many other rows', sources(held({ seen: '07e4' })), CHANGED],
  ])('is not taken from under the reader: told, where it is %s meanwhile', async (_what, now, said) => {
    const visit = await inside('#/status');
    const { page } = visit;
    await page.getByRole('button', { name: 'Reject …' }).click();
    const dialog = page.locator('dialog');
    await dialog.getByLabel('Type 12 to confirm').fill('1');
    stage.answers = { ...ANSWERS, 'GET sources': now };
    await page.evaluate("document.querySelector('.as-of button').click()");
    await dialog.getByRole('alert').getByText(said).waitFor();
    expect([await visit.focused(), await dialog.locator('input').count()]).toEqual(['Close', 0]);
    await visit.look('decide-over');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('#section-holds:focus').waitFor();
    expect(stage.asked.filter((one) => one.startsWith('POST'))).toEqual([]);
  });

  it('is told to be nobody’s where the API says so first, on the page of the source, too', async () => {
    const one = (of: SourceStatus) => ({ 'GET sources/intune': ok(of), 'GET sources/intune/polls': ok({ items: [] }) });
    stage.answers = {
      ...{ ...ANSWERS, ...one(held()) },
      'POST sources/intune/deletions/approve': () => {
        stage.answers = { ...ANSWERS, ...one(source()) };
        return problem(409, 'nothing-held', 'Nothing is held that could be decided on.', 'GET /api/sources shows it.');
      },
    };
    const visit = await inside('#/status/source/intune');
    await visit.page.getByRole('button', { name: 'Approve …' }).click();
    await visit.page.getByLabel('Type 12 to confirm').fill('12');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText(GONE).waitFor();
    expect(await visit.page.getByText('GET /api').count()).toBe(0);
    await visit.page.getByRole('button', { name: 'Close' }).click();
    await visit.page.locator('h1:focus').waitFor();
  });

  it('is sent with what was seen, and asked for anew where a poll counted more meanwhile', async () => {
    const seen: (string | null)[] = [];
    stage.answers = {
      ...ANSWERS,
      'POST sources/intune/deletions/approve': (query) => {
        seen.push(`${query.get('absent')} ${query.get('seen')}`);
        stage.answers = { ...stage.answers, 'GET sources': sources(held({ absent: 104, seen: '07e4' })) };
        return query.get('absent') === '104'
          ? ok({ decided: [{ dataset: 'device', absent: 104 }], carriedOut: true })
          : problem(409, 'hold-changed', 'What is held is not what was seen any more.', 'Look again.');
      },
    };
    const visit = await inside('#/status');
    const approve = async (absent: string) => {
      await visit.page.getByRole('button', { name: 'Approve …' }).click();
      await visit.page.getByLabel(`Type ${absent} to confirm`).fill(absent);
      await visit.page.keyboard.press('Enter');
    };
    await approve('12');
    await visit.page.getByText(CHANGED).waitFor();
    await visit.page.getByRole('button', { name: 'Close' }).click();
    await approve('104');
    await visit.hears('Approved, and carried out.');
    expect(seen).toEqual(['12 5ee2', '104 07e4']);
  });

  it('closes at once where it was carried out, however long the sources take to be told', async () => {
    stage.answers = {
      ...ANSWERS,
      'POST sources/intune/deletions/approve': () => {
        stage.answers = { ...ANSWERS, 'GET sources': () => new Promise(() => {}) };
        return ok({ decided: [], carriedOut: true });
      },
    };
    const { page } = await inside('#/status');
    await page.getByRole('button', { name: 'Approve …' }).click();
    await page.getByLabel('Type 12 to confirm').fill('12');
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await eventually('the focus', async () => (await page.locator('#section-holds:focus').count()) || undefined);
  });

  it('to sign in in spite of a refusal is told to be needless once the sign-in succeeds', async () => {
    const refused = { refusedAt: '2026-11-30T08:00:00.000Z', tries: 2, nextTryAt: '2030-01-01T00:00:00.000Z' };
    const one = (of: SourceStatus): Answers => ({
      ...{ ...WELL, 'GET sources/intune': ok(of), 'GET sources/intune/polls': ok({ items: [] }) },
    });
    stage.answers = one(source({ state: 'failing', signIn: refused }));
    const visit = await inside('#/status/source/intune');
    await visit.page.getByRole('button', { name: 'Poll now' }).click();
    stage.answers = one(source());
    await visit.page.evaluate("document.querySelector('.as-of button').click()");
    await visit.page.locator('dialog').getByText('The sign-in was accepted.').waitFor();
    expect(await visit.focused()).toBe('Close');
  });
});
