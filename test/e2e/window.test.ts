import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Bridge } from '../../electron/shared/ipc.ts';
import { beginJob, cleanUp, docker, runJob, setup } from '../lab/setup.ts';
import { openApp, shot, type WindowDriver } from '../lab/window-driver.ts';

/** The window of the real app on the real engine: from the first start to settings, in the order of a user's first hour. */
const lab = setup('e2e-window', 23300);
const SOON = { timeout: 60_000 };
let window: WindowDriver;

beforeAll(async () => {
  window = await openApp({ setup: lab });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shot(window.page, 'window-test-failed');
});
afterAll(async () => {
  await window?.close();
  cleanUp(lab);
});

/** Keeps every run that the window is told of from now on. */
const watchRuns = () =>
  window.page.evaluate(() => {
    const runs: string[][] = [];
    Reflect.set(globalThis, 'runs', runs);
    const bridge: Bridge = Reflect.get(globalThis, 'jenkinsTray');
    bridge.on('snapshot', ({ activity }) => {
      if (activity.kind === 'working') runs.push(activity.steps.map(({ text }) => text));
    });
  });
const lastRun = (): Promise<string[]> => window.page.evaluate(() => Reflect.get(globalThis, 'runs').at(-1));
const shownSteps = async (): Promise<string[]> => {
  await window.page.getByText(/^The exact steps/).click();
  return ((await window.page.locator('.preview-steps').textContent()) ?? '').split('\n');
};
const agreeToAll = async () => {
  for (const box of await window.page.getByRole('checkbox').all()) await box.check();
};
const answers = async (port: number) => (await fetch(`http://127.0.0.1:${port}/login`)).status;

test('the first start finds the engine, shows what it will do, and ends with Jenkins in the browser', async () => {
  const { page } = window;
  await window.heading('Welcome to Jenkins Tray').waitFor(SOON);
  await page.getByText(/^Docker \S+ is there\.$/).waitFor(SOON);
  expect(await page.getByRole('textbox', { name: 'Jenkins’ home' }).inputValue()).toBe(lab.home);
  await shot(page, 'first-start-ask');
  await window.button('See what will be done').click();
  await page.getByText('Nothing that runs now is interrupted.').waitFor(SOON);
  const steps = await shownSteps();
  await shot(page, 'first-start-preview');
  await agreeToAll();
  await watchRuns();
  await window.button('Set up and start').click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor(SOON);
  await shot(page, 'first-start-run');
  await window.heading('Jenkins is running in DooD').waitFor(SOON);
  await shot(page, 'first-start-done');
  expect(await lastRun()).toEqual(steps);
  expect(await window.opened()).toEqual([`http://127.0.0.1:${lab.ports.dood}/`]);
  expect(await answers(lab.ports.dood)).toBe(200);
});

test('the administrator’s password is shown on demand, and the overview follows', async () => {
  const { page } = window;
  const password = readFileSync(join(lab.configDir, 'secrets', 'admin-password'), 'utf8').trim();
  expect(await page.locator('body').textContent()).not.toContain(password);
  await window.button('Show').click();
  await page.getByText(password, { exact: true }).waitFor();
  await window.button('Hide').click();
  expect(await page.locator('body').textContent()).not.toContain(password);
  await window.button('To the overview').click();
  await window.heading('Two ways to give builds an engine').waitFor();
});

