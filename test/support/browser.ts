/**
 * The page in a real browser against the whole system, for one `describe`: an office of its own, people who
 * sign in once, and what is measured on every page. Needs a Chromium on PATH; `inBrowser` skips without one.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { CaseView } from '../../api/contract';
import { SESSION_COOKIE } from '../../api/plugins/auth';
import { buildIfChanged } from '../../stack/build';
import { onPath } from '../../stack/programs';
import { startTestApplication } from './application';
import type { TestApplication } from './application';
import { complaint } from './office';

const browserPath = ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);
export const inBrowser = browserPath === undefined ? describe.skip : describe;

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** What slides or fades has no colours to measure yet; a spinner never ends and is not waited for. */
const STANDSTILL = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity)
  .map(({ finished }) => finished)).then(() => undefined)`;

export interface PageTest {
  readonly system: TestApplication;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Opens a page as somebody who has signed in before. */
  open: (userName: string, path?: string) => Promise<void>;
  // An answer is what it is: a wrong shape fails the assertion on it.
  ask: <T>(userName: string, method: string, path: string, body?: object) => Promise<T>;
  receive: <T = CaseView>(changes?: object) => Promise<T>;
  /** Serious and critical findings of axe, each with the first place it is at. */
  findings: () => Promise<string[]>;
  /** Pixels the page is wider than the screen. */
  overflow: () => Promise<number>;
}

/** Registers the hooks of the `describe` it is called in; the getters are for its tests. */
export function usePage(): PageTest {
  const tokens = new Map<string, string>();
  /** Console errors of the page other than answers with 4xx, which the page shows to the officer. */
  let complaints: string[];
  let system: TestApplication;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    await buildIfChanged(join(__dirname, '../..'), () => undefined);
    system = await startTestApplication();
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
  }, 240_000);

  afterAll(async () => {
    await browser.close();
    await system.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: DESKTOP, locale: 'vi-VN' });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const isAnswer = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
    });
  });

  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  /** One sign-in per person: the API allows few a minute. */
  async function tokenOf(userName: string): Promise<string> {
    const token = tokens.get(userName) ?? (await system.tokenOf(userName));
    tokens.set(userName, token);
    return token;
  }

  async function ask<T>(userName: string, method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${system.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(userName)}`,
        'idempotency-key': randomUUID(),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.ok).toBe(true);
    return (await response.json()) as T;
  }

  return {
    get system() {
      return system;
    },
    get context() {
      return context;
    },
    get page() {
      return page;
    },
    open: async (userName, path = '/') => {
      const cookie = { name: SESSION_COOKIE, value: await tokenOf(userName), url: system.url };
      await context.addCookies([{ ...cookie, httpOnly: true, sameSite: 'Strict' }]);
      await page.goto(`${system.url}${path}`);
      await page.getByText('DỮ LIỆU MINH HỌA', { exact: true }).waitFor();
    },
    ask,
    receive: (changes) => ask('tiepdan', 'POST', '/cases', complaint(changes)),
    findings: async () => {
      await page.evaluate(STANDSTILL);
      await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
      const { violations } = await page.evaluate<{
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      }>('axe.run(document)');
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
    },
    overflow: () =>
      page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  };
}
