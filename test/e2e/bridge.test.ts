import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrivenApp, launch } from '../lab/app.ts';
import { callAny, callFrom } from '../lab/bridge.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { type TrayHost, trayHost } from '../lab/tray-host.ts';

/** What a window that is under attack may ask of the main process. */
const lab = setup('e2e-bridge', 23520);
let host: TrayHost;
let app: DrivenApp;
let page: Page;
beforeAll(async () => {
  host = await trayHost();
  app = await launch({ setup: lab });
  page = await app.window();
  await page.waitForLoadState('load');
});
afterAll(async () => {
  await app.close();
  await host.close();
  cleanUp(lab);
});

const refused = { ok: false, failure: { code: 'usage/invalid' } };

test.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://server/share',
  'https://example.com/',
  'https://www.jenkins.io.example.com/doc/',
  'https://www.jenkins.io/doc/@evil/../../download',
  'http://admin:secret@127.0.0.1:23520/',
  'http://127.0.0.1:22/',
  'not an address',
])('the browser is not sent to %s', async (address) => {
  await app.app.evaluate(({ shell }) => {
    Reflect.set(globalThis, 'sentTo', []);
    shell.openExternal = async (url) => {
      Reflect.get(globalThis, 'sentTo').push(url);
    };
  });
  expect(await callFrom(page, 'openUrl', address)).toMatchObject(refused);
  expect(await app.app.evaluate(() => Reflect.get(globalThis, 'sentTo'))).toEqual([]);
});
test('the browser is sent to our own Jenkins and to the documentation', async () => {
  const good = [`http://127.0.0.1:${lab.ports.dood}/job/train/42/`, 'https://www.jenkins.io/doc/book/'];
  for (const address of good) expect(await callFrom(page, 'openUrl', address)).toEqual({ ok: true, value: null });
  expect(await app.app.evaluate(() => Reflect.get(globalThis, 'sentTo'))).toEqual(good);
});
test.each<readonly [string, string, unknown]>([
  ['an unknown call', 'exec', 'rm -rf /'],
  ['a name out of an object’s own', 'constructor', undefined],
  ['a name out of an object’s own', '__proto__', undefined],
  ['an argument of another type', 'preview', 'dind'],
  ['an argument with more in it', 'preview', { mode: 'dind', purge: ['volumes'] }],
  ['a mode that is none', 'switchMode', { mode: 'up', consents: [] }],
  ['too many consents', 'switchMode', { mode: 'off', consents: Array.from({ length: 201 }, () => 'x') }],
  ['a text that is too long', 'openUrl', 'x'.repeat(5000)],
  ['an argument of two megabytes', 'changeSettings', { 'jenkins.javaOpts': 'x'.repeat(2_000_000) }],
  ['a snapshot that is a path', 'startHomeJob', { kind: 'delete', name: '../../home' }],
  ['a file that main did not ask for', 'startHomeJob', { kind: 'import', file: '/etc/passwd' }],
  ['an upgrade that is none', 'switchMode', { mode: 'dood', consents: [], upgrade: { kind: 'to', base: 'evil' } }],
  ['an argument where there is none', 'cancel', { now: true }],
  ['a path of another prototype', 'changeSettings', { '__proto__.polluted': true }],
  ['a setting that is none', 'changeSettings', { 'constructor.prototype': true }],
])('%s is refused', async (_what, name, argument) => {
  expect(await callAny(page, name, argument)).toMatchObject(refused);
  expect(await callFrom(page, 'snapshot')).toMatchObject({ ok: true });
});
test('a frame inside the window gets no answer, even with our own content', async () => {
  const answer = await app.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    // Electron's handler, called with a frame that is not the top one.
    const handlers: Map<string, (...given: unknown[]) => Promise<unknown>> = Reflect.get(ipcMain, '_invokeHandlers');
    const handle = handlers.get('jenkins-tray:call');
    const sender = BrowserWindow.getAllWindows()[0]?.webContents;
    // Electron 22 answers through the event, later ones through the promise.
    const ask = (senderFrame: unknown, from: unknown = sender) =>
      new Promise((resolve) => {
        const said = handle?.({ sender: from, senderFrame, _reply: resolve, _throw: resolve }, 'snapshot', undefined);
        void said?.then((answer) => answer !== undefined && resolve(answer));
      });
    return [
      await ask({ url: 'jenkins-tray://app/index.html', parent: {} }),
      await ask({ url: 'https://example.com/', parent: null }),
      await ask({ url: 'jenkins-tray://app.example.com/', parent: null }),
      await ask(null),
      await ask({ url: 'jenkins-tray://app/index.html', parent: null }, {}),
    ];
  });
  for (const each of [answer].flat()) expect(each).toMatchObject(refused);
});
test('another window with our preload script gets no answer', async () => {
  const answer = await app.app.evaluate(async ({ app: electron, BrowserWindow }) => {
    const preload = `${electron.getAppPath()}/out/preload.js`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await stranger.loadURL('jenkins-tray://app/index.html');
    const said = await stranger.webContents.executeJavaScript("window.jenkinsTray.call('revealPassword')");
    stranger.destroy();
    return said;
  });
  expect(answer).toMatchObject(refused);
});
