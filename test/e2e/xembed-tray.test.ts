import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DrivenApp, launch } from '../lab/app.ts';
import { LAB } from '../lab/paths.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';
import { xembedDesktop } from '../lab/xembed.ts';

/** Panels such as i3bar, tint2 and lxpanel: they know XEmbed, and not StatusNotifierItem. */
const lab = setup('e2e-xembed', 23600);
let desktop: Awaited<ReturnType<typeof xembedDesktop>>;
let app: DrivenApp;
beforeAll(async () => {
  desktop = await xembedDesktop();
  await desktop.begin();
  mkdirSync(join(LAB, 'shots'), { recursive: true });
});
afterEach(() => app.close());
afterAll(async () => {
  await desktop.close();
  cleanUp(lab);
});

const begin = async (): Promise<void> => {
  app = await launch({ setup: lab, env: desktop.env, args: ['--hidden'] });
  await desktop.has(1);
};
const closeWindow = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
/** Closes the window, or opens it if there is none. */
const closeOrOpen = () =>
  app.app.evaluate(({ app: electron, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) electron.emit('activate');
    else window.close();
  });

test('its icon is in the tray: a left click opens the window, a right click the menu', async () => {
  await begin();
  await desktop.press(3);
  await until('the menu', async () => (await desktop.windows()) === 2);
  await desktop.screenshot(join(LAB, 'shots', 'xembed-menu.png'));
  // A menu that has just appeared may not have the keyboard yet.
  await until('the end of the menu', async () => {
    await desktop.key('Escape');
    return (await desktop.windows()) === 1;
  });
  await desktop.press(1);
  await (await app.window()).getByRole('heading', { level: 1 }).first().waitFor();
  await desktop.screenshot(join(LAB, 'shots', 'xembed-window.png'));
  await closeWindow();
  await until('the window’s end', () => app.app.windows().length === 0);
  await until('the icon alone', async () => (await desktop.windows()) === 1);
  await desktop.press(3);
  await until('the menu', async () => (await desktop.windows()) === 2);
  const ended = app.app.waitForEvent('close');
  // Quit is the last item.
  await desktop.key('Up', 'Return');
  await ended;
});

test('it follows the tray, moves to a host of StatusNotifierItem, and back; without both, closing the window quits', async () => {
  await begin();
  await desktop.crash();
  await desktop.has(0);
  await desktop.begin();
  await desktop.has(1);
  const host = await trayHost({ busAddress: desktop.bus });
  await host.item();
  await desktop.has(0);
  expect(host.items()).toHaveLength(1);
  await host.close();
  await desktop.has(1);
  await desktop.press(1);
  await app.window();
  await desktop.crash();
  await desktop.has(0);
  let hasEnded = false;
  app.app.once('close', () => {
    hasEnded = true;
  });
  // The app is told of the tray's end a moment later; a window that is closed before that is opened again.
  await until('the end of the app', async () => {
    if (!hasEnded) await closeOrOpen().catch(() => undefined);
    return hasEnded;
  });
});
