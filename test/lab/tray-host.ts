import dbus, { type Message } from 'dbus-next';
import { until } from './until.ts';

const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';

/** A menu row as a panel sees it; mnemonic underscores are taken out of the label. */
export interface MenuRow {
  readonly id: number;
  readonly type: 'standard' | 'separator';
  readonly label: string;
  readonly enabled: boolean;
  readonly visible: boolean;
  readonly toggle: 'checkmark' | 'radio' | null;
  readonly checked: boolean;
  readonly children: readonly MenuRow[];
}

/** An icon of some size: ARGB rows as they travel on the bus. */
export interface Pixmap {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** What an icon says of itself. */
export interface TrayProperties {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly tooltip: string;
  readonly menu: string;
  readonly pixmaps: readonly Pixmap[];
}

/** Signals that tell a panel to read something again; each costs a redraw there. */
export type TraySignal =
  | 'NewIcon'
  | 'NewToolTip'
  | 'NewStatus'
  | 'NewTitle'
  | 'LayoutUpdated'
  | 'ItemsPropertiesUpdated';

export interface TrayItem {
  readonly owner: string;
  properties(): Promise<TrayProperties>;
  menu(): Promise<readonly MenuRow[]>;
  /** Clicks the first row of that label, at any depth; throws, with the labels there are, where none has it. */
  click(label: string): Promise<void>;
  /** A left click on the icon. */
  activate(): Promise<void>;
  /** How often the item has sent this signal since it registered. */
  count(signal: TraySignal): number;
}

export interface TrayHost {
  /** Icons that are there now, in order of their registration. */
  items(): readonly TrayItem[];
  /** The first icon, waited for. */
  item(withinMs?: number): Promise<TrayItem>;
  /** Says that there is a host from now on, as a panel does that starts late. */
  appear(): void;
  close(): Promise<void>;
}

interface Registered extends TrayItem {
  readonly signals: Map<string, number>;
}

/**
 * A StatusNotifier watcher and host on the session bus: to the tray icon it is what a desktop's panel is.
 * `hosted: false` begins as a watcher without a host, as a session does whose panel is not up yet.
 */
export async function trayHost({
  hosted = true,
  busAddress = process.env.DBUS_SESSION_BUS_ADDRESS ?? '',
} = {}): Promise<TrayHost> {
  if (busAddress === '') throw new Error('There is no session bus: run this under dbus-run-session.');
  const bus = dbus.sessionBus({ busAddress });
  const items = new Map<string, Registered>();
  let present = hosted;

  bus.addMethodHandler((message: Message): boolean => {
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
    item: (withinMs = 20_000) => until('a tray icon', () => [...items.values()][0], withinMs),
    appear() {
      present = true;
      bus.send(dbus.Message.newSignal(WATCHER_PATH, WATCHER, 'StatusNotifierHostRegistered', '', []));
    },
    async close() {
      await bus.releaseName(WATCHER);
      bus.disconnect();
    },
  };
}

function watcherProperty(name: string, present: boolean, items: ReadonlyMap<string, TrayItem>): dbus.Variant {
  if (name === 'RegisteredStatusNotifierItems') return new dbus.Variant('as', [...items.keys()]);
  if (name === 'ProtocolVersion') return new dbus.Variant('i', 0);
  return new dbus.Variant('b', present);
}

/** Electron's objects answer no introspection, so every call is a raw message. */
async function ask(
  bus: dbus.MessageBus,
  destination: string,
  path: string,
  iface: string,
  member: string,
  signature: string,
  body: readonly unknown[],
): Promise<readonly unknown[]> {
  const message = new dbus.Message({ destination, path, interface: iface, member, signature, body: [...body] });
  const reply = await bus.call(message);
  return (reply?.body ?? []).map(unwrapped);
}

/** Variants by their values, at any depth. */
function unwrapped(value: unknown): unknown {
  if (value instanceof dbus.Variant) return unwrapped(value.value);
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapped(inner)]));
  return value;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function traySide(bus: dbus.MessageBus, owner: string, path: string): Registered {
  const signals = new Map<string, number>();
  const raw = async (): Promise<Record<string, unknown>> =>
    record((await ask(bus, owner, path, 'org.freedesktop.DBus.Properties', 'GetAll', 's', [ITEM]))[0]);
  const menuPath = async (): Promise<string> => text((await raw()).Menu);
  const menu = async (): Promise<readonly MenuRow[]> => {
    const [, root] = await ask(bus, owner, await menuPath(), MENU, 'GetLayout', 'iias', [0, -1, []]);
    return rowOf(root).children;
  };
  return {
    owner,
    signals,
    menu,
    async properties() {
      const of = await raw();
      const [, , title, detail] = list(of.ToolTip);
      return {
        id: text(of.Id),
        title: text(of.Title),
        status: text(of.Status),
        tooltip: [text(title), text(detail)].filter(Boolean).join('\n'),
        menu: text(of.Menu),
        pixmaps: list(of.IconPixmap).map(pixmapOf),
      };
    },
    async click(label) {
      const all = flat(await menu());
      const row = all.find((it) => it.label === label);
      if (row === undefined)
        throw new Error(
          `There is no menu item "${label}", only: ${all
            .map((it) => it.label)
            .filter(Boolean)
            .join(' · ')}`,
        );
      await ask(bus, owner, await menuPath(), MENU, 'Event', 'isvu', [row.id, 'clicked', new dbus.Variant('i', 0), 0]);
    },
    async activate() {
      await ask(bus, owner, path, ITEM, 'Activate', 'ii', [0, 0]);
    },
    count: (signal) => signals.get(signal) ?? 0,
  };
}

/** Every row of a menu, with those of its submenus. */
export const flat = (rows: readonly MenuRow[]): readonly MenuRow[] =>
  rows.flatMap((row) => [row, ...flat(row.children)]);

function rowOf(value: unknown): MenuRow {
  const [id, given, children] = list(value);
  const of = record(given);
  const toggle = text(of['toggle-type']);
  return {
    id: Number(id),
    type: of.type === 'separator' ? 'separator' : 'standard',
    label: text(of.label).replace(/_(.)/g, '$1'),
    enabled: of.enabled !== false,
    visible: of.visible !== false,
    toggle: toggle === 'radio' || toggle === 'checkmark' ? toggle : null,
    checked: of['toggle-state'] === 1,
    children: list(children).map(rowOf),
  };
}

function pixmapOf(value: unknown): Pixmap {
  const [width, height, data] = list(value);
  return {
    width: Number(width),
    height: Number(height),
    data: Buffer.isBuffer(data) ? data : Buffer.from(list(data).map(Number)),
  };
}
