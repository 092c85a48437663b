import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Bridge } from '../../electron/shared/ipc.ts';
import { beginJob, cleanUp, docker, runJob, setup } from '../lab/setup.ts';
import { openApp, shot, type WindowDriver } from '../lab/window-driver.ts';

/** The window of the real app on the real engine: from the first start to settings, in the order of a user's first hour. */
const lab = setup('e2e-window', 23300);
const SOON = { timeout: 90_000 };
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

/** Collects each run that is pushed to the window from now on. */
const watchRuns = () =>
  window.page.evaluate(() => {
    const runs: string[][] = [];
    Reflect.set(globalThis, 'runs', runs);
    const bridge: Bridge = Reflect.get(globalThis, 'jenkinsTray');
    bridge.on('snapshot', ({ activity }) => {
      if (activity.kind !== 'working') return;
      // What a busy engine did not answer in time is tried again.
      runs.push(activity.steps.filter(({ state }) => state !== 'failed').map(({ text }) => text));
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
  await page.getByText(/^Docker \S+ found\.$/).waitFor(SOON);
  expect(await page.getByRole('textbox', { name: 'Jenkins’ home' }).inputValue()).toBe(lab.home);
  await shot(page, 'first-start-ask');
  await window.button('Show preview').click();
  await page.getByText('Nothing that is running will be interrupted.').waitFor(SOON);
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
  await expect.poll(() => window.opened()).toEqual([`http://127.0.0.1:${lab.ports.dood}/`]);
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
  await window.button('Go to overview').click();
  await window.heading('Two ways to give builds a Docker engine').waitFor();
});

test('address, home and password are copied exactly', async () => {
  const { page } = window;
  const password = readFileSync(join(lab.configDir, 'secrets', 'admin-password'), 'utf8').trim();
  const copies = async (label: string, wanted: string) => {
    await window.app.copy('from before');
    await window.button(label).click();
    await expect.poll(() => window.app.copied()).toBe(wanted);
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
  await dialog.getByText(/Jenkins’ page will be unavailable for about/).waitFor(SOON);
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
  await page.getByText(/Jenkins’ page will be unavailable for about/).waitFor(SOON);
  await agreeToAll();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch to DooD' }).click();
  // The old Jenkins has stopped by then: it must be started again.
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
    await dialog.getByRole('button', { name: 'Check again' }).click();
    await dialog.getByText(/Jenkins’ page will be unavailable for about/).waitFor(SOON);
    await agreeToAll();
    expect(await dialog.getByRole('button', { name: 'Switch to DooD' }).isEnabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  } finally {
    taken.close();
  }
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
