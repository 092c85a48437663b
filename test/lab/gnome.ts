import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as dbus from '@jellybrick/dbus-next';
import { clickUntilOpen, type Desktop } from './desktop.ts';
import { EXTENSION, mendedExtension } from './gnome-extension.ts';
import { must } from './shell.ts';
import { type Stage, stage } from './stage.ts';
import { ask } from './tray-item.ts';
import { onlooker } from './tray-onlooker.ts';
import { until } from './until.ts';

/** GNOME Shell, headless on Wayland. It can be queried about everything it shows. */
export interface Gnome extends Desktop {
  /** Evaluates JavaScript in the Shell; returns the value. */
  evaluate(script: string): Promise<unknown>;
  /** Titles of the Shell's notifications. */
  notifications(): Promise<readonly string[]>;
  /** Titles of the open windows. */
  windows(): Promise<readonly string[]>;
  closeWindows(): Promise<void>;
}

/** `extension: false` starts GNOME without the AppIndicator extension, so without a tray. */
export async function gnome({ extension = true } = {}): Promise<Gnome> {
  const lab = stage('gnome');
  try {
    return await shellOn(lab, extension);
  } catch (thrown) {
    await lab.close();
    throw thrown;
  }
}

async function shellOn(lab: Stage, extension: boolean): Promise<Gnome> {
  Object.assign(lab.env, {
    XDG_SESSION_TYPE: 'wayland',
    XDG_CURRENT_DESKTOP: 'GNOME',
    LIBGL_ALWAYS_SOFTWARE: '1',
    DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(lab.folder, 'run', 'system_bus')}`,
  });
  await buses(lab);
  if (extension) mendedExtension(lab.env.XDG_DATA_HOME ?? '');
  const enabled = extension ? `['${EXTENSION}']` : '[]';
  must('gsettings', ['set', 'org.gnome.shell', 'enabled-extensions', enabled], { env: lab.env });
  must('gsettings', ['set', 'org.gnome.shell', 'welcome-dialog-last-shown-version', '999'], { env: lab.env });
  must('gsettings', ['set', 'org.gnome.desktop.interface', 'enable-animations', 'false'], { env: lab.env });
  const shell = ['--headless', '--wayland', '--virtual-monitor', '1280x800', '--unsafe-mode'];
  lab.begin('shell', 'gnome-shell', shell);

  const address = lab.env.DBUS_SESSION_BUS_ADDRESS ?? '';
  const bus = dbus.sessionBus({ busAddress: address });
  const evaluate = async (script: string): Promise<unknown> => {
    const body = [`JSON.stringify((() => { ${HELP} ${script} })() ?? null)`];
    const [fine, answer] = await ask(bus, 'org.gnome.Shell', '/org/gnome/Shell', 'org.gnome.Shell', 'Eval', 's', body);
    if (fine !== true) throw new Error(`GNOME Shell: ${String(answer)}`);
    return JSON.parse(JSON.parse(String(answer)));
  };
  const strings = async (script: string): Promise<readonly string[]> => {
    const answer = await evaluate(script);
    return Array.isArray(answer) ? answer.map(String) : [];
  };
  await until('GNOME Shell', () => evaluate('return !Main.layoutManager._startingUp').catch(() => false));
  // The Shell starts with its overview, and can hide it only once it is fully shown.
  await until('empty desktop', () => evaluate('Main.overview.hide(); return !Main.overview.visible;'));
  const tray = onlooker(address);
  if (extension) await tray.hosted();
  await evaluate(TIDY);
  const press = (at: string, button: number): Promise<unknown> => evaluate(`press(${at}, ${button});`);
  const middle = (at: { x: number; y: number; size: number }): string =>
    `[${at.x + at.size / 2}, ${at.y + at.size / 2}]`;
  return {
    kind: 'gnome',
    env: { ...lab.env, WAYLAND_DISPLAY: 'wayland-0' },
    args: ['--ozone-platform=wayland'],
    evaluate,
    async paint(colour) {
      await evaluate(colour === 'light' ? paint('background-color: #f6f5f4;', 'color: #2e3436;') : paint('', ''));
      await sleep(200);
    },
    notifications: () =>
      strings('return Main.messageTray.getSources().flatMap((source) => source.notifications.map((it) => it.title));'),
    windows: () => strings('return global.get_window_actors().map((it) => it.meta_window.title);'),
    async closeWindows() {
      await evaluate('for (const it of global.get_window_actors()) it.meta_window.delete(global.get_current_time());');
    },
    async screenshot(path) {
      // The Shell takes pictures only for its own callers, and writes the file itself.
      const own = join(lab.folder, 'picture.png');
      const call = ['org.gnome.Shell.Screenshot', '/org/gnome/Shell/Screenshot', 'org.gnome.Shell.Screenshot'] as const;
      await ask(bus, ...call, 'Screenshot', 'bbs', [false, false, own]);
      copyFileSync(own, path);
      rmSync(own);
    },
    async openMenu(at) {
      const isOpen = async () => (await evaluate('return indicator()?.menu.isOpen ?? false;')) === true;
      await clickUntilOpen(() => press(middle(at), 3), isOpen);
      await sleep(200);
    },
    menuLabels: () => strings('return rows().map((it) => it.label.text);'),
    async choose(label) {
      const there = await evaluate(`return rows().some((it) => it.label.text === ${JSON.stringify(label)});`);
      if (there !== true) throw new Error(`There is no menu item "${label}".`);
      await press(`middle(rows().find((it) => it.label.text === ${JSON.stringify(label)}))`, 1);
    },
    async closeMenu() {
      await evaluate('indicator()?.menu.close();');
    },
    async click(at) {
      // The extension opens the menu on a click, and passes a double click on to the app.
      await press(middle(at), 1);
      await press(middle(at), 1);
    },
    async close() {
      tray.close();
      bus.disconnect();
      await lab.close();
    },
  };
}

/** Helpers for the scripts: the app's indicator, its menu's rows, and a pointer that really clicks. */
const HELP = `
  const { Clutter } = imports.gi;
  const indicator = () => {
    const all = Object.entries(Main.panel.statusArea).filter(([name]) => name.startsWith('appindicator-'));
    return all.map(([, icon]) => icon).find((icon) => icon?.visible) ?? null;
  };
  const rows = () => (indicator()?.menu._getMenuItems() ?? []).filter((it) => it.visible && it.label?.text);
  const middle = (actor) => {
    const [x, y] = actor.get_transformed_position();
    return [x + actor.width / 2, y + actor.height / 2];
  };
  const press = ([x, y], button) => {
    const seat = Clutter.get_default_backend().get_default_seat();
    global.labPointer ??= seat.create_virtual_device(Clutter.InputDeviceType.POINTER_DEVICE);
    const code = button === 3 ? Clutter.BUTTON_SECONDARY : Clutter.BUTTON_PRIMARY;
    const now = () => imports.gi.GLib.get_monotonic_time();
    global.labPointer.notify_absolute_motion(now(), x, y);
    global.labPointer.notify_button(now(), code, Clutter.ButtonState.PRESSED);
    global.labPointer.notify_button(now(), code, Clutter.ButtonState.RELEASED);
  };`;

/** Hides elements that only appear without a display manager, so that screenshots match a real session. */
const TIDY = `
  Main.panel.statusArea.quickSettings._unsafeMode?.hide();
  for (const source of Main.messageTray.getSources()) source.destroy();`;

/** GNOME's own panel is black; distributions with a light one change its colour. */
const paint = (panel: string, text: string): string => `
  Main.panel.set_style('${panel}');
  for (const box of [Main.panel._leftBox, Main.panel._centerBox, Main.panel._rightBox])
    for (const child of box.get_children()) child.first_child?.set_style('${text}');`;

/** A session bus, and a system bus with a mocked logind, which the Shell asks for its session. */
async function buses(lab: Stage): Promise<void> {
  const config = join(lab.folder, 'system.conf');
  writeFileSync(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>${lab.env.DBUS_SYSTEM_BUS_ADDRESS}</listen><policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  lab.begin('system-bus', 'dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1']);
  lab.begin('bus', 'dbus-daemon', ['--session', '--nofork', '--print-address=1']);
  lab.env.DBUS_SESSION_BUS_ADDRESS = await until('session bus', () => /^unix:\S+/m.exec(lab.printed('bus'))?.[0]);
  await until('system bus', () => /^unix:\S+/m.exec(lab.printed('system-bus'))?.[0]);
  lab.begin('logind', '/usr/bin/python3', ['-m', 'dbusmock', '--system', '--template', 'logind']);
  const system = dbus.sessionBus({ busAddress: lab.env.DBUS_SYSTEM_BUS_ADDRESS ?? '' });
  const name = ['org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner', 's'] as const;
  await until('logind', async () => (await ask(system, ...name, ['org.freedesktop.login1']))[0] === true);
  system.disconnect();
}
