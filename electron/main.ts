import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { configDir } from './adapters/config-dir.ts';
import { trayModel } from './core/desktop/menu.ts';
import type { Desktop } from './main/desktop.ts';
import { failureOf } from './shared/failure.ts';
import { nothingKnown } from './shared/nothing-known.ts';
import { registerScheme } from './shell/scheme.ts';
import { closeContents } from './shell/security.ts';
import { startOptions } from './shell/start-options.ts';
import { iconFolder } from './shell/tray.ts';
import { trayHostState } from './shell/tray-host.ts';
import { TrayPresence } from './shell/tray-presence.ts';

declare const APP_VERSION: string;

/** Puts the icon up and then loads the rest, so that a login is not slowed by what nobody looks at yet. */
function start(): void {
  const config = configDir(undefined, process.env);
  // One app for each settings folder, and Chromium's own files out of the user's sight.
  const data = join(config, 'desktop');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  app.setPath('userData', data);
  app.setName('jenkins-tray');
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const options = startOptions(process.argv);
  const hosted = trayHostState();
  registerScheme();
  closeContents(app);
  let loaded: (desktop: Desktop) => void = () => undefined;
  const desktop = new Promise<Desktop>((resolve) => {
    loaded = resolve;
  });
  const tell = (what: (to: Desktop) => unknown): void => void desktop.then(what);
  const tray = new TrayPresence(trayModel({ snapshot: nothingKnown, startAtLogin: false, processes: [] }), {
    icons: iconFolder(),
    chosen: (action) => tell((to) => to.chosen(action)),
    clicked: () => tell((to) => to.show()),
    missing: () => tell((to) => to.trayMissing()),
    appeared: () => tell((to) => to.trayAppeared()),
  });
  let closing = false;
  app.on('second-instance', (_event, argv) => tell((to) => to.again(startOptions(argv))));
  app.on('activate', () => tell((to) => to.show()));
  // The tray stays when the window is closed.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    void Promise.race([desktop.then((it) => it.close()), late()]).finally(() => app.exit(0));
  });
  const begin = async (): Promise<void> => {
    await app.whenReady();
    await tray.begin(hosted);
    await registered();
    const { Desktop } = await import('./main/desktop.ts');
    const it = new Desktop({ configDir: config, version: APP_VERSION, pages: join(__dirname, 'renderer'), tray });
    loaded(it);
    await it.begin(options);
  };
  begin().catch((thrown: unknown) => {
    const { title, detail } = failureOf(thrown);
    console.error(`${title}\n${detail}`);
    dialog.showErrorBox(title, detail);
    app.exit(1);
  });
}

/**
 * Electron registers an icon in some rounds on the bus, each of which waits for this thread: about 100 ms. What is
 * loaded meanwhile would keep it back by as much as it takes.
 */
const registered = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

/** A session that ends does not wait long, and what was begun is gone on with at the next start. */
const late = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5000));

start();
