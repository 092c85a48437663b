import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DrivenApp, type LaunchOptions, launch, start } from '../lab/app.ts';
import { inTheTray } from '../lab/in-the-tray.ts';
import { setup, writeSettings } from '../lab/setup.ts';
import { until } from '../lab/until.ts';

/** How the app behaves on a desktop: how it starts, where its window is and what it logs. */
const lab = setup('e2e-manners', 21000);
const page = `http://127.0.0.1:${lab.ports.dood}`;
let tray: Awaited<ReturnType<typeof inTheTray>>;
let app: DrivenApp;
beforeAll(async () => {
  tray = await inTheTray(lab);
});
afterEach(() => app.close());
afterAll(() => tray.close());

/** In the tray, with Jenkins in DooD. */
const started = async (options: Partial<LaunchOptions> = {}): Promise<void> => {
  app = await tray.started(options);
};

describe('start-up', () => {
  test('a start from the launcher shows the window, the first and each later time', async () => {
    for (const _ of ['first', 'later']) {
      app = await launch({ setup: lab });
      await (await app.window()).getByRole('heading', { level: 1 }).first().waitFor();
      await app.close();
    }
  });
  test('a start at login, with --hidden, stays in the tray', async () => {
    await started();
    expect(app.app.windows()).toHaveLength(0);
  });
  test('the window’s first frame shows the state: its page waits for no answer', async () => {
    await started();
    // Electron shows a window no sooner than its page has loaded.
    await app.context().addInitScript(() =>
      addEventListener('load', () => {
        Reflect.set(globalThis, 'atLoad', document.querySelector('h1')?.textContent);
      }),
    );
    await app.app.evaluate(({ app: electron }) => electron.emit('activate'));
    const page = await app.window();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await page.evaluate(() => Reflect.get(globalThis, 'atLoad'))).toBe('Jenkins is running in DooD');
  });
});

describe('keys', () => {
  const zoomLevel = () =>
    app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.zoomLevel);

  /** As the system delivers it; the driver's own keys reach only the page. */
  const press = (keyCode: string) =>
    app.app.evaluate(({ BrowserWindow }, key) => {
      for (const type of ['keyDown', 'keyUp'] as const)
        BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type, keyCode: key, modifiers: ['control'] });
    }, keyCode);

  test('Ctrl with plus, minus and 0 zooms, with a digit goes to a view, with W closes the window, with Q quits', async () => {
    app = await launch({ setup: lab });
    const page = await app.window();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await press('=');
    await until('a larger page', async () => (await zoomLevel()) === 0.5);
    await press('-');
    await press('-');
    await until('a smaller page', async () => (await zoomLevel()) === -0.5);
    await press('0');
    await until('the page as it was', async () => (await zoomLevel()) === 0);
    // French: the key of 4 types an apostrophe.
    await page.evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: "'", code: 'Digit4', ctrlKey: true, bubbles: true }),
      ),
    );
    await page.getByRole('heading', { name: 'Logs', level: 1 }).waitFor();
    await press('w').catch(() => undefined);
    await until('no window', () => app.app.windows().length === 0);
    await (await tray.host.item()).activate();
    const ended = app.app.waitForEvent('close');
    await (await app.window()).getByRole('heading', { level: 1 }).first().waitFor();
    await press('q').catch(() => undefined);
    await ended;
  });
});

test('a right click in text offers what can be done with it, and nothing elsewhere', async () => {
  app = await launch({ setup: lab });
  const page = await app.window();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // The library adds its listener with the first window.
  await until('the menu', () =>
    app.app.evaluate(({ BrowserWindow, Menu }) => {
      Menu.prototype.popup = function popup() {
        const labels = this.items
          .filter(({ visible, type }) => visible && type !== 'separator')
          .map((it) => it.label.replace('&', ''));
        Reflect.set(globalThis, 'offered', labels);
      };
      Reflect.set(globalThis, 'offered', []);
      return BrowserWindow.getAllWindows()[0]?.webContents.listenerCount('context-menu') === 1;
    }),
  );
  const offered = () => app.app.evaluate(() => Reflect.get(globalThis, 'offered'));
  await page.getByRole('heading', { level: 1 }).first().click({ button: 'right' });
  await page.evaluate(() => document.body.insertAdjacentHTML('afterbegin', '<textarea id="typed">typed</textarea>'));
  await page.locator('#typed').selectText();
  expect(await offered()).toEqual([]);
  await page.locator('#typed').click({ button: 'right' });
  await until('the entries', async () => (await offered()).length > 0);
  expect(await offered()).toEqual(['Cut', 'Copy', 'Paste', 'Select All']);
});

