import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrivenApp, launch } from '../lab/app.ts';
import { callFrom } from '../lab/bridge.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { type TrayHost, trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';

/** The window under attack: what injected code in its page would try. */
const lab = setup('e2e-safety', 23500);
let host: TrayHost;
let app: DrivenApp;
let page: Page;
/** A reachable server: a request that does not arrive was blocked. */
let asked = 0;
const stranger = createServer((_request, response) => {
  asked += 1;
  response.setHeader('access-control-allow-origin', '*').end('<title>stranger</title>');
});
let there = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = stranger.address();
  if (address === null || typeof address === 'string') throw new Error('The stranger has no port.');
  there = `http://127.0.0.1:${address.port}/`;
  host = await trayHost();
  app = await launch({ setup: lab });
  page = await app.window();
  await page.waitForLoadState('load');
});
afterAll(async () => {
  await app.close();
  await host.close();
  stranger.closeAllConnections();
  stranger.close();
  cleanUp(lab);
});

const windows = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('the window is sandboxed, isolated and without Node', async () => {
  const preferences = await app.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return contents === undefined ? null : Reflect.get(contents, 'getLastWebPreferences').call(contents);
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
  expect(
    await page.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')]),
  ).toEqual(['undefined', 'undefined']);
  expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'jenkinsTray')).sort())).toEqual(['call', 'on']);
});
test('the content security policy allows no inline script, no inline style and no eval', async () => {
  const policy = await page.evaluate(async () => {
    const broken: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => broken.push(effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.head.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { display: none }';
    document.head.append(style);
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.injected = true">');
    setTimeout('window.evaluated = true', 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return {
      broken,
      evaluated: Reflect.get(window, 'evaluated'),
      injected: Reflect.get(window, 'injected'),
      shown: getComputedStyle(document.body).display,
    };
  });
  expect(policy.evaluated).toBeUndefined();
  expect(policy.injected).toBeUndefined();
  expect(policy.shown).not.toBe('none');
  expect(policy.broken).toEqual(expect.arrayContaining(['script-src-elem', 'style-src-elem', 'script-src-attr']));
});
test('the window reaches no network', async () => {
  expect((await fetch(there)).status).toBe(200);
  asked = 0;
  const answers = await page.evaluate(async (url) => {
    const tried = (url: string) =>
      fetch(url, { mode: 'no-cors' }).then(
        () => 'answered',
        () => 'refused',
      );
    return [await tried(url), await tried('https://www.jenkins.io/'), await tried('file:///etc/passwd')];
  }, there);
  expect(answers).toEqual(['refused', 'refused', 'refused']);
  expect(asked).toBe(0);
});
test('the window reaches no network by any other way either', async () => {
  let connections = 0;
  const connected = (): void => {
    connections += 1;
  };
  stranger.on('connection', connected);
  const stun = createSocket('udp4');
  let datagrams = 0;
  stun.on('message', () => {
    datagrams += 1;
  });
  await new Promise<void>((resolve) => stun.bind(0, '127.0.0.1', () => resolve()));
  await page.evaluate(
    async ([url, port]) => {
      const host = url.replace('http://', '').replace('/', '');
      for (const rel of [
        'dns-prefetch',
        'preconnect',
        'prefetch',
        'preload',
        'modulepreload',
        'stylesheet',
        'manifest',
      ]) {
        const link = document.createElement('link');
        Object.assign(link, { rel, href: url, as: 'style' });
        document.head.append(link);
      }
      const attempts: (() => unknown)[] = [
        () => new WebSocket(`ws://${host}`),
        () => new EventSource(url),
        () => navigator.sendBeacon(url, 'x'),
        () => new FontFace('x', `url(${url}font.woff2)`).load(),
        () => navigator.serviceWorker.register(`${url}worker.js`),
        () => new Worker(`${url}worker.js`),
        () => Object.assign(new Image(), { src: url }),
        () => document.body.style.setProperty('background', `url(${url}image.png)`),
        () => document.styleSheets[0]?.insertRule(`@import url(${url}style.css)`),
        async () => {
          const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
          peer.createDataChannel('x');
          await peer.setLocalDescription(await peer.createOffer());
        },
      ];
      for (const attempt of attempts) {
        try {
          await Promise.race([attempt(), new Promise((resolve) => setTimeout(resolve, 200))]);
        } catch {
          // Refused.
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    },
    [there, stun.address().port] as const,
  );
  stranger.off('connection', connected);
  stun.close();
  expect({ connections, datagrams }).toEqual({ connections: 0, datagrams: 0 });
});
test('guard closeProcess: no name is resolved, not even for a page that nothing else holds in', async () => {
  asked = 0;
  const at = there.replace('127.0.0.1', 'localhost');
  expect((await fetch(at)).status).toBe(200);
  asked = 0;
  const result = await app.app.evaluate(async ({ BrowserWindow }, url) => {
    const made = new BrowserWindow({ show: false, webPreferences: { partition: 'not-closed' } });
    const loaded = await made.loadURL(url).then(
      () => 'loaded',
      (error: unknown) => String(error),
    );
    made.destroy();
    return loaded;
  }, at);
  expect(result).toContain('ERR_NAME_NOT_RESOLVED');
  expect(asked).toBe(0);
});
test('guard closeSession: the window’s session cancels what is not the app’s own, whatever its page allows', async () => {
  asked = 0;
  const result = await app.app.evaluate(async ({ BrowserWindow }, url) => {
    const made = new BrowserWindow({ show: false });
    const loaded = await made.loadURL(url).then(
      () => 'loaded',
      (error: unknown) => String(error),
    );
    made.destroy();
    return loaded;
  }, there);
  expect(result).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(asked).toBe(0);
});
test('guard createConfirmed: what reaches this computer is confirmed in a dialog that the page cannot press', async () => {
  await app.app.evaluate(({ dialog }) => {
    Reflect.set(globalThis, 'askedByMain', []);
    dialog.showMessageBox = (...given: unknown[]) => {
      Reflect.get(globalThis, 'askedByMain').push(Reflect.get(Object(given.at(-1)), 'detail'));
      // Cancel is the second button.
      return Promise.resolve({ response: 1, checkboxChecked: false });
    };
  });
  const before = await callFrom(page, 'settings');
  const refused = { ok: false, failure: { code: 'consent/needed' } };
  for (const change of [{ dataMounts: [{ source: '/', target: '/host' }] }, { 'images.jenkinsBase': 'evil/jenkins' }])
    expect(await callFrom(page, 'changeSettings', change)).toMatchObject(refused);
  expect(await callFrom(page, 'settings')).toEqual(before);
  const questions = await app.app.evaluate(() => Reflect.get(globalThis, 'askedByMain'));
  expect(questions).toEqual([expect.stringContaining('"/host"'), 'images.jenkinsBase: "evil/jenkins"']);
});
test('the app’s scheme serves the window’s own files and nothing else', async () => {
  const status = (path: string) =>
    app.app.evaluate(async ({ BrowserWindow }, at) => {
      const made = new BrowserWindow({ show: false });
      const answer = await made.loadURL(at).then(
        () => made.webContents.executeJavaScript('document.body.textContent'),
        () => 'failed',
      );
      made.destroy();
      return String(answer);
    }, path);
  for (const path of [
    'jenkins-tray://app/../main.js',
    'jenkins-tray://app/%2e%2e/main.js',
    'jenkins-tray://app/..%2fmain.js',
    'jenkins-tray://app//etc/passwd.html',
    'jenkins-tray://app/%00.html',
    'jenkins-tray://other/index.html',
  ])
    expect(await status(path), path).not.toMatch(/createRequire|root:|require/);
});
test('the window cannot navigate elsewhere', async () => {
  const own = page.url();
  for (const to of [there, 'https://example.com/', 'file:///etc/passwd', 'data:text/html,hello'])
    await page
      .evaluate((url) => {
        location.href = url;
      }, to)
      .catch(() => undefined);
  await page.evaluate((url) => {
    const link = document.createElement('a');
    link.href = url;
    document.body.append(link);
    link.click();
  }, there);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(page.url()).toBe(own);
  expect(asked).toBe(0);
});
test('a navigation that cannot be prevented leads back', async () => {
  const own = page.url();
  const left = page.waitForURL('about:blank');
  await page.evaluate(() => {
    setTimeout(() => {
      location.href = 'about:blank';
    });
  });
  await left;
  await page.waitForURL(own);
  await page.waitForLoadState('load');
});
test('the window can open no other', async () => {
  const opened = await page.evaluate((url) => {
    const made = window.open(url);
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    document.body.append(link);
    link.click();
    return made === null;
  }, there);
  expect(opened).toBe(true);
  expect(await windows()).toBe(1);
  expect(asked).toBe(0);
});
test('the window embeds nothing', async () => {
  const made = await page.evaluate(async (url) => {
    const view = document.createElement('webview');
    view.setAttribute('src', url);
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(view, frame);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return 'getWebContentsId' in view;
  }, there);
  expect(made).toBe(false);
  expect(asked).toBe(0);
  expect(page.frames().filter((frame) => frame.url().startsWith('http'))).toEqual([]);
});
test('the window gets no permission', async () => {
  const answers = await page.evaluate(async () => {
    const media = await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
      () => 'given',
      () => 'denied',
    );
    const place = await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('given'),
        () => resolve('denied'),
        { timeout: 2000 },
      ),
    );
    return [media ?? 'denied', place, await Notification.requestPermission()];
  });
  expect(answers).toEqual(['denied', 'denied', 'denied']);
  // A test machine has no camera or position to give anyway: the states show who refuses.
  const states = await page.evaluate(() =>
    Promise.all(
      ['geolocation', 'camera', 'microphone', 'notifications', 'midi', 'clipboard-read'].map(async (name) => {
        const query: unknown = { name };
        const status = await Reflect.apply(navigator.permissions.query, navigator.permissions, [query]);
        return `${name}: ${status.state}`;
      }),
    ),
  );
  expect(states.filter((state) => !state.endsWith('denied'))).toEqual([]);
});
test('a crashed page is reloaded', async () => {
  const again = app.app.waitForEvent('window');
  await app.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  page = await again;
  await until('an answer', async () => (await callFrom(page, 'snapshot')).ok);
  expect(await windows()).toBe(1);
});
test('a page that crashes repeatedly stays closed', async () => {
  await until('no window', async () => {
    await app.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return (await windows()) === 0;
  });
  await (await host.item()).activate();
  page = await app.window();
  expect(await windows()).toBe(1);
});
