import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { configDir } from './adapters/config-dir.ts';
import { nvidiaMaySleep } from './adapters/nvidia-sleep.ts';
import { trayModel } from './core/desktop/menu.ts';
import type { Desktop } from './main/desktop.ts';
import { failureOf } from './shared/failure.ts';
import { harmlessData } from './shared/harmless.ts';
import { initialSnapshot } from './shared/initial-snapshot.ts';
import { closeProcess } from './shell/close-process.ts';
import { drawWithoutGpu, useGtk3 } from './shell/graphics.ts';
import { requireSandbox } from './shell/require-sandbox.ts';
import { registerScheme } from './shell/scheme.ts';
import { closeContents } from './shell/security.ts';
import { startOptions } from './shell/start-options.ts';
import { iconFolder } from './shell/tray.ts';
import { trayHostState } from './shell/tray-host.ts';
import { TrayPresence } from './shell/tray-presence.ts';

declare const APP_VERSION: string;

/** How long the main thread is kept free for a new icon: see `registered`. */
const REGISTERING_MS = 200;
/** How long closing may take: a desktop session that ends does not wait longer. */
const MAX_CLOSING_MS = 5000;

/** Shows the icon first and then loads the rest, to keep a login fast. */
function start(): void {
  const config = configDir(undefined, process.env);
  if (!isFirstInstance(config)) {
    app.quit();
    return;
  }
  const options = startOptions(process.argv);
  if (nvidiaMaySleep()) drawWithoutGpu(app);
  useGtk3(app);
  const hosted = trayHostState();
  registerScheme();
  closeProcess(app);
  closeContents(app);
  let loaded: (desktop: Desktop) => void = () => undefined;
  const desktop = new Promise<Desktop>((resolve) => {
    loaded = resolve;
  });
  const whenLoaded = (action: (desktop: Desktop) => unknown): void => void desktop.then(action);
  const tray = new TrayPresence(trayModel({ snapshot: initialSnapshot, startAtLogin: false, processes: [] }), {
    icons: iconFolder(),
    chosen: (action) => whenLoaded((to) => to.chosen(action)),
    clicked: () => whenLoaded((to) => to.show()),
    missing: (isStart) => whenLoaded((to) => to.trayMissing(isStart)),
    appeared: () => whenLoaded((to) => to.trayAppeared()),
  });
  app.on('second-instance', (_event, argv) => whenLoaded((to) => to.again(startOptions(argv))));
  app.on('activate', () => whenLoaded((to) => to.show()));
  // The tray stays when the window is closed.
  app.on('window-all-closed', () => undefined);
  closeBeforeQuit(() => desktop.then((to) => to.close()));
  const begin = async (): Promise<void> => {
    await app.whenReady();
    requireSandbox({
      execPath: process.execPath,
      env: process.env,
      withoutSandbox: app.commandLine.hasSwitch('no-sandbox'),
      uid: process.getuid?.(),
    });
    await tray.begin(hosted);
    await registered();
    const { Desktop } = await import('./main/desktop.ts');
    const made = new Desktop({
      configDir: config,
      version: APP_VERSION,
      windowFolder: join(__dirname, 'renderer'),
      tray,
    });
    loaded(made);
    await made.begin(options);
  };
  begin().catch((thrown: unknown) => {
    const { title, detail } = harmlessData(failureOf(thrown));
    console.error(`${title}\n${detail}`);
    dialog.showErrorBox(title, detail);
    app.exit(1);
  });
}

/** Whether no other app runs for this settings folder. Also moves Chromium's files into that folder. */
function isFirstInstance(config: string): boolean {
  const data = join(config, 'desktop');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  app.setPath('userData', data);
  app.setName('jenkins-tray');
  return app.requestSingleInstanceLock();
}

/** Of a session that ends, of Ctrl-C and of a terminal that is closed. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Closes before the app ends, within a time limit; the next start resumes unfinished work. So it does at a signal: libraries
 * that are loaded later take signals as the end of the process, unless somebody listens already.
 */
function closeBeforeQuit(close: () => Promise<void>): void {
  let closing = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    void Promise.race([close(), passed(MAX_CLOSING_MS)]).finally(() => app.exit(0));
  });
  for (const signal of SIGNALS) process.on(signal, () => app.quit());
}

/**
 * Electron registers an icon in several bus calls that need this thread, about 100 ms in total. Loading code meanwhile
 * would delay the icon.
 */
const registered = (): Promise<void> => passed(REGISTERING_MS);

const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

start();
