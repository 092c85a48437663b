import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../electron/shared/failure.ts';
import { storedPasswordRefused } from '../../electron/shared/failures/jenkins.ts';
import { views } from '../../electron/shared/views.ts';
import { engineGone, exited, idle, portTaken } from '../lab/situations.ts';
import { browser, type LabWindow, openWindow } from '../lab/window.ts';

/** The window alone, used without a mouse: the focus stays where the user is, whatever goes away below it. */
let chromium: Browser;
let window: LabWindow;
const refused = storedPasswordRefused('http://127.0.0.1:8080');
const notices = [
  { id: 'a', failure: exited },
  { id: 'b', failure: portTaken },
  { id: 'login', failure: refused },
];
const shown = { ...idle, notices };
beforeAll(async () => {
  chromium = await browser();
});
beforeEach(async () => {
  window = await openWindow(chromium, {
    snapshot: shown,
    answers: { dismissNotice: ok(null), openJenkins: err(engineGone) },
  });
});
afterEach(() => window.close());
afterAll(() => chromium.close());

/** What has the focus: its kind, and its label or text. */
const focused = () =>
  window.page.evaluate(() => {
    const at = document.activeElement;
    return `${at?.localName} ${at?.getAttribute('aria-label') ?? at?.textContent}`;
  });
const press = async (name: string) => {
  await window.page.getByRole('button', { name, exact: true }).focus();
  await window.page.keyboard.press('Enter');
};

test('another view takes the focus that was in the one before', async () => {
  const { page } = window;
  await page.getByRole('button', { name: 'Open Jenkins' }).focus();
  await page.keyboard.press('Control+2');
  await page.getByRole('heading', { name: 'Builds', level: 1 }).waitFor();
  expect(await focused()).toBe('main Builds');
  await page.getByRole('navigation').getByRole('button', { name: 'Builds' }).focus();
  await page.keyboard.press('Control+1');
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  expect(await focused()).toBe('button Builds');
});

test('after a notice is dismissed, the focus is at the next, and in the view after the last', async () => {
  const { page, push } = window;
  const dismiss = (title: string) => `Dismiss: ${title}`;
  await press(dismiss(portTaken.title));
  await push('snapshot', { ...shown, revision: 2, notices: notices.filter(({ id }) => id === 'a') });
  await page.getByRole('button', { name: dismiss(portTaken.title) }).waitFor({ state: 'detached' });
  expect(await focused()).toBe('summary Show all lines');
  await press(dismiss(exited.title));
  await push('snapshot', { ...shown, revision: 3, notices: [] });
  await page.getByRole('button', { name: dismiss(exited.title) }).waitFor({ state: 'detached' });
  expect(await focused()).toBe('main Overview');
});

test('a button that is disabled while it works has the focus again afterwards', async () => {
  const { page, push } = window;
  await press('Try the login again');
  const waits = {
    kind: 'working',
    to: 'dood',
    startedAt: Date.now(),
    steps: [],
    output: [],
    cancellable: false,
  } as const;
  await push('snapshot', { ...shown, revision: 5, activity: waits });
  await page.waitForFunction(() => document.activeElement === document.body);
  await push('snapshot', { ...shown, revision: 6 });
  await expect.poll(focused).toBe('button Try the login again');
});

test('who clicked a button and scrolled on stays there when it is enabled again', async () => {
  const { page } = window;
  const open = page.getByRole('button', { name: 'Open Jenkins' });
  await open.click();
  await open.evaluate((button) => button.toggleAttribute('disabled', true));
  await page.waitForFunction(() => document.activeElement === document.body);
  const top = () => page.evaluate(() => document.getElementById('content')?.scrollTop);
  await page.evaluate(() => document.getElementById('content')?.scrollTo({ top: 10_000, behavior: 'instant' }));
  const before = await top();
  expect(before).toBeGreaterThan(100);
  await open.evaluate((button) => button.toggleAttribute('disabled', false));
  await expect.poll(focused).toBe('button Open Jenkins');
  expect(await top()).toBe(before);
});

test('Tab goes through each view and around, and nothing covers what has the focus', async () => {
  const { page } = window;
  // Its failure is told below the view.
  await press('Open Jenkins');
  await page.getByText(engineGone.title).waitFor();
  for (const [at, view] of Object.values(views).entries()) {
    await page.keyboard.press(`Control+${at + 1}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.locator('.skip').focus();
    const covered: string[] = [];
    let stops = 0;
    do {
      await page.keyboard.press('Tab');
      stops += 1;
      covered.push(...(await page.evaluate(coversFocus)));
    } while (stops < 120 && (await focused()) !== 'a Skip to the content');
    expect([view, stops < 120, covered]).toEqual([view, true, []]);
  }
});

/** What lies over the middle of what has the focus; the log's own field is beside its panel, which is outlined instead. */
function coversFocus(): string[] {
  const at = document.activeElement;
  if (at === null || at === document.body || at.closest('.logs-view') !== null) return [];
  const { left, top, width, height } = at.getBoundingClientRect();
  const within = (value: number, end: number): number => Math.min(Math.max(value, 0), end - 1);
  const over = document.elementFromPoint(within(left + width / 2, innerWidth), within(top + height / 2, innerHeight));
  const isOwn = over === null || at.contains(over) || over.contains(at) || over.closest('label') !== null;
  return isOwn ? [] : [`${at.textContent} below ${over.className}`];
}

test('a dismissed failure gives the focus to the view, and a click beside everything takes it away', async () => {
  const { page } = window;
  await press('Open Jenkins');
  await press('Dismiss');
  await page.locator('.failed-act').waitFor({ state: 'detached' });
  expect(await focused()).toBe('main Overview');
  await page.getByRole('button', { name: 'Open Jenkins' }).focus();
  await page.mouse.click(5, 630);
  await window.push('snapshot', { ...shown, revision: 7, notices: [] });
  await page.getByRole('button', { name: 'Try the login again' }).waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
});
