import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme } from 'electron';
import { offerTextMenu } from './text-menu.ts';
import { windowKey, zoom } from './window-keys.ts';

const SIZE = { width: 900, height: 640, minWidth: 640, minHeight: 480 };
/** The initial background, to avoid a flash before the styles are loaded. */
const BACKGROUND = { light: '#f5f5f7', dark: '#1e1e21' };

/** A hidden, empty window with its keys and its menu in text; `quit`: the user asked for that by a key. */
export function createWindow(quit: () => void): BrowserWindow {
  const window = new BrowserWindow({
    ...SIZE,
    show: false,
    title: 'Jenkins Tray',
    icon: join(app.getAppPath(), 'assets', 'icons', 'icon-128.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(__dirname, 'preload.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  });
  window.removeMenu();
  window.webContents.on('before-input-event', (event, input) => {
    const key = windowKey(input);
    if (key === null) return;
    event.preventDefault();
    if (key === 'quit') quit();
    else if (key === 'close') window.close();
    else zoom(window.webContents, key);
  });
  void offerTextMenu(window);
  return window;
}
