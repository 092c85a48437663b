import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { err, ok } from '../../electron/shared/failure.ts';
import { nestedEngineDown } from '../../electron/shared/failures/dind.ts';
import { storedPasswordRefused } from '../../electron/shared/failures/jenkins.ts';
import { passwordRefused } from '../../electron/shared/failures/jenkins-password.ts';
import { lockHeld } from '../../electron/shared/failures/lock.ts';
import { pluginsBrokeUpgrade } from '../../electron/shared/failures/upgrade.ts';
import { defaultSettings } from '../../electron/shared/settings.ts';
import type { Snapshot } from '../../electron/shared/snapshot.ts';
import { violations } from '../lab/axe.ts';
import { exited, idle, situations, working } from '../lab/situations.ts';
import { browser, type LabWindow, openWindow } from '../lab/window.ts';

/** The window alone: what it offers after a failed start, and what not while something is done. */
let chromium: Browser;
let window: LabWindow;
beforeAll(async () => {
  chromium = await browser();
  window = await openWindow(chromium, { snapshot: situations.failed ?? idle, answers });
});
afterAll(() => chromium.close());

const given = { id: 'given-up-1', failure: exited };
const refused = { id: 'login', failure: storedPasswordRefused('http://127.0.0.1:8080') };
const view = {
  settings: { ...defaultSettings, jenkins: { ...defaultSettings.jenkins, javaOpts: '-XX:Nonsense' } },
  path: '/c/settings.json',
  home: '/srv/jenkins',
  problem: null,
  hasUpdates: false,
};
const held = err(lockHeld('Jenkins Tray itself', null));
/** Whether the stored password fits, and the one that does. */
let opens = true;
const PRESENT = 'Grüße-heute';
const wrong = err(passwordRefused('http://127.0.0.1:8080'));
const answers = {
  ...{ settings: ok(view), settingsBack: ok({ 'jenkins.javaOpts': '' }), startHomeJob: held },
  passwordOpens: () => ok(opens),
  passwordRefused: () => ok(!opens),
  storePassword(typed: string) {
    opens = typed === PRESENT;
    return opens ? ok(null) : wrong;
  },
};

test('after a failed start the settings before are shown beside the new ones, and applied', async () => {
  const { page, calls } = window;
  await page.getByRole('button', { name: 'Back to the settings before…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Back to the settings before' });
  await expect
    .poll(() => dialog.locator('tbody tr').allInnerTexts())
    .toEqual([expect.stringMatching(/-XX:Nonsense\s+empty/)]);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save and apply…' }).click();
  await page.getByRole('dialog', { name: 'Start Jenkins in DinD' }).waitFor();
  expect(calls).toContainEqual({ name: 'changeSettings', argument: { 'jenkins.javaOpts': '' } });
});

test.each([
  ['Jenkins', exited, 'jenkins'],
  ['the nested engine', nestedEngineDown('nvidia-dind-container', 'The last lines of its log:\nfailed'), 'dind'],
])('a failure of %s leads to the log that says more', async (_what, failure, source) => {
  const { page, push, calls } = window;
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Overview', exact: true }).click();
  const shown = situations.failed ?? idle;
  const jenkins = { kind: 'failed', mode: 'dind', failure, url: null } as const;
  await push('snapshot', { ...shown, jenkins, revision: source === 'dind' ? 3 : 2 });
  await page.getByRole('button', { name: 'Show log' }).click();
  await page.getByRole('heading', { level: 1, name: 'Logs' }).waitFor();
  await expect.poll(() => calls.filter(({ name }) => name === 'followLog').at(-1)?.argument).toEqual({ source });
});

