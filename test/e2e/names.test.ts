import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ok } from '../../electron/shared/failure.ts';
import type { GpuLedgerRow } from '../../electron/shared/gpu.ts';
import type { Build, Snapshot } from '../../electron/shared/snapshot.ts';
import { idle, toDind } from '../lab/situations.ts';
import { browser, type LabWindow, openWindow } from '../lab/window.ts';

/** The window alone, with names as long as Jenkins allows, wide ones, and one that is written from right to left. */
const NAMES = ['long-name-'.repeat(20), '模型训练流水线'.repeat(15), `${'folder/'.repeat(25)}job`, 'בניית-מודל'];
const build = (job: string, at: number, result: Build['result']): Build => ({
  job,
  number: 1000 + at,
  url: `http://127.0.0.1:8080/job/${at}/${result}/`,
  result,
  startedAt: Date.now() - 200_000,
  duration: 200_000,
  estimated: 420_000,
});
const running = NAMES.map((job, at) => build(job, at, 'running'));
const list = [...running, ...NAMES.map((job, at) => build(job, at, 'failure'))];
const ledger: readonly GpuLedgerRow[] = NAMES.map((job, at) => ({
  job,
  build: at,
  from: 0,
  to: Date.now(),
  gpuMinutes: 1234.5,
  utilizationMinutes: 1234.5,
  idleMinutes: 1000.2,
  idleSince: null,
  meanUtilization: 30,
  peakUtilization: 100,
  peakMemoryBytes: 70e9,
  memoryLimitBytes: 80e9,
  wattHours: 1234.5,
  energyBasis: null,
}));
const snapshot: Snapshot = {
  ...idle,
  builds: { kind: 'known', running: 4, list: running, queue: NAMES.map((job) => ({ job, why: 'w'.repeat(200) })) },
  notices: NAMES.map((name) => ({
    id: name,
    failure: { code: 'port/in-use', title: name, detail: name, fix: name, command: name },
  })),
};
let chromium: Browser;
let window: LabWindow;
beforeAll(async () => {
  chromium = await browser();
  const preview = { ...toDind, questions: [], builds: snapshot.builds };
  const answers = { recentBuilds: ok(list), gpuLedger: ok(ledger), preview: ok(preview) };
  window = await openWindow(chromium, { snapshot, answers });
});
afterAll(() => chromium.close());

const goTo = (name: string) => window.page.getByRole('navigation').getByRole('button', { name, exact: true }).click();

/** What is not whole within the window's width. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *, dialog *')]
      .filter((one) => one.closest('.unseen, thead, svg') === null)
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => `${one.tagName} ${one.className}`),
  );

test.each([
  [900, 640],
  [640, 480],
  [480, 640],
  [320, 240],
])('at %i × %i long names wrap, and nothing is cut off', async (width, height) => {
  const { page } = window;
  await page.setViewportSize({ width, height });
  await goTo('Overview');
  await page
    .getByText(NAMES[0] ?? '')
    .first()
    .waitFor();
  expect(await cutOff(page)).toEqual([]);
  await page.getByRole('button', { name: 'Switch to DinD…' }).click();
  await page.getByRole('dialog').getByText('#1003').waitFor();
  expect(await cutOff(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await goTo('Builds');
  await page.getByText('1234.5 Wh').first().waitFor();
  expect(await cutOff(page)).toEqual([]);
});

test('at 200 % of the smallest window the log can be scrolled to', async () => {
  const { page } = window;
  await page.setViewportSize({ width: 320, height: 240 });
  await goTo('Logs');
  const log = page.locator('.logs-view');
  await log.waitFor();
  await page.mouse.move(100, 120);
  await page.mouse.wheel(0, 500);
  const end = async () => {
    const { y, height } = (await log.boundingBox()) ?? { y: 0, height: 0 };
    return height < 120 ? 'no room' : Math.round(y + height);
  };
  await expect.poll(end).toBeLessThanOrEqual(241);
});

test('the number of a build stands after its name, also after one that is written from right to left', async () => {
  const { page } = window;
  await page.setViewportSize({ width: 900, height: 640 });
  await goTo('Builds');
  const link = page.getByRole('button', { name: /בניית/ }).first();
  const [name, number] = await link.evaluate((one) => {
    const middle = (text: Node | null | undefined, from: number, to: number): number => {
      const range = document.createRange();
      if (text) range.setStart(text, from);
      if (text) range.setEnd(text, to);
      const { left, right } = range.getBoundingClientRect();
      return (left + right) / 2;
    };
    const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    const all: Text[] = [];
    while (texts.nextNode()) all.push(texts.currentNode as Text);
    const first = all[0];
    const last = all.at(-1);
    return [middle(first, 0, 1), middle(last, (last?.length ?? 1) - 1, last?.length ?? 1)];
  });
  expect(number).toBeGreaterThan(name ?? 0);
});