describe('a second start hands over its options', () => {
  const second = async (...args: readonly string[]): Promise<void> => {
    await started();
    await app.app.evaluate(({ shell }) => {
      Reflect.set(globalThis, 'opened', []);
      shell.openExternal = async (url) => void Reflect.get(globalThis, 'opened').push(url);
    });
    expect(await start({ setup: lab, args }).exited).toBe(0);
  };

  test('--open opens Jenkins and no window', async () => {
    await second('--open');
    await until('the page', () => app.app.evaluate(() => Reflect.get(globalThis, 'opened').length > 0));
    expect(await app.app.evaluate(() => Reflect.get(globalThis, 'opened'))).toEqual([`${page}/`]);
    expect(app.app.windows()).toHaveLength(0);
  });
  test('--toggle starts the switch to the other mode', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(lab.ports.dind, '127.0.0.1', resolve));
    try {
      await second('--toggle');
      const dialog = (await app.window()).getByRole('dialog', { name: 'Switch to DinD' });
      await dialog.getByText(`Port ${lab.ports.dind}`).first().waitFor();
    } finally {
      taken.close();
    }
  });
});

describe('the window', () => {
  const bounds = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  const opened = async () => {
    await (await tray.host.item()).activate();
    await until('the window', () =>
      app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()),
    );
    return bounds();
  };
  const moved = async (to: { x: number; y: number; width: number; height: number }) => {
    await app.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), to);
    await until('the new place', async () => JSON.stringify(await bounds()) === JSON.stringify(to));
  };

  test('the window keeps its place and size when reopened and after a restart', async () => {
    await started();
    expect(await opened()).toMatchObject({ width: 900, height: 640 });
    const first = { x: 120, y: 90, width: 760, height: 560 };
    await moved(first);
    await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await until('its end', () => app.app.windows().length === 0);
    expect(await opened()).toEqual(first);
    const second = { x: 40, y: 60, width: 800, height: 600 };
    await moved(second);
    const ended = app.app.waitForEvent('close');
    await (await tray.host.item()).click('Quit').catch(() => undefined);
    await ended;
    await started();
    expect(await opened()).toEqual(second);
  });
  test('after it was closed the next one waits, hidden, until it is opened or the settings change', async () => {
    const isVisible = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    const gone = () => until('its end', () => app.app.windows().length === 0);
    const closed = async () => {
      await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await gone();
      const next = await app.window();
      await next.getByText(lab.home).waitFor();
      expect(await isVisible()).toBe(false);
      return next;
    };
    await started();
    await opened();
    const next = await closed();
    await opened();
    expect(app.app.windows()).toEqual([next]);
    await closed();
    const other = `${lab.home}-of-tomorrow`;
    writeSettings(lab, { ...lab.settings, home: other });
    try {
      await gone();
      await opened();
      await (await app.window()).getByText(other).first().waitFor();
    } finally {
      writeSettings(lab, lab.settings);
    }
  });
  test('a window whose place is on no screen is moved into sight', async () => {
    const file = join(lab.configDir, 'desktop.json');
    const lost = { x: 9000, y: 7000, width: 700, height: 500 };
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), place: lost }));
    await started();
    expect(await opened()).toMatchObject({ width: 900, height: 640 });
    const { x = 0, y = 0 } = (await bounds()) ?? {};
    expect(Math.max(x, y)).toBeLessThan(1000);
  });
});

describe('the app’s log', () => {
  const folder = join(lab.configDir, 'desktop', 'logs');
  const [log, before] = ['main.log', 'main.old.log'].map((name) => join(folder, name)) as [string, string];
  const MAX_BYTES = 1024 * 1024;
  const secrets = ['taken-from-settings-7QX', 'correct-horse-battery-9ZK'] as const;

  test('a full log starts a new file and keeps the previous one, and neither contains a secret', async () => {
    const settings = readFileSync(join(lab.configDir, 'settings.json'), 'utf8');
    const intent = readFileSync(join(lab.configDir, 'intent.json'), 'utf8');
    const detail = `Jenkins said no to ${secrets[0]}, password=${secrets[1]}.`;
    try {
      const now = JSON.parse(settings);
      const jenkins = { ...now.jenkins, apiToken: secrets[0] };
      writeFileSync(join(lab.configDir, 'settings.json'), JSON.stringify({ ...now, jenkins }));
      writeFileSync(
        join(lab.configDir, 'intent.json'),
        JSON.stringify({
          ...JSON.parse(intent),
          // Another mode than runs: a failure that has been made good since is none.
          mode: 'dind',
          state: 'failed',
          failure: { code: 'jenkins/exited', title: 'No', detail },
        }),
      );
      const line = `${'x'.repeat(1023)}\n`;
      writeFileSync(log, `${line.repeat(MAX_BYTES / line.length)}the last line of before\n`, { mode: 0o600 });
      app = await launch({ setup: lab, args: ['--hidden'] });
      await until('a new log', () => existsSync(log) && readFileSync(log, 'utf8').includes('Jenkins said no'));
    } finally {
      writeFileSync(join(lab.configDir, 'settings.json'), settings);
      writeFileSync(join(lab.configDir, 'intent.json'), intent);
    }
    expect(readFileSync(before, 'utf8')).toContain('the last line of before');
    expect(statSync(log).size).toBeLessThan(10_000);
    expect(readFileSync(log, 'utf8')).toContain('no to (hidden), password=(hidden)');
    for (const file of [log, before]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      for (const secret of secrets) expect(readFileSync(file, 'utf8')).not.toContain(secret);
    }
  });
});
