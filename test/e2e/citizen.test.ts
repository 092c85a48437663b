import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { appEnvironment, type DrivenApp, launch, start } from '../lab/app.ts';
import { callFrom, heard } from '../lab/bridge.ts';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { type TrayHost, trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';

const lab = setup('e2e-citizen', 23200);
const command = promisify(execFile);
const cli = (...args: readonly string[]) =>
  command(join(ROOT, 'node_modules', '.bin', 'node'), [
    join(ROOT, 'out', 'cli.js'),
    ...args,
    '--config',
    lab.configDir,
  ]);
const settingsFile = join(lab.configDir, 'settings.json');
const stored = () => JSON.parse(readFileSync(settingsFile, 'utf8'));
const autostart = join(appEnvironment({ setup: lab }).XDG_CONFIG_HOME ?? '', 'autostart', 'jenkins-tray.desktop');
let app: DrivenApp;
afterEach(() => app.close());
afterAll(() => cleanUp(lab));

describe('a desktop without a tray', () => {
  let host: TrayHost;
  beforeAll(async () => {
    host = await trayHost({ hosted: false });
  });
  afterAll(() => host.close());

  test('closing the window ends the app, since nobody could find it again', async () => {
    app = await launch({ setup: lab, args: ['--hidden'] });
    await app.window();
    const ended = app.app.waitForEvent('close');
    await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await ended;
  });
  test('the window opens and says so, and the icon appears as soon as a tray does', async () => {
    const began = Date.now();
    app = await launch({ setup: lab, args: ['--hidden'] });
    const page = await app.window();
    expect(Date.now() - began).toBeGreaterThan(9000);
    const notices = async () => {
      const answer = await callFrom(page, 'snapshot');
      return answer.ok ? answer.value.notices.map(({ id }) => id) : [];
    };
    await until('the notice', async () => (await notices()).includes('no-tray'));
    expect(host.items()).toHaveLength(0);
    host.appear();
    await host.item();
    await until('the end of the notice', async () => !(await notices()).includes('no-tray'));
  });
});

describe('a panel that drops the icon', () => {
  let host: TrayHost;
  beforeAll(async () => {
    host = await trayHost();
  });
  afterAll(() => host.close());

  test('gets it again, also if it was busy and dropped it late', async () => {
    app = await launch({ setup: lab, args: ['--hidden'] });
    await host.item();
    await sleep(3000); // the first look, after 2.5 s, finds it
    host.drop();
    expect((await (await host.item()).properties()).tooltip).toContain('Jenkins Tray');
    expect(host.items()).toHaveLength(1);
  });
});

describe('beside other programs', () => {
  let host: TrayHost;
  beforeAll(async () => {
    host = await trayHost();
  });
  afterAll(() => host.close());
  const labels = async () => (await (await host.item()).menu()).map((row) => `${row.checked ? 'x ' : ''}${row.label}`);
  const opened = async () => {
    app = await launch({ setup: lab, args: ['--hidden'] });
    await until('a menu', async () => (await labels()).includes('Jenkins has not been started yet'));
    await (await host.item()).activate();
    return app.window();
  };

  test('a second start shows the first one’s window and exits', async () => {
    app = await launch({ setup: lab, args: ['--hidden'] });
    await host.item();
    const second = start({ setup: lab });
    expect(await second.exited).toBe(0);
    expect((await app.window()).url()).toContain('jenkins-tray://app/');
    expect(host.items()).toHaveLength(1);
  });
  test('a second start passes its options on', async () => {
    // A taken port blocks the mode, so the window shows why.
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(lab.ports.dood, '127.0.0.1', resolve));
    try {
      app = await launch({ setup: lab, args: ['--hidden'] });
      await until('a menu', async () => (await labels()).includes('Jenkins has not been started yet'));
      const second = start({ setup: lab, args: ['--up', 'dood'] });
      expect(await second.exited).toBe(0);
      const dialog = (await app.window()).getByRole('dialog', { name: 'Start Jenkins in DooD' });
      await dialog.getByText(`Port ${lab.ports.dood}`).first().waitFor();
    } finally {
      taken.close();
    }
  });
  test('start at login writes a valid autostart entry, also from the command line', async () => {
    app = await launch({ setup: lab, args: ['--hidden'] });
    await until('a menu', async () => (await labels()).includes('Start at login'));
    await (await host.item()).click('Start at login');
    await until('the entry', () => existsSync(autostart));
    execFileSync('desktop-file-validate', [autostart]);
    expect(readFileSync(autostart, 'utf8')).toMatch(/^Exec=\S+electron .*--hidden$/m);
    await until('the mark', async () => (await labels()).includes('x Start at login'));
    expect(stored().desktop.startAtLogin).toBe(true);
    await cli('config', 'set', 'desktop.startAtLogin', 'false');
    await until('the end of the entry', () => !existsSync(autostart));
    await until('no mark', async () => (await labels()).includes('Start at login'));
  });
  test('a change in the desktop’s own list is respected', async () => {
    await cli('config', 'set', 'desktop.startAtLogin', 'true');
    app = await launch({ setup: lab, args: ['--hidden'] });
    await until('the entry', () => existsSync(autostart));
    await app.close();
    writeFileSync(autostart, `${readFileSync(autostart, 'utf8')}Hidden=true\n`);
    app = await launch({ setup: lab, args: ['--hidden'] });
    await until('the setting', () => stored().desktop.startAtLogin === false);
    expect(readFileSync(autostart, 'utf8')).toContain('Hidden=true');
  });
  test('a setting from the command line is shown at once', async () => {
    const page = await opened();
    const settings = await heard(page, 'settings');
    await cli('config', 'set', 'ports.agents', String(lab.ports.agents + 1));
    const wrote = Date.now();
    const shown = await until('the new setting', async () => (await settings()).at(-1));
    // Less than the 5 s between two looks, so it was pushed.
    expect(Date.now() - wrote).toBeLessThan(4000);
    expect(shown.settings.ports.agents).toBe(lab.ports.agents + 1);
  });
  test('changes from both sides are kept', async () => {
    const page = await opened();
    const here = (async () => {
      for (let n = 1; n <= 8; n += 1)
        expect((await callFrom(page, 'changeSettings', { 'jenkins.executors': n })).ok).toBe(true);
    })();
    for (const port of [1, 2, 3]) await cli('config', 'set', 'timeouts.ready', String(200 + port));
    await here;
    expect(stored().jenkins.executors).toBe(8);
    expect(stored().timeouts.ready).toBe(203);
    expect(stored().instance).toBe('e2e-citizen');
    expect(statSync(settingsFile).mode & 0o777).toBe(0o600);
  });
  test('setting another Docker context connects to its engine, and a missing context is reported', async () => {
    const page = await opened();
    const engine = async () => {
      const now = await callFrom(page, 'snapshot');
      return now.ok ? now.value.engine : null;
    };
    await until('the engine', async () => (await engine())?.kind === 'connected');
    await cli('config', 'set', 'engineContext', 'nowhere');
    const away = await until('the failure', async () => {
      const now = await engine();
      return now?.kind === 'unreachable' && now.failure.code;
    });
    expect(away).toBe('engine/context-unknown');
    expect(await callFrom(page, 'preview', { mode: 'dood' })).toMatchObject({
      ok: false,
      failure: { code: 'engine/context-unknown' },
    });
    await cli('config', 'set', 'engineContext', '');
    await until('the engine', async () => (await engine())?.kind === 'connected');
  });
  test('an invalid value is refused with its reason and changes nothing', async () => {
    const page = await opened();
    const before = readFileSync(settingsFile, 'utf8');
    const refused = await callFrom(page, 'changeSettings', { 'timeouts.stop': 5 });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'settings/invalid' } });
    expect(await callFrom(page, 'previewSettings', { nothing: 1 })).toMatchObject({ ok: false });
    expect(readFileSync(settingsFile, 'utf8')).toBe(before);
  });
  test('a broken settings file is kept aside, reported, and replaced by the next change', async () => {
    const page = await opened();
    const before = readFileSync(settingsFile, 'utf8');
    writeFileSync(settingsFile, '{ "home": ');
    const told = await until('the notice', async () => {
      const now = await callFrom(page, 'snapshot');
      return now.ok && now.value.notices.find(({ id }) => id === 'settings');
    });
    expect(told.failure.code).toBe('settings/invalid');
    expect(readdirSync(lab.configDir).some((name) => name.startsWith('settings.json.corrupt-'))).toBe(true);
    expect((await callFrom(page, 'changeSettings', { instance: 'e2e-citizen' })).ok).toBe(true);
    expect(stored().instance).toBe('e2e-citizen');
    writeFileSync(settingsFile, before);
  });
});
