import { type ChildProcess, execFile, spawn } from 'node:child_process';

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
/** Polling interval, in case no change is reported. */
const POLL_INTERVAL_MS = 5000;

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

/** Calls back once when a host is present; returns a function that stops waiting. Leaves no process or timer behind. */
export function whenTrayHost(there: () => void): () => void {
  let over = false;
  let asking = false;
  let timer: NodeJS.Timeout | undefined;
  let monitor: ChildProcess | undefined;
  const end = (): void => {
    over = true;
    clearInterval(timer);
    monitor?.kill();
  };
  const look = async (): Promise<void> => {
    if (over || asking) return;
    asking = true;
    const state = await trayHostState();
    asking = false;
    if (over || state === 'absent') return;
    end();
    there();
  };
  // Each line reports some change of the watcher or its hosts, so query again.
  monitor = spawn('gdbus', ['monitor', '--session', '--dest', WATCHER], { stdio: ['ignore', 'pipe', 'ignore'] });
  monitor.on('error', () => undefined);
  monitor.stdout?.on('data', () => void look());
  timer = setInterval(() => void look(), POLL_INTERVAL_MS);
  return end;
}