test('a stored password that no longer fits is mended in its place, and not shown before', async () => {
  const { page, push, calls } = window;
  opens = false;
  await page.getByRole('button', { name: 'Overview', exact: true }).click();
  await push('snapshot', { ...idle, revision: 5 });
  const field = page.getByLabel('Present password of admin');
  await field.waitFor();
  expect(await page.getByRole('button', { name: 'Show', exact: true }).count()).toBe(0);
  expect(calls.map(({ name }) => name)).not.toContain('revealPassword');
  expect(await field.getAttribute('type')).toBe('password');
  expect(await violations(page)).toEqual([]);
  await field.fill('of before');
  await page.getByRole('button', { name: 'Store', exact: true }).click();
  await page.getByRole('alert').getByText('Jenkins refuses this password').waitFor();
  expect(await field.inputValue()).toBe('of before');
  expect(await violations(page)).toEqual([]);
  await field.fill(PRESENT);
  await field.press('Enter');
  await field.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Show', exact: true }).waitFor();
  const sent = calls.filter(({ name }) => name === 'storePassword').map(({ argument }) => argument);
  expect(sent).toEqual(['of before', PRESENT]);
});

test('while a cancel goes back, nothing is offered that would begin something else', async () => {
  const { activity } = working;
  if (activity.kind !== 'working') throw new Error('It does not work.');
  // What ran is cut off.
  const cutOff = { state: 'failed', isCutOff: true } as const;
  const steps = activity.steps.map((step) => (step.state === 'running' ? { ...step, ...cutOff } : step));
  const cancelling: Snapshot = {
    ...working,
    activity: { ...activity, steps, cancellable: false, backTo: 'dood' },
    notices: [given, refused],
  };
  const { page, push } = window;
  await page.keyboard.press('Escape');
  await push('snapshot', { ...cancelling, revision: 8 });
  await page.getByRole('heading', { name: 'Cancelling: going back to DooD' }).waitFor();
  const marks = page.locator('.steps .step-mark');
  expect((await marks.allInnerTexts()).slice(2, 5)).toEqual(['done', 'cancelled', 'waiting']);
  const names = ['Back to the settings before…', 'Try the login again', 'Switch to DinD…', 'Switch to DooD…'];
  const states = async () =>
    Promise.all(
      names.map(async (name) => {
        const button = page.getByRole('button', { name, exact: true });
        return (await button.count()) === 0 ? 'none' : (await button.isEnabled()) ? 'enabled' : 'disabled';
      }),
    );
  await expect.poll(async () => (await states()).slice(0, 2)).toEqual(['disabled', 'disabled']);
  expect((await states()).slice(2)).not.toContain('enabled');
  expect(await page.getByRole('button', { name: 'Cancel', exact: true }).count()).toBe(0);
  await push('snapshot', { ...idle, revision: 9, notices: [given, refused] });
  await expect.poll(async () => (await states()).slice(0, 3)).toEqual(['enabled', 'enabled', 'enabled']);
});

test('after an upgrade whose plugins did not load, the list of plugins is a click away', async () => {
  const { page, push } = window;
  const failure = pluginsBrokeUpgrade(['git; it needs a newer Jenkins']);
  await push('snapshot', { ...idle, revision: 10, notices: [{ id: 'given-up-2', failure }] });
  await page.getByRole('button', { name: 'Show the list of plugins' }).click();
  await expect
    .poll(() =>
      page.getByRole('heading', { name: 'Plugins', exact: true }).evaluate((one) => one.getBoundingClientRect().top),
    )
    .toBeLessThan(200);
});

test('what failed because a snapshot was being made is told no longer than that takes', async () => {
  const { page, push } = window;
  const job = {
    kind: 'verify',
    subject: '2026-11-26T10-00-00Z-dood',
    startedAt: 1,
    line: '',
    isCancelled: false,
  } as const;
  await page.getByRole('button', { name: 'Snapshots', exact: true }).click();
  await page.getByRole('button', { name: 'Import…' }).click();
  const told = page.locator('.failed-act', { hasText: 'Jenkins Tray is already working' });
  await told.waitFor();
  await push('snapshot', { ...idle, revision: 11, job: { ...job, state: 'running' } });
  await told.waitFor({ state: 'detached' });
});
