import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrivenApp, launch } from '../lab/app.ts';
import { violations } from '../lab/axe.ts';
import { cleanUp, setup, writeSettings } from '../lab/setup.ts';
import { shots } from '../lab/shots.ts';
import { smiDouble } from '../lab/smi-double.ts';

const lab = setup('e2e-diagnostics', 24600);
writeSettings(lab, { ...lab.settings, jenkins: { user: 'me', apiToken: 'hunter2hunter2' } });
const smi = smiDouble('e2e-diagnostics', 'mismatch');
let app: DrivenApp;
let page: Page;
beforeAll(async () => {
  app = await launch({ setup: lab, env: smi.env });
  page = await app.window();
  await page.getByRole('button', { name: 'Diagnostics' }).click();
});
afterAll(async () => {
  await app?.close();
  smi.close();
  cleanUp(lab);
});

const check = (title: string) =>
  page
    .getByRole('list', { name: 'Checks' })
    .locator(':scope > li')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) });

test('the checks run when the view opens, each with its result', async () => {
  await page.getByText(/\d passed/).waitFor({ timeout: 60_000 });
  expect(await check('Docker engine').getByRole('img').getAttribute('aria-label')).toBe('Passed');
  expect(await check('Docker engine').textContent()).toMatch(/Docker \d+\.\d+/);
  await shots(page, 'diagnostics', async () => expect(await violations(page)).toEqual([]));
});

test('the GPU checks follow, and name the broken rung and its fix', async () => {
  await page.getByRole('button', { name: 'Check GPU access of builds' }).click();
  await check('The host sees its GPUs').getByText('reboot required').first().waitFor({ timeout: 120_000 });
  expect(await page.getByText('Not tried, since').count()).toBe(3);
  await shots(page, 'diagnostics-ladder', async () => expect(await violations(page)).toEqual([]));
});

test('the report lists versions and checks, and no secret', async () => {
  await page.getByRole('button', { name: 'Copy report' }).click();
  await page.getByText('Copied').first().waitFor();
  const report = await app.copied();
  expect(report).toContain('# Checks\n[');
  expect(report).toMatch(/Electron: \d/);
  expect(report).not.toContain('hunter2');
});

test('the desktop opens the log folder', async () => {
  await page.getByRole('button', { name: 'Open log folder' }).click();
  await expect.poll(() => app.opened()).toEqual([expect.stringContaining(lab.configDir)]);
});
