import { execFile } from 'node:child_process';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const LIST = [
  ...['call', '--session', '--timeout', '2', '--dest', WATCHER, '--object-path', '/StatusNotifierWatcher'],
  ...['--method', 'org.freedesktop.DBus.Properties.Get', WATCHER, 'RegisteredStatusNotifierItems'],
];

/**
 * Whether the panel took this process's icon and has dropped it again. GNOME's AppIndicator extension in Debian 12 does
 * that a second after, more often than not, to icons registered by a name (its log: "Argument two may not be null").
 */
export function iconWasDropped(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(false);
  return new Promise((resolve) => {
    execFile('gdbus', LIST, { timeout: 3000 }, (error, stdout) => resolve(error === null && isMissing(stdout)));
  });
}

/** True only where every icon is listed by its name, which holds the process id, and ours is not among them. */
export function isMissing(list: string, pid = process.pid): boolean {
  return !/':\d/.test(list) && !list.includes(`StatusNotifierItem-${pid}-`);
}
