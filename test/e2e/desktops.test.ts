import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, start } from '../lab/app.ts';
import { type Desktop, panelColours } from '../lab/desktop.ts';
import { type Gnome, gnome } from '../lab/gnome.ts';
import { LAB, ROOT } from '../lab/paths.ts';
import { type IconState, iconIn } from '../lab/picture.ts';
import { cleanUp, docker, type Setup, setup, writeSettings } from '../lab/setup.ts';
import { runAsync } from '../lab/shell.ts';
import { PATIENCE_MS, until } from '../lab/until.ts';
import { xfce } from '../lab/xfce.ts';

/** Real desktops: what a user sees in the panel, and what their clicks do. Pictures are in `.lab/shots/desktops`. */
const SHOTS = join(LAB, 'shots', 'desktops');
mkdirSync(SHOTS, { recursive: true });

async function cli(lab: Setup, ...args: readonly string[]): Promise<void> {
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  const { status, stderr } = await runAsync(node, [join(ROOT, 'out', 'cli.js'), ...args, '--config', lab.configDir]);
  if (status !== 0) throw new Error(`jenkins-tray ${args.join(' ')} ended with ${status}: ${stderr}`);
}

const answers = async (url: string): Promise<boolean> =>
  fetch(`${url}/login`, { signal: AbortSignal.timeout(1000) }).then(
    ({ status }) => status === 200,
    () => false,
  );

/** The icon in the panel now, by its pixels; null if none of ours is there. */
async function icon(on: Desktop, picture = join(SHOTS, `${on.kind}-now.png`)) {
  await on.screenshot(picture);
  const found = iconIn(picture);
  return found.difference < 25 ? found : null;
}

const shows = (on: Desktop, state: IconState, within = PATIENCE_MS, picture?: string) =>
  until(
    `icon "${state}" in the panel`,
    async () => {
      const found = await icon(on, picture);
      if (found?.state === state) return found;
      await sleep(300);
      return null;
    },
    within,
  );

/** Chooses from the open menu until the icon reacts: real key strokes can get lost in a busy panel. */
async function chooses(on: Desktop, from: IconState, label: string, to: IconState): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    await on.openMenu(await shows(on, from));
    await on.choose(label);
    if (await shows(on, to, 30_000).catch(() => null)) return;
    await on.closeMenu().catch(() => undefined);
  }
  throw new Error(`"${label}" was chosen three times, and the icon never became "${to}".`);
}

/** Takes pictures of icon and open menu on every panel colour; returns the menu's labels. */
async function photographed(on: Desktop, state: IconState): Promise<readonly string[]> {
  let labels: readonly string[] = [];
  for (const colour of panelColours) {
    await on.paint(colour);
    const name = join(SHOTS, `${on.kind}-${state}-${colour}`);
    // A panel that just changed is drawn over some frames.
    labels = await until('labels in the open menu', async () => {
      await on.openMenu(await shows(on, state, PATIENCE_MS, `${name}.png`));
      const read = await on.menuLabels();
      await on.screenshot(`${name}-menu.png`);
      await on.closeMenu();
      // A menu that is replaced while it opens, as when a step ends, has none.
      return read.length > 0 ? read : null;
    });
  }
  await on.paint('dark');
  return labels;
}

