import * as dbus from '@jellybrick/dbus-next';
import { until } from './until.ts';

export const ITEM = 'org.kde.StatusNotifierItem';
export const MENU = 'com.canonical.dbusmenu';

/** What Electron answers to a click on an id that its menu does not have. */
const FAILED = 'org.freedesktop.DBus.Error.Failed';
const MAX_CLICKS = 3;

/** A menu row as the panel sees it, without mnemonic underscores in its label. */
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

/** An icon of one size: ARGB rows as sent on the bus. */
interface Pixmap {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** The properties of an icon. */
interface TrayProperties {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly tooltip: string;
  readonly menu: string;
  readonly pixmaps: readonly Pixmap[];
}

/** Signals that tell a panel to read something again; each causes a redraw. */
type TraySignal = 'NewIcon' | 'NewToolTip' | 'NewStatus' | 'NewTitle' | 'LayoutUpdated' | 'ItemsPropertiesUpdated';

export interface TrayItem {
  readonly owner: string;
  /** When it registered, milliseconds since 1970. */
  readonly since: number;
  properties(): Promise<TrayProperties>;
  menu(): Promise<readonly MenuRow[]>;
  /**
   * Clicks the first row with that label, at any depth, once it can be chosen, as in a panel; without one it throws and
   * lists the labels.
   */
  click(label: string): Promise<void>;
  /** A left click on the icon. */
  activate(): Promise<void>;
  /** How often the item has sent this signal since it registered. */
  count(signal: TraySignal): number;
}

/** An item and its signal counts. */
export interface Registered extends TrayItem {
  readonly signals: Map<string, number>;
}

/** Electron's objects do not support introspection, so every call is a raw message. */
export async function ask(
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

/** Replaces variants by their values, at any depth. */
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

/** An icon on the bus, as a panel sees it. */
export function traySide(bus: dbus.MessageBus, owner: string, path: string): Registered {
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
    since: Date.now(),
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
      for (let tries = 1; ; tries += 1) {
        const { id } = await until(`"${label}" that can be chosen`, async () => {
          const row = rowWith(label, await menu());
          return row.enabled && row;
        });
        try {
          await ask(bus, owner, await menuPath(), MENU, 'Event', 'isvu', [id, 'clicked', new dbus.Variant('i', 0), 0]);
          return;
        } catch (thrown) {
          // The app has published its menu anew since then, with other ids: nothing was chosen.
          if (tries === MAX_CLICKS || !(thrown instanceof dbus.DBusError) || thrown.type !== FAILED) throw thrown;
        }
      }
    },
    async activate() {
      await ask(bus, owner, path, ITEM, 'Activate', 'ii', [0, 0]);
    },
    count: (signal) => signals.get(signal) ?? 0,
  };
}

/** The first row with this label, at any depth. */
function rowWith(label: string, rows: readonly MenuRow[]): MenuRow {
  const all = flat(rows);
  const row = all.find((one) => one.label === label);
  if (row !== undefined) return row;
  const labels = all.map((one) => one.label).filter(Boolean);
  throw new Error(`There is no menu item "${label}", only: ${labels.join(' · ')}`);
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
