import * as dbus from '@jellybrick/dbus-next';
import { ask, ITEM, MENU, type Registered, type TrayItem, traySide } from './tray-item.ts';
import { until } from './until.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';

export type { MenuRow, TrayItem } from './tray-item.ts';

export interface TrayHost {
  /** Current icons, in order of registration. */
  items(): readonly TrayItem[];
  /** Waits for the first icon. */
  item(): Promise<TrayItem>;
  /** Announces a host from now on, like a panel that starts late. */
  appear(): void;
  /** Forgets every icon, as some panels do. */
  drop(): void;
  close(): Promise<void>;
}

/**
 * A StatusNotifier watcher and host on the session bus: what a desktop's panel is to the tray icon.
 * `hosted: false` starts as a watcher without a host, like a session whose panel has not started yet.
 */
export async function trayHost({
  hosted = true,
  busAddress = process.env.DBUS_SESSION_BUS_ADDRESS ?? '',
} = {}): Promise<TrayHost> {
  if (busAddress === '') throw new Error('There is no session bus: DBUS_SESSION_BUS_ADDRESS is empty.');
  const bus = dbus.sessionBus({ busAddress });
  const items = new Map<string, Registered>();
  let present = hosted;

  bus.addMethodHandler((message: dbus.Message): boolean => {
    if (message.interface === WATCHER && message.member === 'RegisterStatusNotifierItem') {
      const [given = ''] = message.body;
      const path = String(given).startsWith('/') ? String(given) : '/StatusNotifierItem';
      items.set(message.sender, traySide(bus, message.sender, path));
      bus.send(dbus.Message.newMethodReturn(message, '', []));
      bus.send(
        dbus.Message.newSignal(WATCHER_PATH, WATCHER, 'StatusNotifierItemRegistered', 's', [message.sender + path]),
      );
      return true;
    }
    if (message.path === WATCHER_PATH && message.member === 'Get') {
      bus.send(dbus.Message.newMethodReturn(message, 'v', [watcherProperty(String(message.body[1]), present, items)]));
      return true;
    }
    return false;
  });
  bus.on('message', (message) => {
    if (message.member === 'NameOwnerChanged' && message.body[2] === '') items.delete(String(message.body[0]));
    const item = items.get(message.sender);
    if (item !== undefined && (message.interface === ITEM || message.interface === MENU) && message.body !== undefined)
      item.signals.set(message.member, (item.signals.get(message.member) ?? 0) + 1);
  });
  for (const rule of [
    `type='signal',interface='${ITEM}'`,
    `type='signal',interface='${MENU}'`,
    "type='signal',member='NameOwnerChanged'",
  ])
    await ask(bus, 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'AddMatch', 's', [rule]);
  const reply = await bus.requestName(WATCHER, dbus.NameFlag.DO_NOT_QUEUE);
  if (reply !== dbus.RequestNameReply.PRIMARY_OWNER) throw new Error(`Another host owns ${WATCHER} on this bus.`);

  return {
    items: () => [...items.values()],
    item: () => until('a tray icon', () => [...items.values()][0]),
    appear() {
      present = true;
      bus.send(dbus.Message.newSignal(WATCHER_PATH, WATCHER, 'StatusNotifierHostRegistered', '', []));
    },
    drop: () => items.clear(),
    async close() {
      await bus.releaseName(WATCHER);
      bus.disconnect();
    },
  };
}

function watcherProperty(name: string, present: boolean, items: ReadonlyMap<string, TrayItem>): dbus.Variant {
  if (name === 'RegisteredStatusNotifierItems')
    return new dbus.Variant(
      'as',
      [...items.keys()].map((owner) => `${owner}/StatusNotifierItem`),
    );
  if (name === 'ProtocolVersion') return new dbus.Variant('i', 0);
  return new dbus.Variant('b', present);
}
