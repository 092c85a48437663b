import { execFile } from 'node:child_process';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const LIST = [
  ...['call', '--session', '--timeout', '2', '--dest', WATCHER, '--object-path', '/StatusNotifierWatcher'],
  ...['--method', 'org.freedesktop.DBus.Properties.Get', WATCHER, 'RegisteredStatusNotifierItems'],
];

/**
 * Whether the panel has dropped this process's icon after accepting it. GNOME's AppIndicator extension in Debian 12 often
 * does that after a second to icons registered by name (its log: "Argument two may not be null").
 */
export function iconWasDropped(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(false);
  return new Promise((resolve) => {
    execFile('gdbus', LIST, { timeout: 3000 }, (error, stdout) => resolve(error === null && isMissing(stdout)));
  });
}

/** True only if all icons are listed by name, which contains the process id, and ours is missing. */
export function isMissing(list: string, pid = process.pid): boolean {
  return !/':\d/.test(list) && !list.includes(`StatusNotifierItem-${pid}-`);
}
