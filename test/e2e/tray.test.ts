import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrivenApp, launch, type RunningApp, start } from '../lab/app.ts';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, setup } from '../lab/setup.ts';
import { type MenuRow, type TrayHost, trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';

const it = setup('e2e-tray', 23100);
let host: TrayHost;
beforeAll(async () => {
  host = await trayHost();
});
afterAll(async () => {
  await host.close();
  cleanUp(it);
});

/** A menu as a panel draws it; what cannot be chosen is in brackets. */
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
    it.configDir,
  ]);
const menu = async () => drawn(await (await host.item()).menu());
const shows = (line: string, within = 60_000) =>
  until(`"${line}" in the menu`, async () => (await menu()).split('\n').includes(line), within);

describe('as a panel sees it', () => {
  let app: RunningApp;
  beforeAll(() => {
    app = start({ setup: it, args: ['--hidden'] });
  });
  afterAll(() => app.end());

  test('the icon comes with a menu for every day', async () => {
    await shows('[Jenkins was not started yet]');
    expect(await menu()).toBe(
      [
        '[Jenkins was not started yet]',
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
  test('the icon tells in words what it shows, and comes in two densities', async () => {
    const shown = await (await host.item()).properties();
    expect(shown.tooltip).toBe('Jenkins Tray · Jenkins was not started yet');
    expect(shown.status).toBe('Active');
    expect(shown.pixmaps.map(({ width }) => width)).toContain(44);
  });
  test('a choice brings a real Jenkins up, step by step, and the menu is published only when it changed', async () => {
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
    expect([...seen].some((text) => /\d of \d+: start/.test(text) && text.includes('\nCancel'))).toBe(true);
    expect(await menu()).toContain(`(x) DooD`);
    expect(await menu()).toContain(`Open Jenkins (${it.ports.dood})`);
    expect((await item.properties()).tooltip).toContain(`DooD at http://127.0.0.1:${it.ports.dood}`);
    expect(docker('ps', '--format', '{{.Names}}')).toContain(it.names.jenkins.dood);
    // Each step is one menu, and each image build is some hundred lines that are none.
    expect(item.count('LayoutUpdated') - before).toBeLessThan(20);
    const settled = item.count('LayoutUpdated');
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(item.count('LayoutUpdated')).toBe(settled);
  });
  test('what the command line does meanwhile is shown', async () => {
    const done = cli('up', 'dind');
    await until('the work of another', async () => (await menu()).includes('[(x) DinD]'), 60_000);
    expect((await done).stderr).toBe('');
    await shows('(x) DinD');
    expect(await menu()).toContain('runs in DinD');
  });
  test('Off takes it away again', async () => {
    await (await host.item()).click('Off');
    await shows('[Jenkins is off]');
    expect(docker('ps', '-a', '--format', '{{.Names}}')).not.toContain(it.names.jenkins.dind);
  });
  test('Quit ends the app', async () => {
    // It is gone before it can answer.
    await (await host.item()).click('Quit').catch(() => undefined);
    expect(await app.exited).toBe(0);
  });
});

describe('with its window', () => {
  let app: DrivenApp;
  afterAll(() => app.close());

  test('a left click opens it, Settings goes to its page', async () => {
    app = await launch({ setup: it, args: ['--hidden'] });
    await until('Off', async () => (await menu()).includes('[Jenkins is off]'));
    expect(app.app.windows()).toHaveLength(0);
    await (await host.item()).activate();
    const page = await app.window();
    expect(page.url()).toMatch(/^jenkins-tray:\/\/app\//);
  });
});
