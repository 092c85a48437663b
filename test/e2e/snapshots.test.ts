import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, setup } from '../lab/setup.ts';
import { runAsync } from '../lab/shell.ts';
import { openApp, shot, type WindowDriver } from '../lab/window-driver.ts';

/** A snapshot of the home of a Jenkins that runs, made, listed and restored in the window. */
const lab = setup('e2e-snapshots', 23720);
const SOON = { timeout: 90_000 };
let window: WindowDriver;

beforeAll(async () => {
  const cli = [join(ROOT, 'out', 'cli.js'), 'up', 'dood', '--yes', '--config', lab.configDir];
  expect(await runAsync(join(ROOT, 'node_modules', '.bin', 'node'), cli, {})).toMatchObject({ status: 0 });
  window = await openApp({ setup: lab });
  await window.heading('Jenkins is running in DooD').waitFor(SOON);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shot(window.page, 'snapshots-failed');
});
afterAll(async () => {
  await window?.close();
  cleanUp(lab);
});

test('a snapshot brings the home of a running Jenkins back, and what it replaces is kept', async () => {
  const { page } = window;
  await window.goTo('Snapshots');
  await page.getByText('No snapshot yet').waitFor(SOON);
  await window.button('New snapshot…').click();
  const creating = page.getByRole('dialog', { name: 'New snapshot' });
  await creating.getByText(/would be stored in/).waitFor(SOON);
  await shot(page, 'snapshot-new');
  await creating.getByRole('button', { name: 'Make the snapshot' }).click();
  await window.heading(/ is made$/).waitFor(SOON);
  const list = page.getByRole('list', { name: 'Saved states' });
  await list.getByText('not verified yet').waitFor(SOON);
  await shot(page, 'snapshot-made');

  writeFileSync(join(lab.home, 'spoilt'), '');
  const before = docker('inspect', '-f', '{{.State.StartedAt}}', lab.names.jenkins.dood);
  await list.getByRole('button', { name: /^Restore / }).click();
  const restoring = page.getByRole('dialog', { name: /^Restore / });
  await restoring.getByText(`It is renamed to ${lab.home}.replaced-…`).waitFor(SOON);
  await restoring.getByText('The exact steps').waitFor(SOON);
  await shot(page, 'snapshot-restore');
  await restoring.getByRole('button', { name: 'Stop Jenkins and restore' }).click();
  await page.getByText(/^The home is as it was in /).waitFor(SOON);
  await window.heading('Jenkins is running in DooD').waitFor(SOON);
  await shot(page, 'snapshot-restored');
  const kept = readdirSync(dirname(lab.home)).find((name) => name.startsWith('home.replaced-')) ?? '';
  expect([existsSync(join(lab.home, 'spoilt')), existsSync(join(dirname(lab.home), kept, 'spoilt'))]).toEqual([
    ...[false, true],
  ]);
  await page.getByText(`sudo rm -rf '${join(dirname(lab.home), kept)}'`).waitFor(SOON);
  expect(docker('inspect', '-f', '{{.State.StartedAt}}', lab.names.jenkins.dood)).not.toBe(before);
});

test('an upgrade is previewed, with the images that are there', async () => {
  const { page } = window;
  await window.goTo('Upgrades');
  await page.getByRole('row').filter({ hasText: 'in use' }).waitFor(SOON);
  await window.button('Upgrade…').click();
  const dialog = page.getByRole('dialog', { name: 'Upgrade Jenkins' });
  await dialog.getByRole('radio', { name: /^The same base/ }).click();
  await dialog.getByText('The exact steps').waitFor(SOON);
  await shot(page, 'upgrade');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});
