import { EventEmitter } from 'node:events';

/** As Electron's, on a screen without a window manager. */
export class FakeWindow extends EventEmitter {
  readonly sent: string[] = [];
  readonly webContents = Object.assign(new EventEmitter(), { send: (channel: string) => void this.sent.push(channel) });
  maximised = false;
  visible = false;
  isThere = true;
  bounds = { x: 0, y: 0, width: 900, height: 640 };
  constructor() {
    super();
    windows.push(this);
  }
  readonly removeMenu = (): void => undefined;
  readonly show = (): void => {
    this.visible = true;
  };
  readonly focus = (): void => undefined;
  readonly isMinimized = (): boolean => false;
  readonly isDestroyed = (): boolean => !this.isThere;
  readonly loadURL = async (): Promise<void> => {
    if (!screen.loads) return;
    if (screen.draws) this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  };
  readonly isMaximized = (): boolean => this.maximised;
  readonly getNormalBounds = () => this.bounds;
  readonly getBounds = () => this.bounds;
  readonly center = (): void => this.setBounds({ ...this.bounds, x: 510, y: 220 });
  /** It ends once its page has answered. */
  close(): void {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) setTimeout(() => this.destroy(), 50);
  }
  destroy(): void {
    if (!this.isThere) return;
    this.isThere = false;
    this.visible = false;
    this.emit('closed');
  }
  setBounds({ x, y, width, height }: FakeWindow['bounds']): void {
    this.bounds = { x, y, width, height };
  }
  /** Which shows it. */
  maximize(): void {
    this.maximised = true;
    this.visible = true;
  }
}
/** All that were made, in order. */
export const windows: FakeWindow[] = [];

/** `draws`: whether a hidden window has a first frame; `loads`: whether a page comes. */
export const screen = { draws: true, loads: true, width: 1920, height: 1080 };

/** What a window needs of Electron. */
export const electron = {
  app: { getAppPath: () => '/app', isPackaged: true },
  nativeTheme: { shouldUseDarkColors: false },
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: screen.width, height: screen.height } }] },
  BrowserWindow: FakeWindow,
};
