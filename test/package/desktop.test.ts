import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrivenApp, launch, start } from '../lab/app.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';
import { type TrayHost, trayHost } from '../lab/tray-host.ts';
import { flat } from '../lab/tray-item.ts';
import { until } from '../lab/until.ts';

/** The packaged app on a desktop: its menu by D-Bus, its window by DevTools' protocol, its keys as the X server sends them. */
const lab = setup('package-desktop', 23980);
let host: TrayHost;
let app: DrivenApp;
beforeAll(async () => {
  host = await trayHost();
  app = await launch({ setup: lab, args: ['--hidden'] });
});
afterAll(async () => {
  await app?.close();
  await host.close();
  cleanUp(lab);
});

const labels = async () =>
  flat(await (await host.item()).menu())
    .filter(({ visible, type }) => visible && type === 'standard')
    .map(({ label }) => label);
const windows = () => app.context().pages().length;
const heading = async (name: string) =>
  (await app.window()).getByRole('heading', { name, level: 1, exact: true }).waitFor();

/** A page that is loaded for the next time is not on the screen. */
const onScreen = (): boolean => run('xdotool', ['search', '--onlyvisible', '--name', '^Jenkins Tray']).status === 0;
/** Keys on the window, as the user types them. A window that closes is gone before the key is let go. */
const press = (...keys: readonly string[]): void =>
  void run('xdotool', ['search', '--onlyvisible', '--name', '^Jenkins Tray', 'windowfocus', 'key', ...keys]);

test('its menu is the one of the checkout, and opens the window at its views', async () => {
  await until('the state', async () => (await labels()).includes('Jenkins has not been started yet'));
  expect(await labels()).toEqual([
    'Jenkins has not been started yet',
    ...['DinD', 'DooD', 'Off', 'Open Jenkins', 'Show window', 'Start at login', 'Settings', 'Logs', 'Quit'],
  ]);
  await (await host.item()).click('Settings');
  await heading('Settings');
});

test('a setting that is changed in its window is stored, and a wrong one is refused', async () => {
  const page = await app.window();
  const port = page.getByLabel('Port in DooD');
  await port.fill('80x');
  await page.getByText('must be a whole number').waitFor();
  await port.fill(String(lab.ports.dood + 2));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const stored = () => JSON.parse(readFileSync(join(lab.configDir, 'settings.json'), 'utf8')).ports.dood;
  await until('the setting', () => stored() === lab.ports.dood + 2);
});

test('Ctrl with a digit goes to a view, with plus and 0 zooms, with W closes the window and keeps the icon', async () => {
  const page = await app.window();
  const width = () => page.evaluate(() => innerWidth);
  const usual = await width();
  press('ctrl+4');
  await heading('Logs');
  press('ctrl+plus');
  await until('a larger page', async () => (await width()) < usual);
  press('ctrl+0');
  await until('the page as it was', async () => (await width()) === usual);
  press('ctrl+w');
  await until('no window', () => windows() === 0);
  expect(await labels()).toContain('Show window');
});

test('a second start shows the window of the first, and Quit ends it', async () => {
  expect(await start({ setup: lab }).exited).toBe(0);
  await (await app.window()).getByRole('heading', { level: 1 }).first().waitFor();
  await until('the window in sight', () => onScreen());
  await (await host.item()).click('Quit').catch(() => undefined);
  await until('its end', () => host.items().length === 0);
});
