import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { DesktopStore } from '../../../electron/shell/desktop-store.ts';

type Place = Awaited<ReturnType<DesktopStore['place']>>;

/** As Electron's, on a screen without a window manager. */
class FakeWindow extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), { send: () => undefined });
  maximised = false;
  bounds = { x: 0, y: 0, width: 900, height: 640 };
  constructor() {
    super();
    windows.push(this);
  }
  readonly removeMenu = (): void => undefined;
  visible = false;
  readonly show = (): void => {
    this.visible = true;
  };
  readonly isDestroyed = (): boolean => false;
  readonly loadURL = async (): Promise<void> => {
    if (draws) this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  };
  readonly isMaximized = (): boolean => this.maximised;
  readonly getNormalBounds = () => this.bounds;
  setBounds({ x, y, width, height }: FakeWindow['bounds']): void {
    this.bounds = { x, y, width, height };
  }
  maximize(): void {
    this.maximised = true;
  }
}
const windows: FakeWindow[] = [];
/** Whether a hidden window has a first frame. */
let draws = true;

vi.mock('electron', () => ({
  app: { getAppPath: () => '/app', isPackaged: true },
  nativeTheme: { shouldUseDarkColors: false },
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
  BrowserWindow: FakeWindow,
}));
vi.mock('../../../electron/shell/text-menu.ts', () => ({ offerTextMenu: async () => undefined }));
// Loaded once there is what stands in for Electron.
const { MainWindow } = await import('../../../electron/shell/window.ts');

/** Opens the window where it was left, and returns it with where it is left when it is closed. */
async function opened(place: Place) {
  let kept = place;
  const store: DesktopStore = {
    place: async () => place,
    setPlace: async (next) => {
      kept = next;
    },
    dismissed: async () => [],
    dismiss: async () => undefined,
    appliedStartAtLogin: async () => null,
    setAppliedStartAtLogin: async () => undefined,
  };
  const nothing = (): void => undefined;
  const world = { store, quit: nothing, shown: nothing, closed: nothing, crashed: nothing, closingQuits: () => false };
  new MainWindow(world).open();
  const window = windows.at(-1);
  if (window === undefined) throw new Error('no window');
  await new Promise((resolve) => setImmediate(resolve));
  return {
    window,
    left: (): Place => {
      window.emit('close', { preventDefault: nothing });
      return kept;
    },
  };
}

const place = { x: 120, y: 90, width: 760, height: 560 };

test('a window that was left maximised is maximised again, and has its former size below', async () => {
  const { window, left } = await opened({ ...place, maximised: true });
  expect([window.maximised, window.bounds]).toEqual([true, place]);
  expect(left()).toEqual({ ...place, maximised: true });
});

test('one that was not, or whose place was kept by an older version, is not', async () => {
  for (const kept of [{ ...place, maximised: false }, place, null]) {
    const { window, left } = await opened(kept);
    expect(window.maximised).toBe(false);
    window.maximize();
    expect(left()?.maximised).toBe(true);
  }
});

test('it is shown soon after its page is there, too, where a hidden window draws no frame', async () => {
  draws = false;
  const { window } = await opened(null);
  draws = true;
  await expect.poll(() => window.visible).toBe(true);
});
