import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, QUICK_START, setup } from '../lab/setup.ts';
import { must } from '../lab/shell.ts';
import { openApp, shot, type WindowDriver } from '../lab/window-driver.ts';

/** The settings of the real app, while a real Jenkins runs in DinD. */
const lab = setup('e2e-settings', 23340, { desktop: { startHidden: false } });
const SOON = { timeout: 90_000 };
let window: WindowDriver;

beforeAll(async () => {
  must(process.execPath, [join(ROOT, 'out/cli.js'), 'up', 'dind', '--yes', '--config', lab.configDir]);
  window = await openApp({ setup: lab });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shot(window.page, 'settings-test-failed');
});
afterAll(async () => {
  await window?.close();
  cleanUp(lab);
});

const agreeToAll = async () => {
  for (const box of await window.page.getByRole('checkbox').all()) await box.check();
};
const answers = async (port: number) => (await fetch(`http://127.0.0.1:${port}/login`)).status;

test('a chosen folder is filled in, and a cancelled choice changes nothing', async () => {
  const { page } = window;
  const home = page.getByLabel('Home', { exact: true });
  const mounts = page.getByLabel('Folder on this computer');
  /** The answer to the next dialogs; null cancels. */
  const pickNext = (folder: string | null) =>
    window.app.app.evaluate(({ dialog }, picked) => {
      Reflect.set(globalThis, 'dialogsOfTest', []);
      dialog.showOpenDialog = (...given: unknown[]) => {
        Reflect.get(globalThis, 'dialogsOfTest').push(given.at(-1));
        return Promise.resolve({ canceled: picked === null, filePaths: picked === null ? [] : [picked] });
      };
    }, folder);
  const asked = () => window.app.app.evaluate(() => Reflect.get(globalThis, 'dialogsOfTest'));
  await window.goTo('Settings');
  await pickNext('/srv/Jenkins’ zweites Zuhause');
  await window.button('Choose: Home').click();
  await expect.poll(() => home.inputValue()).toBe('/srv/Jenkins’ zweites Zuhause');
  expect(await asked()).toMatchObject([
    { title: 'Choose: Home', defaultPath: lab.home, properties: ['openDirectory', 'createDirectory'] },
  ]);
  await pickNext('/mnt/data');
  await window.button('Add a folder…').click();
  await expect
    .poll(() => mounts.evaluateAll((all) => all.map((one) => Reflect.get(one, 'value'))))
    .toEqual(['/mnt/data']);
  await pickNext(null);
  await window.button('Choose: Home').click();
  await window.button('Add a folder…').click();
  await expect.poll(asked).toHaveLength(2);
  await page.getByRole('region', { name: '2 changes' }).waitFor();
  expect(await home.inputValue()).toBe('/srv/Jenkins’ zweites Zuhause');
  expect(await mounts.count()).toBe(1);
  await window.button('Discard').click();
  await expect.poll(() => home.inputValue()).toBe(lab.home);
  expect(await mounts.count()).toBe(0);
});

test('an invalid setting is refused with its reason; a valid one is stored and says what it restarts', async () => {
  const { page } = window;
  const stored = () => JSON.parse(readFileSync(join(lab.configDir, 'settings.json'), 'utf8'));
  await window.goTo('Settings');
  const port = page.getByLabel('Port in DinD');
  await port.fill('80x');
  await page.getByText('must be a whole number').waitFor();
  expect(await window.button('Save').isDisabled()).toBe(true);
  await port.fill(String(lab.ports.dind + 3));
  await page.getByRole('heading', { name: 'This requires a restart' }).waitFor(SOON);
  const change = page.getByRole('row').filter({ hasText: lab.names.jenkins.dind });
  await change.getByText(`port 127.0.0.1:${lab.ports.dind}`, { exact: true }).waitFor();
  await change.getByText(`port 127.0.0.1:${lab.ports.dind + 3}`, { exact: true }).waitFor();
  await shot(page, 'settings-restart');
  await window.button('Save for later').click();
  await page.getByRole('region', { name: '1 change' }).waitFor({ state: 'detached' });
  expect(stored().ports.dind).toBe(lab.ports.dind + 3);
  await window.goTo('Overview');
  await window.heading('Jenkins in DinD is not as requested').waitFor(SOON);
  await shot(page, 'drifted');
});

test('a postponed change is applied later, after its own preview', async () => {
  const { page } = window;
  await window.button('Fix…').click();
  const dialog = page.getByRole('dialog', { name: 'Recreate Jenkins in DinD' });
  await dialog.getByText(/Jenkins’ page will be unavailable for about/).waitFor(SOON);
  await agreeToAll();
  await dialog.getByRole('button', { name: 'Recreate Jenkins in DinD' }).click();
  await window.heading('Recreating Jenkins in DinD').waitFor(SOON);
  await window.heading('Jenkins is running in DinD').waitFor(SOON);
  expect(await answers(lab.ports.dind + 3)).toBe(200);
});

test('a setting that restarts nothing is stored at once', async () => {
  await window.goTo('Settings');
  await window.page.getByLabel('Colours').selectOption('dark');
  await window.page.getByText('No restart is needed.').waitFor(SOON);
  await window.button('Save').click();
  await expect.poll(() => window.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
});

test('a Jenkins that does not start is reported with its last log lines, and can be repaired there', async () => {
  const { page } = window;
  const apply = async (options: string, words: string) => {
    await window.goTo('Settings');
    await page.getByLabel('Java options').fill(options);
    await page.getByRole('cell', { name: 'different Java options' }).waitFor(SOON);
    await window.button('Save and apply…').click(SOON);
    const dialog = page.getByRole('dialog', { name: words });
    await dialog.getByText('The exact steps').waitFor(SOON);
    await agreeToAll();
    await dialog.getByRole('button', { name: words }).click();
    await page.locator('.steps').waitFor(SOON);
  };
  await apply('-Xnonsense', 'Recreate Jenkins in DinD');
  const told = page.locator('.failure', { hasText: 'jenkins/exited' });
  await told.waitFor(SOON);
  await told.getByText('Show all lines').click();
  await shot(page, 'failed');
  expect(await told.textContent()).toContain('Xnonsense');
  expect(await told.textContent()).toContain('What to do:');
  // The Jenkins from before the change is back, so without the change nothing restarts.
  expect(await answers(lab.ports.dind + 3)).toBe(200);
  await window.goTo('Settings');
  await page.getByLabel('Java options').fill(QUICK_START);
  await page.getByText('No restart is needed.').waitFor(SOON);
  await window.button('Save').click();
  await window.goTo('Overview');
  await window.heading('Jenkins is running in DinD').waitFor(SOON);
  await told.waitFor({ state: 'detached' });
  expect(await answers(lab.ports.dind + 3)).toBe(200);
});
