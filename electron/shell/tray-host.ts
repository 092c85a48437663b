import { type ChildProcess, execFile, spawn } from 'node:child_process';

/**
 * Whether a desktop shows tray icons now. Electron gives up for good on an icon that is made before a host is there
 * (`StatusNotifierItem` is registered once), so this is asked first, by a program that every desktop has.
 */
export type TrayHostState = 'there' | 'absent' | 'cannot-tell';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTY = 'IsStatusNotifierHostRegistered';
const ASKERS: readonly (readonly [string, ...string[]])[] = [
  [
    'gdbus',
    ...['call', '--session', '--timeout', '2', '--dest', WATCHER, '--object-path', PATH],
    ...['--method', 'org.freedesktop.DBus.Properties.Get', WATCHER, PROPERTY],
  ],
  ['busctl', '--user', '--timeout=2', 'get-property', WATCHER, PATH, WATCHER, PROPERTY],
];
/** How often to ask where nothing reports a change, ms. */
const ASK_AGAIN = 5000;

export async function trayHostState(): Promise<TrayHostState> {
  // Only Linux has hosts that may be missing.
  if (process.platform !== 'linux') return 'there';
  for (const [program, ...args] of ASKERS) {
    const state = await ask(program, args);
    if (state !== 'cannot-tell') return state;
  }
  return 'cannot-tell';
}

function ask(program: string, args: readonly string[]): Promise<TrayHostState> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 3000 }, (error, stdout) => {
      if (error === null) resolve(stdout.includes('true') ? 'there' : 'absent');
      else resolve(error.code === 'ENOENT' ? 'cannot-tell' : 'absent');
    });
  });
}

/** Calls back once when a host is there; returns a function that stops waiting. Leaves no process or timer behind. */
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
  // Reports the watcher's name and its hosts; each line is only a reason to ask.
  monitor = spawn('gdbus', ['monitor', '--session', '--dest', WATCHER], { stdio: ['ignore', 'pipe', 'ignore'] });
  monitor.on('error', () => undefined);
  monitor.stdout?.on('data', () => void look());
  timer = setInterval(() => void look(), ASK_AGAIN);
  return end;
}
