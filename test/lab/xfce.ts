import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clickUntilOpen, type Desktop } from './desktop.ts';
import { beginScreen } from './screen.ts';
import { runAsync } from './shell.ts';
import { stage } from './stage.ts';
import { labelsOf, onlooker } from './tray-onlooker.ts';
import { until } from './until.ts';

/** XFCE's panel on its own display and bus. */
export async function xfce(): Promise<Desktop> {
  const lab = stage('xfce');
  let bus = '';
  try {
    const settings = join(lab.env.XDG_CONFIG_HOME ?? '', 'xfce4', 'xfconf', 'xfce-perchannel-xml', 'xfce4-panel.xml');
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, PANEL);
    lab.env.XDG_CURRENT_DESKTOP = 'XFCE';
    ({ bus } = await beginScreen(lab));
    lab.begin('ground', 'display', ['-window', 'root', '-size', '1280x800', 'xc:#5b7083']);
    lab.begin('panel', 'xfce4-panel', ['--disable-wm-check']);
  } catch (thrown) {
    await lab.close();
    throw thrown;
  }
  const tray = onlooker(bus);
  await tray.hosted();
  const x = async (command: string, ...args: readonly string[]): Promise<void> => {
    const { status, stderr } = await runAsync(command, args, { env: lab.env });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  };
  const press = (place: { x: number; y: number; size: number }, button: string): Promise<void> =>
    x(
      'xdotool',
      'mousemove',
      `${Math.round(place.x + place.size / 2)}`,
      `${Math.round(place.y + place.size / 2)}`,
      'click',
      button,
    );
  /** The tray plugin is one window of that name; its open menu adds more. */
  const menuIsOpen = async (): Promise<boolean> => {
    const args = ['search', '--onlyvisible', '--name', '^wrapper-2.0$'];
    return (await runAsync('xdotool', args, { env: lab.env })).stdout.trim().split('\n').length > 1;
  };
  return {
    kind: 'xfce',
    env: { ...lab.env },
    args: [],
    async paint(colour) {
      await x('xfconf-query', '-c', 'xfce4-panel', '-p', '/panels/dark-mode', '-s', `${colour === 'dark'}`);
      await sleep(400);
    },
    screenshot: (path) => x('import', '-window', 'root', path),
    async openMenu(at) {
      await clickUntilOpen(() => press(at, '3'), menuIsOpen);
    },
    menuLabels: async () => labelsOf(await (await tray.item()).menu()),
    async choose(label) {
      const choices = labelsOf(await (await tray.item()).menu(), 'choosable');
      const steps = choices.indexOf(label);
      if (steps < 0) throw new Error(`There is no menu item "${label}", only: ${choices.join(' · ')}`);
      await x('xdotool', 'key', '--delay', '30', ...Array.from({ length: steps + 1 }, () => 'Down'), 'Return');
    },
    async closeMenu() {
      await x('xdotool', 'key', 'Escape');
      await until('closed menu', async () => !(await menuIsOpen()));
    },
    click: (at) => press(at, '1'),
    async close() {
      tray.close();
      await lab.close();
    },
  };
}

/** One panel at the top with only a gap, the tray and a clock, so that the icon stays in its place. */
const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="30"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="icon-size" type="int" value="22"/>
      <property name="square-icons" type="bool" value="true"/>
    </property>
    <property name="plugin-3" type="string" value="clock"/>
  </property>
</channel>
`;
