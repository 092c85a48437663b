import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Ends a program with the process that began it, however that ends. */
const WITH_US = ['--pdeathsig', 'KILL', '--'] as const;

/** Gives a stage a display (X11; width, height and depth) and a session bus, and adds their addresses to its environment. */
export async function beginScreen(lab: Stage, size = '1280x800x24'): Promise<{ readonly bus: string }> {
  const display = ['Xvfb', '-displayfd', '1', '-screen', '0', size, '-nolisten', 'tcp'];
  lab.begin('display', 'setpriv', [...WITH_US, ...display]);
  lab.begin('bus', 'setpriv', [...WITH_US, 'dbus-daemon', '--session', '--nofork', '--print-address=1']);
  lab.env.DISPLAY = `:${await until('display', () => /^\d+$/m.exec(lab.printed('display'))?.[0])}`;
  const bus = await until('session bus', () => /^unix:\S+/m.exec(lab.printed('bus'))?.[0]);
  lab.env.DBUS_SESSION_BUS_ADDRESS = bus;
  return { bus };
}
