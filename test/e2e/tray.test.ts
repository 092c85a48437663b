import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrivenApp, launch, type RunningApp, start } from '../lab/app.ts';
import { answering, question } from '../lab/dialogs.ts';
import { inMenu } from '../lab/in-menu.ts';
import { notifications } from '../lab/notifications.ts';
import { ROOT } from '../lab/paths.ts';
import { beginJob, cleanUp, docker, setup } from '../lab/setup.ts';
import { type MenuRow, type TrayHost, trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';

const lab = setup('e2e-tray', 23100);
let host: TrayHost;
let shown: Awaited<ReturnType<typeof notifications>>;
beforeAll(async () => {
  shown = await notifications();
  host = await trayHost();
});
afterAll(async () => {
  shown.close();
  await host.close();
  cleanUp(lab);
});

/** A menu as a panel draws it; disabled items are in brackets. */
const drawn = (rows: readonly MenuRow[]): string =>
  rows
    .filter(({ visible }) => visible)
    .map((row) => {
      if (row.type === 'separator') return '--';
      const mark = row.toggle === null ? '' : row.checked ? '(x) ' : '( ) ';
      return row.enabled ? `${mark}${row.label}` : `[${mark}${row.label}]`;
    })
    .join('\n');
const command = promisify(execFile);
const cli = (...args: readonly string[]) =>
  command(join(ROOT, 'node_modules', '.bin', 'node'), [
    join(ROOT, 'out', 'cli.js'),
    ...args,
    '--yes',
    '--config',
    lab.configDir,
  ]);
const menu = async () => drawn(await (await host.item()).menu());
const shows = (wanted: string) =>
  inMenu(
    lab,
    wanted,
    async () => (await menu()).split('\n'),
    (line) => line === wanted,
  );

describe('as the panel sees it', () => {
  let app: RunningApp;
  beforeAll(() => {
    app = start({ setup: lab, args: ['--hidden'] });
  });
  afterAll(() => app.end());

  test('the icon has the everyday menu', async () => {
    await shows('[Jenkins has not been started yet]');
    expect(await menu()).toBe(
      [
        '[Jenkins has not been started yet]',
        '--',
        '( ) DinD',
        '( ) DooD',
        '(x) Off',
        '--',
        '[Open Jenkins]',
        '--',
        'Show window',
        '( ) Start at login',
        'Settings',
        'Logs',
        '--',
        'Quit',
      ].join('\n'),
    );
  });
  test('the icon describes its state in words, and comes in two densities', async () => {
    const icon = await (await host.item()).properties();
    expect(icon.tooltip).toBe('Jenkins Tray · Jenkins has not been started yet');
    expect(icon.status).toBe('Active');
    expect(icon.pixmaps.map(({ width }) => width)).toContain(44);
  });
  test('choosing a mode starts a real Jenkins step by step, and the menu is published only when it changes', async () => {
    const item = await host.item();
    const before = item.count('LayoutUpdated');
    const seen = new Set<string>();
    await item.click('DooD');
    await until(
      'a running Jenkins in the menu',
      async () => {
        const text = await menu();
        seen.add(text);
        return text.includes('runs in DooD');
      },
      150_000,
    );
    expect(
      [...seen].some((text) => /\d of \d+: (Build image|Start|Wait for) /.test(text) && text.includes('\nCancel')),
    ).toBe(true);
    expect(await menu()).toContain(`(x) DooD`);
    expect(await menu()).toContain(`Open Jenkins (${lab.ports.dood})`);
    expect((await item.properties()).tooltip).toContain(`DooD at http://127.0.0.1:${lab.ports.dood}`);
    expect(docker('ps', '--format', '{{.Names}}')).toContain(lab.names.jenkins.dood);
    // Each step changes the menu; the hundreds of lines of an image build do not.
    expect(item.count('LayoutUpdated') - before).toBeLessThan(20);
    const settled = item.count('LayoutUpdated');
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(item.count('LayoutUpdated')).toBe(settled);
  });
  test('what the command line does meanwhile is shown', async () => {
    const done = cli('up', 'dind');
    await until('the work of another', async () => (await menu()).includes('[(x) DinD]'));
    expect((await done).stderr).toBe('');
    await shows('(x) DinD');
    expect(await menu()).toContain('runs in DinD');
  });
  test('a new build is counted soon, although no event reports it', async () => {
    const page = `http://127.0.0.1:${lab.ports.dind}`;
    await beginJob(page, 'counted', 300);
    await until('the build in the menu', async () => (await menu()).includes('1 build running'));
    await fetch(`${page}/job/counted/1/stop`, { method: 'POST', redirect: 'manual' });
    await until('its end', async () => (await menu()).includes('No builds running'));
  });
  test('Off removes Jenkins again', async () => {
    await (await host.item()).click('Off');
    await shows('[Jenkins is off]');
    expect(docker('ps', '-a', '--format', '{{.Names}}')).not.toContain(lab.names.jenkins.dind);
  });
  test('Quit ends the app', async () => {
    // The app is gone before it can answer.
    await (await host.item()).click('Quit').catch(() => undefined);
    expect(await app.exited).toBe(0);
  });
});

describe('with its window', () => {
  let app: DrivenApp;
  afterAll(() => app.close());

  test('a left click opens the window', async () => {
    app = await launch({ setup: lab, args: ['--hidden'] });
    await shows('[Jenkins is off]');
    expect(app.app.windows()).toHaveLength(0);
    await (await host.item()).activate();
    const page = await app.window();
    expect(page.url()).toMatch(/^jenkins-tray:\/\/app\//);
    await page.close();
    await until('no window', () => app.app.windows().length === 0);
  });
  test.each(['Settings', 'Logs'])('%s opens it at that page', async (label) => {
    await (await host.item()).click(label);
    const page = await until('a window', () => app.app.windows()[0]);
    await page.getByRole('heading', { name: label, level: 1 }).waitFor();
    await page.close();
    await until('no window', () => app.app.windows().length === 0);
  });
  test('what happens in the background is notified, and only if wanted', async () => {
    shown.take();
    await cli('up', 'dood');
    await shows('(x) DooD');
    await until('the news', () => shown.take().some(({ title }) => title === 'Jenkins is ready in DooD'));
    docker('stop', '-t', '5', lab.names.jenkins.dood);
    await until('the news', () => shown.take().some(({ title }) => title === 'Jenkins is not as requested'));
    await cli('up', 'dood');
    await until('Jenkins', async () => (await menu()).includes('runs in DooD'));
    shown.take();
    await cli('config', 'set', 'desktop.notifications', 'false');
    docker('stop', '-t', '5', lab.names.jenkins.dood);
    await until('the drift', async () => (await menu()).includes('Not as requested'));
    expect(shown.take()).toEqual([]);
    await cli('up', 'dood');
    await until('Jenkins', async () => (await menu()).includes('runs in DooD'));
  });
  test('a mode that needs consent is previewed in the window before anything happens', async () => {
    await beginJob(`http://127.0.0.1:${lab.ports.dood}`, 'long', 300);
    await (await host.item()).click('DinD');
    const page = await until('a window', () => app.app.windows()[0]);
    await page.getByText('long #1').first().waitFor();
    expect(await menu()).toContain('(x) DooD');
    await page.close();
  });
  test('the app’s log contains no password', () => {
    const password = readFileSync(join(lab.configDir, 'secrets', 'admin-password'), 'utf8').trim();
    const log = readFileSync(join(lab.configDir, 'desktop', 'logs', 'main.log'), 'utf8');
    expect(log).toContain('Jenkins: running');
    expect(log).toContain('switch to dind needs the window: Stop a running build: long #1');
    expect(log).not.toContain(password);
  });
  test('Quit asks if set so, also about builds, and stops Jenkins with consent', async () => {
    await cli('config', 'set', 'desktop.onQuit', 'ask');
    const item = await host.item();
    await answering(app, 'Cancel');
    await item.click('Quit');
    await question(app, 'Quit Jenkins Tray?');
    expect(await menu()).toContain('runs in DooD');
    await cli('config', 'set', 'desktop.onQuit', 'stop');
    await answering(app, 'Cancel');
    await item.click('Quit');
    await question(app, 'Stop Jenkins while 1 build is running?');
    expect(await menu()).toContain('runs in DooD');
    const ended = app.app.waitForEvent('close', { timeout: 60_000 });
    await answering(app, 'Stop Jenkins and quit');
    await item.click('Quit').catch(() => undefined);
    await ended;
    expect(docker('ps', '-a', '--format', '{{.Names}}')).not.toContain(lab.names.jenkins.dood);
  });
});
