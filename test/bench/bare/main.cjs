// The baseline for the app: an Electron tray with one icon and one item, and a window with one line.
const path = require('node:path');
const { app, BrowserWindow, Menu, nativeImage, Tray } = require('electron');

let tray;
app.whenReady().then(() => {
  tray = new Tray(nativeImage.createFromPath(path.join(__dirname, '../../../assets/icons/tray-off.png')));
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]));
  tray.on('click', () => {
    const window = new BrowserWindow({ width: 900, height: 640, show: false, webPreferences: { sandbox: true } });
    window.once('ready-to-show', () => window.show());
    window.loadFile(path.join(__dirname, 'window.html'));
  });
});
app.on('window-all-closed', () => undefined);
