import { execFile } from 'node:child_process';
import { hearSignals } from './bus-signals.ts';

/**
 * Whether a desktop shows tray icons now. Electron registers `StatusNotifierItem` only once, so an icon created before a
 * host exists never appears; this checks first, with a program that every desktop has.
 */
export type TrayHostState = 'present' | 'absent' | 'unknown';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTY = 'IsStatusNotifierHostRegistered';
const QUERY_COMMANDS: readonly (readonly [string, ...string[]])[] = [
  [
    'gdbus',
    ...['call', '--session', '--timeout', '2', '--dest', WATCHER, '--object-path', PATH],
    ...['--method', 'org.freedesktop.DBus.Properties.Get', WATCHER, PROPERTY],
  ],
  ['busctl', '--user', '--timeout=2', 'get-property', WATCHER, PATH, WATCHER, PROPERTY],
];
/** What the bus tells when a host comes. */
const BUS = 'org.freedesktop.DBus';
const HOST_SIGNALS: readonly string[] = [
  `type='signal',sender='${BUS}',interface='${BUS}',member='NameOwnerChanged',arg0='${WATCHER}'`,
  `type='signal',interface='${WATCHER}',member='StatusNotifierHostRegistered'`,
];
/** The first polling interval, in case no change is reported, and the last one, where the bus tells and where it does not. */
const POLL_INTERVAL_MS = 5000;
const MAX_TOLD_INTERVAL_MS = 15 * 60_000;
const MAX_POLL_INTERVAL_MS = 30_000;

export async function trayHostState(): Promise<TrayHostState> {
  // Only Linux has hosts that may be missing.
  if (process.platform !== 'linux') return 'present';
  for (const [program, ...args] of QUERY_COMMANDS) {
    const state = await ask(program, args);
    if (state !== 'unknown') return state;
  }
  return 'unknown';
}

function ask(program: string, args: readonly string[]): Promise<TrayHostState> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 3000 }, (error, stdout) => {
      if (error === null) resolve(stdout.includes('true') ? 'present' : 'absent');
      else resolve(error.code === 'ENOENT' ? 'unknown' : 'absent');
    });
  });
}

/**
 * Calls back once when a host is present; returns a function that stops waiting. Where the bus tells of hosts it asks ever
 * less often, since where there is never one this goes on as long as the app.
 */
export function whenTrayHost(there: () => void): () => void {
  let over = false;
  let asking = false;
  let timer: NodeJS.Timeout | undefined;
  let interval = POLL_INTERVAL_MS;
  const end = (): void => {
    over = true;
    clearTimeout(timer);
    signals.close();
  };
  const look = async (): Promise<void> => {
    if (over || asking) return;
    asking = true;
    clearTimeout(timer);
    const state = await trayHostState();
    asking = false;
    if (over) return;
    if (state !== 'absent') {
      end();
      there();
      return;
    }
    timer = setTimeout(() => void look(), interval);
    interval = Math.min(2 * interval, signals.isHearing ? MAX_TOLD_INTERVAL_MS : MAX_POLL_INTERVAL_MS);
  };
  const news = (): void => {
    // What was asked a moment ago may be older than this.
    interval = POLL_INTERVAL_MS;
    void look();
  };
  const signals = hearSignals(HOST_SIGNALS, news, process.env);
  timer = setTimeout(() => void look(), interval);
  return end;
}
