import { vi } from 'vitest';
import type { DesktopStore } from '../../electron/shell/desktop-store.ts';
import { MainWindow } from '../../electron/shell/window.ts';
import { FakeWindow, windows } from './electron-window.ts';

type Place = Awaited<ReturnType<DesktopStore['place']>>;

/** The app's window on a stand-in for Electron's, opened where it was left; with vitest's clock. */
export async function opened(place: Place, is: Partial<Record<'closingQuits' | 'busy', boolean>> = {}) {
  let kept = place;
  const told: string[] = [];
  const store: DesktopStore = {
    place: async () => kept,
    setPlace: async (next) => {
      kept = next;
    },
    dismissed: async () => [],
    dismiss: async () => undefined,
    appliedStartAtLogin: async () => null,
    setAppliedStartAtLogin: async () => undefined,
  };
  const tell = (what: string) => (): void => void told.push(what);
  const world = { store, quit: tell('quit'), shown: tell('shown'), closed: tell('closed'), crashed: tell('crashed') };
  const main = new MainWindow({
    ...world,
    closingQuits: () => is.closingQuits === true,
    isQuiet: () => is.busy !== true,
  });
  const made = windows.length;
  main.open();
  await settled();
  return {
    main,
    told,
    /** Those that were made since, in order. */
    windows: () => windows.slice(made),
    window: windows[made] ?? new FakeWindow(),
    place: () => kept,
    left: (): Place => {
      windows[made]?.emit('close', { preventDefault: () => undefined });
      return kept;
    },
  };
}

/** Everything that no time has to pass for. */
export const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** A window that was closed some seconds ago, and the next one, which is there by then. */
export async function closed(place: Place = null) {
  const it = await opened(place);
  it.window.close();
  await vi.advanceTimersByTimeAsync(3 * SECOND);
  const [, next] = it.windows();
  if (next === undefined) throw new Error('no next window');
  return { ...it, next };
}
