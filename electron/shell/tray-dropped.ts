import { execFile } from 'node:child_process';

/** What the desktop says about this process's icon. `unknown`: this system cannot tell. */
export type IconState = 'there' | 'dropped' | 'no panel' | 'unknown';

type Listed = 'there' | 'dropped' | 'unclear';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const BUS = 'org.freedesktop.DBus';

/** What the bus tells of panels and the icons in them. */
export const PANEL_SIGNALS: readonly string[] = [
  `type='signal',sender='${BUS}',interface='${BUS}',member='NameOwnerChanged',arg0='${WATCHER}'`,
  `type='signal',interface='${WATCHER}',member='StatusNotifierItemUnregistered'`,
];

/**
 * Whether the panel still has this process's icon. GNOME's AppIndicator extension in Debian 12 often drops an icon a
 * second after accepting it (its log: "Argument two may not be null"); a panel that restarted has lost it too.
 */
export async function iconState(): Promise<IconState> {
  if (process.platform !== 'linux') return 'unknown';
  const get = ['org.freedesktop.DBus.Properties.Get', WATCHER, 'RegisteredStatusNotifierItems'];
  const list = await gdbus(WATCHER, '/StatusNotifierWatcher', get);
  if (list === 'no gdbus') return 'unknown';
  if (list === null) return 'no panel';
  const byName = isListed(list, []);
  if (byName !== 'unclear') return byName;
  const connections = await ownConnections();
  const listed = isListed(list, connections);
  // Without a name of its own it cannot be recognised, and counts as there.
  return listed === 'unclear' ? 'there' : listed;
}

/**
 * Whether a panel's list of icons has ours: by its name, which contains the process id, or by one of this process's
 * `connections`. `unclear` if the list has connections and ours are not known.
 */
export function isListed(list: string, connections: readonly string[], pid = process.pid): Listed {
  if (list.includes(`StatusNotifierItem-${pid}-`)) return 'there';
  const listed = [...list.matchAll(/'(:\d+\.\d+)/g)].map(([, connection]) => connection);
  if (listed.some((one) => one !== undefined && connections.includes(one))) return 'there';
  return listed.length > 0 && connections.length === 0 ? 'unclear' : 'dropped';
}

/** The bus connections that own an icon's name of this process; an Electron that uses no names has none. */
async function ownConnections(): Promise<readonly string[]> {
  const names = (await gdbus(BUS, '/org/freedesktop/DBus', [`${BUS}.ListNames`])) ?? '';
  const owners = ownNames(names).map((name) => gdbus(BUS, '/org/freedesktop/DBus', [`${BUS}.GetNameOwner`, name]));
  return (await Promise.all(owners)).flatMap((owner) => /:\d+\.\d+/.exec(owner ?? '')?.[0] ?? []);
}

/** The icons' names of this process among all names: Electron 43.3 changed their first part. */
export const ownNames = (names: string, pid = process.pid): readonly string[] =>
  names.match(new RegExp(`org\\.(?:kde|freedesktop)\\.StatusNotifierItem-${pid}-\\d+`, 'g')) ?? [];

/** What a method on the session bus returns, as text; null if it fails. */
function gdbus(to: string, path: string, method: readonly string[]): Promise<string | null> {
  const call = ['call', '--session', '--timeout', '2', '--dest', to, '--object-path', path, '--method', ...method];
  return new Promise((resolve) => {
    execFile('gdbus', call, { timeout: 3000 }, (error, stdout) =>
      resolve(error === null ? stdout : error.code === 'ENOENT' ? 'no gdbus' : null),
    );
  });
}
