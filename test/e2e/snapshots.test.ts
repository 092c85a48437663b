import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, setup } from '../lab/setup.ts';
import { must, runAsync } from '../lab/shell.ts';
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

/** The answer to the next file dialogs; null cancels. */
const chooseFile = (file: string | null) =>
  window.app.app.evaluate(({ dialog }, path) => {
    const asked: unknown[] = [];
    Reflect.set(globalThis, 'dialogsOfTest', asked);
    dialog.showSaveDialog = async (...given: unknown[]) => {
      asked.push(given.at(-1));
      return { canceled: path === null, filePath: path ?? '' };
    };
    dialog.showOpenDialog = async (...given: unknown[]) => {
      asked.push(given.at(-1));
      return { canceled: path === null, filePaths: path === null ? [] : [path] };
    };
  }, file);
const asked = () => window.app.app.evaluate(() => Reflect.get(globalThis, 'dialogsOfTest'));

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

test('a snapshot is exported to a file, deleted, and imported from that file again', async () => {
  const { page } = window;
  const file = join(dirname(lab.home), 'Grüße.tar');
  await chooseFile(file);
  await window.goTo('Snapshots');
  const list = page.getByRole('list', { name: 'Saved states' });
  const name = readdirSync(`${lab.home}-snapshots`).find((it) => !it.startsWith('.')) ?? '';
  await list.getByRole('button', { name: `Export ${name}` }).click();
  await window.heading(`${name} is exported`).waitFor(SOON);
  await page.getByText(file).waitFor();
  await list.getByRole('button', { name: `Delete ${name}` }).click();
  await page.getByText('No snapshot yet').waitFor(SOON);
  await window.button('Import…').click();
  await list.getByText(name, { exact: true }).waitFor(SOON);
  await shot(page, 'snapshot-imported');
  expect(await asked()).toMatchObject([
    { defaultPath: expect.stringContaining(`/${name}.tar`) },
    { title: 'Import a snapshot', properties: ['openFile'] },
  ]);
  await list.getByRole('button', { name: `Verify ${name}` }).click();
  await list.getByText(/^Checksum: verified/).waitFor(SOON);
  await chooseFile(null);
  await window.button('Import…').click();
  await expect.poll(asked).toHaveLength(1);
  expect(await page.getByRole('progressbar').count()).toBe(0);
});

test('an upgrade is made and gone back from, and the image that is left is removed on request', async () => {
  const { page } = window;
  // Nothing is to be installed on the product's own image, so that building on it takes seconds.
  const next = `${lab.names.images.dood}-next`;
  must('docker', ['build', '-q', '-t', next, '-'], {
    input: `FROM ${lab.names.images.dood}\nENV JENKINS_VERSION=2.580.1\n`,
  });
  await window.goTo('Upgrades');
  const images = page.getByRole('table', { name: 'Images of Jenkins Tray' });
  const uses = () =>
    images.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.lastElementChild?.textContent));
  await expect.poll(uses).toEqual(['in use']);
  await window.button('Upgrade…').click();
  const dialog = page.getByRole('dialog', { name: 'Upgrade Jenkins' });
  await dialog.getByRole('radio', { name: 'Another version' }).check();
  await dialog.getByRole('textbox', { name: 'Version' }).fill(next);
  await dialog.getByText('The exact steps').waitFor(SOON);
  await shot(page, 'upgrade');
  const begin = async (words: string | RegExp) => {
    const asking = page.getByRole('dialog');
    for (const box of await asking.locator('.preview').getByRole('checkbox').all()) await box.check();
    await asking.getByRole('button', { name: words }).click();
    await asking.waitFor({ state: 'detached' });
    await page.locator('.steps').waitFor(SOON);
    await shot(page, 'upgrading');
    await window.heading('Jenkins is running in DooD').waitFor(SOON);
  };
  await begin('Upgrade Jenkins');
  await window.goTo('Upgrades');
  await page.getByRole('cell', { name: '2.580.1' }).waitFor(SOON);
  await expect.poll(uses).toEqual(['in use', expect.stringMatching(/^for the way back/)]);
  await shot(page, 'upgraded');
  await window.goTo('Snapshots');
  await page.getByText(/before an upgrade/).waitFor(SOON);

  writeFileSync(join(lab.home, 'of-the-newer'), '');
  await window.goTo('Upgrades');
  await window.button('Back to 1.396…').click();
  await page.getByRole('dialog').getByText('The exact steps').waitFor(SOON);
  await shot(page, 'upgrade-back');
  await begin('Back to Jenkins 1.396');
  const kept = readdirSync(dirname(lab.home)).find((name) => existsSync(join(dirname(lab.home), name, 'of-the-newer')));
  expect(kept).toMatch(/^home\.replaced-/);
  await page.getByText(`sudo rm -rf '${join(dirname(lab.home), kept ?? '')}'`).waitFor(SOON);
  await window.goTo('Upgrades');
  await page.getByText('None: Jenkins was not upgraded here, or it is back already').waitFor(SOON);
  await shot(page, 'upgrade-undone');
  await page.getByRole('button', { name: /^Remove / }).click();
  await expect.poll(uses).toEqual(['in use']);
});