describe.each([
  { name: 'XFCE', open: (): Promise<Desktop | Gnome> => xfce(), base: 21500 },
  { name: 'GNOME', open: (): Promise<Desktop | Gnome> => gnome(), base: 21510 },
])('on $name', ({ name, open, base }) => {
  const lab = setup(`e2e-${name.toLowerCase()}`, base);
  const page = (mode: 'dind' | 'dood') => `http://127.0.0.1:${lab.ports[mode]}`;
  let desktop: Desktop | Gnome;
  let app: RunningApp;
  beforeAll(async () => {
    desktop = await open();
    app = start({ setup: lab, env: desktop.env, args: ['--hidden', ...desktop.args] });
  });
  afterAll(async () => {
    await app?.kill();
    await desktop?.close();
    cleanUp(lab);
  });

  test('an idle app shows an icon with the everyday menu', async () => {
    await shows(desktop, 'off');
    const labels = await photographed(desktop, 'off');
    expect(labels).toEqual([
      'Jenkins has not been started yet',
      'DinD',
      'DooD',
      'Off',
      'Open Jenkins',
      'Show window',
      'Start at login',
      'Settings',
      'Logs',
      'Quit',
    ]);
  });

  test('what the command line starts is shown in the tray', async () => {
    await cli(lab, 'up', 'dood', '--yes');
    await shows(desktop, 'dood');
    const labels = await photographed(desktop, 'dood');
    expect(labels[0]).toMatch(/^Jenkins .*runs in DooD$/);
    expect(labels).toContain(`Open Jenkins (${lab.ports.dood})`);
  });

  test('a click on DinD moves a real Jenkins there, and the tray shows each step', async () => {
    expect(await answers(page('dood'))).toBe(true);
    await chooses(desktop, 'dood', 'DinD', 'working');
    const meanwhile = await photographed(desktop, 'working');
    expect(meanwhile[0]).toBe('Switching to DinD');
    expect(meanwhile[1]).toMatch(/^\d+ of \d+: /);
    expect(meanwhile).toContain('Cancel');
    await shows(desktop, 'dind');
    expect(await answers(page('dind'))).toBe(true);
    expect(await answers(page('dood'))).toBe(false);
    expect(docker('inspect', '-f', '{{.State.Running}}', lab.names.nestedEngine)).toBe('true');
    const labels = await photographed(desktop, 'dind');
    expect(labels).toContain(`Open Jenkins (${lab.ports.dind})`);
    expect(labels).toContain('No builds running');
  });

  if (name === 'GNOME')
    test('a notification says that Jenkins is ready, and the menu opens the window', async () => {
      if (!('notifications' in desktop)) throw new Error('This is not GNOME.');
      const shell = desktop;
      await until('notification', async () => (await shell.notifications()).includes('Jenkins is ready in DinD'));
      await desktop.openMenu(await shows(desktop, 'dind'));
      await desktop.choose('Show window');
      await until('window', async () => (await shell.windows()).length > 0);
      await sleep(1500);
      await desktop.screenshot(join(SHOTS, 'gnome-window.png'));
      await shell.closeWindows();
    });

  test('a container stopped by someone else needs attention', async () => {
    docker('stop', '-t', '10', lab.names.jenkins.dind);
    await shows(desktop, 'attention');
    expect((await photographed(desktop, 'attention'))[0]).toBe(`Not as requested: ${lab.names.jenkins.dind}`);
  });

  test('a mode that cannot start is shown as failed, and the menu says why', async () => {
    await cli(lab, 'down', '--yes');
    writeSettings(lab, { ...lab.settings, images: { jenkinsBase: 'lab/no-such-base', engineBase: 'lab/engine' } });
    await expect(cli(lab, 'up', 'dood', '--yes')).rejects.toThrow('image/base-unavailable');
    await shows(desktop, 'failed');
    expect((await photographed(desktop, 'failed'))[0]).toMatch(/^DooD did not start: /);
  });
});

test('on GNOME without a tray the window opens by itself and says so', async () => {
  const lab = setup('e2e-no-host', 21520);
  const desktop = await gnome({ extension: false });
  const app = start({ setup: lab, env: desktop.env, args: ['--hidden', ...desktop.args] });
  try {
    const [title] = await until('window', async () => {
      const all = await desktop.windows();
      return all.length > 0 ? all : null;
    });
    expect(title).toBe('Jenkins Tray');
    await sleep(1500);
    await desktop.screenshot(join(SHOTS, 'gnome-no-host-window.png'));
  } finally {
    await app.kill();
    await desktop.close();
    cleanUp(lab);
  }
});