test('address, home and password are copied exactly', async () => {
  const { page } = window;
  const password = readFileSync(join(lab.configDir, 'secrets', 'admin-password'), 'utf8').trim();
  const copies = async (label: string, wanted: string) => {
    await window.app.app.evaluate(({ clipboard }) => clipboard.writeText('from before'));
    await window.button(label).click();
    await expect.poll(() => window.app.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(wanted);
    await page.getByText('Copied').first().waitFor();
  };
  await copies('Copy address', `http://127.0.0.1:${lab.ports.dood}`);
  await copies('Copy the address', `http://127.0.0.1:${lab.ports.dood}`);
  await copies('Copy the path of the home', lab.home);
  await window.button('Show').click();
  await copies('Copy the password', password);
  await window.button('Hide').click();
});

test('a build is listed with its result and opens in the browser', async () => {
  const { page } = window;
  const url = `http://127.0.0.1:${lab.ports.dood}`;
  await runJob(url, 'wetter', 'echo Grüße');
  await beginJob(url, 'lang', 60);
  await window.goTo('Builds');
  const row = page.getByRole('row').filter({ hasText: 'wetter #1' });
  await row.getByText('succeeded').waitFor(SOON);
  await page.getByRole('progressbar', { name: 'Progress of lang #1' }).waitFor(SOON);
  await shot(page, 'builds-real');
  await row.getByRole('button').click();
  await expect.poll(async () => (await window.opened()).at(-1)).toContain(`${url}/job/wetter/1`);
  await fetch(`${url}/job/lang/1/stop`, { method: 'POST', redirect: 'manual' });
  await window.goTo('Overview');
});

test('a switch does what its preview says, and nothing else', async () => {
  const { page } = window;
  await window.button('Switch to DinD…').click();
  const dialog = page.getByRole('dialog', { name: 'Switch to DinD' });
  await dialog.getByText(/Jenkins’ page will be away for about/).waitFor(SOON);
  const steps = await shownSteps();
  expect(await dialog.textContent()).toContain(`127.0.0.1:${lab.ports.dind} → 8080`);
  expect(await dialog.textContent()).toContain(lab.names.jenkins.dood);
  await agreeToAll();
  await watchRuns();
  await dialog.getByRole('button', { name: 'Switch to DinD' }).click();
  await window.heading('Moving Jenkins from DooD to DinD').waitFor(SOON);
  await window.button('Open Jenkins').click();
  await expect.poll(async () => (await window.opened()).at(-1)).toBe(`http://127.0.0.1:${lab.ports.dood}/`);
  await window.heading('Jenkins is running in DinD').waitFor(SOON);
  expect(await lastRun()).toEqual(steps);
  expect(await answers(lab.ports.dind)).toBe(200);
  expect(docker('ps', '--format', '{{.Names}}')).not.toContain(lab.names.jenkins.dood);
});

test('Cancel during a switch goes back to the previous mode', async () => {
  const { page } = window;
  await window.button('Switch to DooD…').click();
  await page.getByText(/Jenkins’ page will be away for about/).waitFor(SOON);
  await agreeToAll();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch to DooD' }).click();
  // The old Jenkins has been stopped by then: the way back is the long one.
  await page.locator('.step-running', { hasText: 'Wait for jenkins' }).waitFor(SOON);
  expect(await window.button('Open Jenkins').isDisabled()).toBe(true);
  await window.button('Cancel').click();
  await window.heading('Jenkins is running in DinD').waitFor(SOON);
  expect(await answers(lab.ports.dind)).toBe(200);
});

test('a taken port is shown with its fix before anything starts, and checked again once free', async () => {
  const { page } = window;
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(lab.ports.dood, '127.0.0.1', resolve));
  try {
    await window.button('Switch to DooD…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`Port ${lab.ports.dood}`).first().waitFor(SOON);
    await dialog.getByText('What to do:').waitFor();
    await shot(page, 'port-taken');
    expect(await dialog.getByRole('button', { name: 'Switch to DooD' }).isDisabled()).toBe(true);
    await new Promise((resolve) => taken.close(resolve));
    await dialog.getByRole('button', { name: 'Look again' }).click();
    await dialog.getByText(/Jenkins’ page will be away for about/).waitFor(SOON);
    await agreeToAll();
    expect(await dialog.getByRole('button', { name: 'Switch to DooD' }).isEnabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  } finally {
    taken.close();
  }
});

test('a chosen folder is filled in, and a cancelled choice changes nothing', async () => {
  const { page } = window;
  const home = page.getByLabel('Home', { exact: true });
  const mounts = page.getByLabel('Folder on this computer');
  /** What the next dialogs are answered with; null: cancelled. */
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
  await page.getByRole('heading', { name: 'This changes what runs now' }).waitFor(SOON);
  const change = page.getByRole('row').filter({ hasText: lab.names.jenkins.dind });
  await change.getByText(`port 127.0.0.1:${lab.ports.dind}`, { exact: true }).waitFor();
  await change.getByText(`port 127.0.0.1:${lab.ports.dind + 3}`, { exact: true }).waitFor();
  await shot(page, 'settings-restart');
  await window.button('Save for later').click();
  await page.getByRole('region', { name: '1 change' }).waitFor({ state: 'detached' });
  expect(stored().ports.dind).toBe(lab.ports.dind + 3);
  await window.goTo('Overview');
  await window.heading('Jenkins in DinD is not as you asked for').waitFor(SOON);
  await shot(page, 'drifted');
});

test('a postponed change is applied later, after its own preview', async () => {
  const { page } = window;
  await window.button('Put it right…').click();
  const dialog = page.getByRole('dialog', { name: 'Renew Jenkins in DinD' });
  await dialog.getByText(/Jenkins’ page will be away for about/).waitFor(SOON);
  await agreeToAll();
  await dialog.getByRole('button', { name: 'Renew Jenkins in DinD' }).click();
  await window.heading('Renewing Jenkins in DinD').waitFor(SOON);
  await window.heading('Jenkins is running in DinD').waitFor(SOON);
  expect(await answers(lab.ports.dind + 3)).toBe(200);
});

test('a setting that restarts nothing is stored at once', async () => {
  await window.goTo('Settings');
  await window.page.getByLabel('Colours').selectOption('dark');
  await window.page.getByText('Nothing has to be restarted.').waitFor(SOON);
  await window.button('Save').click();
  await expect.poll(() => window.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
});

test('a Jenkins that does not start is reported with its last log lines, and can be repaired there', async () => {
  const { page } = window;
  const apply = async (options: string, words: string) => {
    await window.goTo('Settings');
    await page.getByLabel('Java options').fill(options);
    await page.getByRole('cell', { name: 'other Java options' }).waitFor(SOON);
    await window.button('Save and apply…').click(SOON);
    const dialog = page.getByRole('dialog', { name: words });
    await dialog.getByText('The exact steps').waitFor(SOON);
    await agreeToAll();
    await dialog.getByRole('button', { name: words }).click();
    await page.locator('.steps').waitFor(SOON);
  };
  await apply('-Xnonsense', 'Renew Jenkins in DinD');
  const told = page.locator('.failure', { hasText: 'jenkins/exited' });
  await told.waitFor(SOON);
  await told.getByText('Show all lines').click();
  await shot(page, 'failed');
  expect(await told.textContent()).toContain('Xnonsense');
  expect(await told.textContent()).toContain('What to do:');
  // Of what did not come up nothing runs any more.
  await apply('', 'Start Jenkins in DinD');
  await window.heading('Jenkins is running in DinD').waitFor(SOON);
  await told.waitFor({ state: 'detached' });
  expect(await answers(lab.ports.dind + 3)).toBe(200);
});

test('Jenkins is stopped from the window, and its home stays', async () => {
  const { page } = window;
  await window.goTo('Overview');
  await window.button('Stop Jenkins…').click();
  const dialog = page.getByRole('dialog', { name: 'Stop Jenkins' });
  await dialog.getByText('Jenkins will be off until you start it again.').waitFor(SOON);
  await agreeToAll();
  await dialog.getByRole('button', { name: 'Stop Jenkins' }).click();
  await window.heading('Jenkins is off').waitFor(SOON);
  expect(docker('ps', '-a', '--format', '{{.Names}}')).not.toContain(lab.names.jenkins.dind);
  expect(readdirSync(lab.home)).toEqual(expect.arrayContaining(['.jenkins-tray', 'jobs']));
});
