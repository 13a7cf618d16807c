// A real browser, and what is wanted of every page in it: no violation of the policy, no request to anybody else, no error,
// nothing that axe finds, no sideways scrolling. PAGES_PICTURES=<folder> keeps what was seen.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright-core';
import { z } from 'zod';
import { eventually, PATIENCE_MS } from '../end-to-end/collector-process.ts';
import { slowness } from './slowness.ts';
import { type Answers, Stage } from './stage.ts';

const CHROMIUM = '/usr/bin/chromium';
export const browserIsInstalled = (): boolean => existsSync(CHROMIUM);
export const openBrowser = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ ...options, executablePath: CHROMIUM, args: ['--no-sandbox'] });

/** Where the document is, and the key that the API behind it takes. */
export interface Served {
  readonly url: string;
  readonly key: string;
}

export interface Appearance {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly language: 'en' | 'de';
  readonly forced?: boolean;
}

/** Each language, scheme and width, with each other one. */
export const APPEARANCES: readonly Appearance[] = (['en', 'de'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((scheme) => [1280, 360].map((width) => ({ language, scheme, width }))),
);
/** Each value with each other one once: for the second page of a view. */
export const PAIRS: readonly Appearance[] = [
  { language: 'en', scheme: 'light', width: 1280 },
  { language: 'en', scheme: 'dark', width: 360 },
  { language: 'de', scheme: 'light', width: 360 },
  { language: 'de', scheme: 'dark', width: 1280 },
];
const ONE: Appearance = { scheme: 'light', width: 1280, language: 'en' };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** 21 cm without margins of 1.5 cm, in pixels of CSS. */
const PAPER = 680;
const CUT_OFF = `[...document.querySelectorAll('main, main *')]
  .filter((one) => one.checkVisibility() && !one.closest('.said, svg'))
  .filter((one) => /auto|scroll|hidden/.test(getComputedStyle(one).overflowY) || one.getBoundingClientRect().right > ${PAPER} + 1)
  .map((one) => one.outerHTML.slice(0, 80))`;

export class Visit {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #appearance: Appearance;
  readonly #origin: string;
  readonly #slow: (isSlow: boolean) => Promise<void>;
  /** Violations, errors, requests to others. */
  readonly faults: string[] = [];
  /** What the page asked of the API, as soon as it did: the stage is told later. */
  readonly asked: string[] = [];
  /** What was announced: it is shown for some seconds alone. */
  readonly said: string[] = [];

  private constructor(
    page: Page,
    context: BrowserContext,
    appearance: Appearance,
    origin: string,
    slow: (isSlow: boolean) => Promise<void>,
  ) {
    this.page = page;
    this.#context = context;
    this.#appearance = appearance;
    this.#origin = origin;
    this.#slow = slow;
    page.on('console', (message) => {
      // The browser itself says of each answer that is no success that it is none.
      if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
        this.faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      const { origin, pathname, search } = new URL(request.url());
      if (origin !== this.#origin) this.faults.push(`request: ${request.url()}`);
      const [, asked] = pathname.split('/api/');
      if (asked !== undefined && !asked.startsWith('pages')) this.asked.push(`${request.method()} ${asked}${search}`);
    });
  }

  /** The document at a hash, before a key is given. */
  static async at(browser: Browser, served: Pick<Served, 'url'>, hash = '', appearance = ONE): Promise<Visit> {
    const { scheme, width, language, forced } = appearance;
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: scheme,
      forcedColors: forced ? 'active' : 'none',
      locale: language === 'de' ? 'de-DE' : 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    // Below that of a test: what was waited for in vain is named.
    page.setDefaultTimeout(PATIENCE_MS);
    const visit = new Visit(page, context, appearance, new URL(served.url).origin, await slowness(page));
    await context.exposeBinding('violated', (_source, directive: string) =>
      visit.faults.push(`violation: ${directive}`),
    );
    await context.exposeBinding('announced', (_source, sentence: string) => visit.said.push(sentence));
    await context.addInitScript(
      'addEventListener("securitypolicyviolation", (event) => violated(event.violatedDirective + " " + event.blockedURI))',
    );
    await context.addInitScript(ANNOUNCED);
    await page.goto(served.url + hash);
    await page.locator('h1').waitFor();
    return visit;
  }

  /** The same with the key entered. */
  static async inside(browser: Browser, served: Served, hash = '', appearance = ONE): Promise<Visit> {
    const visit = await Visit.at(browser, served, hash, appearance);
    await visit.enter(served.key);
    await visit.page.locator('.bar nav').waitFor();
    return visit;
  }

  async enter(key: string): Promise<void> {
    await this.page.locator('input[type=password]').fill(key);
    await this.page.keyboard.press('Enter');
  }

  /** All that is wanted of every page; `name` is that of the picture. */
  async look(name: string): Promise<void> {
    const { scheme, width, language, forced } = this.#appearance;
    // Not the page's own work.
    await this.#slow(false);
    await this.page.evaluate(axe);
    const { violations } = found.parse(await this.page.evaluate('axe.run()'));
    const named = violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    await this.#picture(`${name}-${language}-${scheme}-${width}${forced ? '-forced' : ''}.png`);
    await this.#slow(true);
    const scroll = Number(await this.page.evaluate('document.documentElement.scrollWidth'));
    expect({ faults: [...this.faults, ...named], isWider: scroll > width ? scroll : false }).toEqual({
      faults: [],
      isWider: false,
    });
  }

  async #picture(file: string): Promise<void> {
    const folder = process.env.PAGES_PICTURES;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, file), fullPage: true, animations: 'disabled', caret: 'hide' });
  }

  /** What would be cut off on A4, upright: what scrolls, and what is wider than the paper between its margins. */
  async onPaper(name: string): Promise<unknown> {
    await this.page.emulateMedia({ media: 'print' });
    const folder = process.env.PAGES_PICTURES;
    if (folder) await this.page.pdf({ path: join(folder, `${name}.pdf`), format: 'A4', preferCSSPageSize: true });
    await this.page.setViewportSize({ width: PAPER, height: 970 });
    return this.page.evaluate(CUT_OFF);
  }

  /** What has the focus, by its name, after each press of the tabulator. */
  async tabOrder(presses: number): Promise<string[]> {
    const names: string[] = [];
    for (let press = 0; press < presses; press += 1) {
      await this.page.keyboard.press('Tab');
      names.push(String(await this.page.evaluate(FOCUSED)));
    }
    return names;
  }

  /** Waits until a sentence was announced that has these words. */
  async hears(words: string): Promise<void> {
    await eventually(words, async () => this.said.some((sentence) => sentence.includes(words)) || undefined);
  }

  /** Waits until nothing loads any more, and what came of it is drawn and asked. */
  async settled(): Promise<void> {
    for (const _ of ['what is shown', 'what is asked for by it']) {
      await this.page.locator(SETTLED).waitFor();
      await this.page.evaluate(EFFECTS);
    }
  }

  focused(): Promise<unknown> {
    return this.page.evaluate(FOCUSED);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

const ANNOUNCED = `{
let last = '';
new MutationObserver(() => {
  const { textContent: sentence = '' } = document.querySelector('.announcer') ?? {};
  if (sentence !== last && sentence !== '') announced(sentence);
  last = sentence;
}).observe(document, { subtree: true, childList: true, characterData: true });
}`;
const SETTLED = 'main:not(:has([aria-busy=true])) h1';
/** Effects come behind the next frame, and may draw something that has some. */
const EFFECTS = `new Promise((done) => {
  const next = (left) => (left === 0 ? done() : requestAnimationFrame(() => setTimeout(next, 0, left - 1)));
  next(3);
})`;
const FOCUSED = `(() => {
  const one = document.activeElement;
  return (one.labels?.[0]?.textContent ?? one.getAttribute('aria-label') ?? one.textContent).trim();
})()`;

/** What the tests of a view are given. */
export interface OnStage {
  readonly stage: Stage;
  /** The document at a hash, before a key is given. It is closed after the test. */
  at(hash?: string, appearance?: Appearance): Promise<Visit>;
  /** The same with the key entered. */
  inside(hash?: string, appearance?: Appearance): Promise<Visit>;
}

/**
 * Tests in a browser over a stage, which begins each test with `answers`. After each one there was no fault in any document, and
 * nothing was asked that has no answer.
 */
export function staged(title: string, answers: Answers, tests: (on: OnStage) => void): void {
  const real = browserIsInstalled() ? describe : describe.skip;
  real(title, () => {
    const stage = new Stage();
    let browser: Browser;
    const visits: Visit[] = [];
    const opened = (visit: Visit): Visit => {
      visits.push(visit);
      return visit;
    };
    beforeAll(async () => {
      await stage.open();
      browser = await openBrowser();
    });
    beforeEach(() => stage.show(answers));
    afterEach(async () => {
      const visited = visits.splice(0);
      for (const visit of visited) await visit.close();
      await stage.quiet();
      expect({ faults: visited.flatMap(({ faults }) => faults), unanswered: stage.unanswered }).toEqual({
        ...{ faults: [], unanswered: [] },
      });
    });
    afterAll(async () => {
      await browser?.close();
      await stage.close();
    });
    tests({
      stage,
      at: async (hash, appearance) => opened(await Visit.at(browser, stage, hash, appearance)),
      inside: async (hash, appearance) => opened(await Visit.inside(browser, stage, hash, appearance)),
    });
  });
}
