import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron as playwright } from 'playwright';
import type { DrivenApp, RunningApp } from './driven-app.ts';
import { electron } from './electron.ts';
import { attach, openingTo } from './packaged-app.ts';
import { alive, LAB, ROOT } from './paths.ts';
import { PATIENCE_MS } from './until.ts';

/** What is needed of a set-up to start the app on it; `setup()` returns more. */
interface AppSetup {
  readonly name: string;
  readonly configDir: string;
}

export interface LaunchOptions {
  readonly setup: AppSetup;
  readonly args?: readonly string[];
  /** Electron's own switches, before the folder: `-r FILE`. */
  readonly flags?: readonly string[];
  /** Added to the set-up's environment: another bus or display, for instance. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that Electron starts; the product's unless named. */
  readonly folder?: string;
  /** A packaged app's own program, in place of Electron and a folder. */
  readonly program?: string;
}

export type { DrivenApp, RunningApp } from './driven-app.ts';

/** The packaged app's own program, on which tests run in place of the checkout; null: the checkout. */
const PACKAGED = process.env.PACKAGED_APP ?? null;

const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The set-up's own home and XDG folders, so that tests do not affect each other or the user. */
export function appEnvironment({ setup, env = {} }: LaunchOptions): Record<string, string> {
  const home = join(LAB, 'setups', setup.name, 'user');
  const own = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    JENKINS_TRAY_CONFIG: setup.configDir,
    ELECTRON_OVERRIDE_DIST_PATH: electron(),
  };
  for (const folder of [own.HOME, own.XDG_CONFIG_HOME, own.XDG_CACHE_HOME, own.XDG_DATA_HOME])
    mkdirSync(folder, { recursive: true });
  const inherited = Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return { ...Object.fromEntries(inherited), ...own, ...env };
}

/** The command that starts the app, for callers that start it themselves (a desktop, a benchmark). */
function appCommand({
  args = [],
  flags = [],
  folder = ROOT,
  program = folder === ROOT ? (PACKAGED ?? undefined) : undefined,
}: Pick<LaunchOptions, 'args' | 'flags' | 'folder' | 'program'> = {}): readonly string[] {
  if (program !== undefined) return [program, ...SANDBOX, ...args];
  return [join(electron(), 'electron'), ...SANDBOX, ...flags, folder, ...args];
}

/** Starts the app as a user would. */
export function start(options: LaunchOptions): RunningApp {
  const [command = '', ...args] = appCommand(options);
  const temp = tempFolder();
  const env = { ...appEnvironment(options), TMPDIR: temp.path };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.on('close', temp.remove);
  const log = collected(child);
  const pid = child.pid ?? 0;
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    pid,
    exited,
    log,
    kill: () => ended(pid, 'SIGKILL').then(temp.remove),
    end: () => ended(pid, 'SIGTERM').then(temp.remove),
  };
}

/** Starts the app with Playwright's driver; a package by DevTools' protocol, since Playwright's own way needs `--inspect`. */
export async function launch(options: LaunchOptions): Promise<DrivenApp> {
  if (PACKAGED !== null) {
    const opening = openingTo(options.env);
    const args = [...(options.args ?? []), '--remote-debugging-port=0'];
    return attach(start({ ...options, args, env: opening.env }), opening);
  }
  // Playwright gets the binary from the electron package, which reads the environment of this process.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = electron();
  const temp = tempFolder();
  const app = await playwright.launch({
    args: [...SANDBOX, options.folder ?? ROOT, ...(options.args ?? [])],
    env: { ...appEnvironment(options), TMPDIR: temp.path },
    timeout: PATIENCE_MS,
  });
  app.context().setDefaultTimeout(PATIENCE_MS);
  // Nobody is there to press a button: the first one is chosen, which confirms. Tests that ask for it answer themselves.
  await app.evaluate(({ dialog, shell }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    const opened: string[] = [];
    Reflect.set(globalThis, 'openedByTest', opened);
    shell.openExternal = async (url) => void opened.push(url);
    shell.openPath = async (path) => {
      opened.push(path);
      return '';
    };
  });
  const child = app.process();
  child.on('close', temp.remove);
  const log = collected(child);
  const pid = child.pid ?? 0;
  return {
    app,
    context: () => app.context(),
    pid,
    log,
    opened: () => app.evaluate(() => Reflect.get(globalThis, 'openedByTest')),
    copied: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    copy: (text) => app.evaluate(({ clipboard }, value) => clipboard.writeText(value), text),
    resize: (width, height) =>
      app.evaluate(
        ({ BrowserWindow }, [w, h]) => {
          const [window] = BrowserWindow.getAllWindows();
          window?.setMinimumSize(100, 100);
          window?.setContentSize(w, h);
        },
        [width, height] as const,
      ),
    window: async () => app.windows()[0] ?? (await app.waitForEvent('window', { timeout: PATIENCE_MS })),
    kill: () => ended(pid, 'SIGKILL').then(temp.remove),
    async close() {
      const family = [pid, ...descendants(pid)];
      // The driver waits in vain for an app that has ended by itself.
      if (alive(pid)) await Promise.race([app.close().catch(() => undefined), sleep(30_000)]);
      await gone(family, 'SIGKILL');
      temp.remove();
    },
  };
}

/** A killed Chromium leaves files in the temporary folder; in a folder of its own they can be removed. */
function tempFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'jt-app-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

function collected(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

async function ended(pid: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const family = [pid, ...descendants(pid)];
  if (alive(pid)) process.kill(pid, signal);
  await gone(family, signal === 'SIGKILL' ? 'SIGKILL' : null);
}

/** Waits until all of these have ended; `force` says how to end those that outlive their parent. */
async function gone(pids: readonly number[], force: 'SIGKILL' | null): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const left = pids.filter(alive);
    if (left.length === 0) return;
    if (force !== null && tries === 20) for (const pid of left) process.kill(pid, force);
    await sleep(50);
  }
  throw new Error(`Processes ${pids.filter(alive).join(', ')} of the app did not end.`);
}

/** All descendants of a process, whichever of its threads started them. */
export function descendants(pid: number): readonly number[] {
  try {
    const below = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
    );
    return below.flatMap((child) => [child, ...descendants(child)]);
  } catch {
    return []; // it has ended in the meantime
  }
}
