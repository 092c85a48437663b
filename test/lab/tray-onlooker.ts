import * as dbus from '@jellybrick/dbus-next';
import { ask, flat, type MenuRow, type TrayItem, traySide } from './tray-item.ts';
import { until } from './until.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';

/** An observer beside a desktop's panel that sees the panel's icons. */
export interface Onlooker {
  /** Waits until the desktop hosts tray icons: the icon of an app that starts earlier may never appear. */
  hosted(): Promise<void>;
  /** The app's icon, as soon as the panel has it. */
  item(): Promise<TrayItem>;
  close(): void;
}

export function onlooker(busAddress: string): Onlooker {
  const bus = dbus.sessionBus({ busAddress });
  const property = async (name: string): Promise<unknown> => {
    const get = [WATCHER, '/StatusNotifierWatcher', 'org.freedesktop.DBus.Properties', 'Get', 'ss'] as const;
    try {
      return (await ask(bus, ...get, [WATCHER, name]))[0];
    } catch {
      return undefined; // the name has no owner yet
    }
  };
  return {
    async hosted() {
      await until('desktop that hosts tray icons', () => property('IsStatusNotifierHostRegistered'));
    },
    item: () =>
      until('tray icon in the panel', async () => {
        const items = await property('RegisteredStatusNotifierItems');
        const [, owner, path = '/StatusNotifierItem'] = /^([^/@]+)@?(\/.*)?$/.exec(String(items)) ?? [];
        return owner === undefined ? undefined : traySide(bus, owner, path);
      }),
    close: () => bus.disconnect(),
  };
}

/** The labels of a menu's visible rows, or only of those that the keyboard stops at. */
export function labelsOf(rows: readonly MenuRow[], which: 'visible' | 'choosable' = 'visible'): readonly string[] {
  return flat(rows)
    .filter((row) => row.type === 'standard' && row.visible && (which === 'visible' || row.enabled))
    .map((row) => row.label);
}
