import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { trayModel } from '../../../electron/core/desktop/menu.ts';
import { initialSnapshot } from '../../../electron/shared/initial-snapshot.ts';
import { TrayPresence } from '../../../electron/shell/tray-presence.ts';

/** A panel that drops the first icon, and is so busy that it takes two seconds to have the next one. */
const panel = vi.hoisted(() => ({
  made: 0,
  madeAt: 0,
  told: (): void => undefined,
  has(): boolean {
    return this.made > 1 && Date.now() >= this.madeAt + 2000;
  },
}));
vi.mock('../../../electron/shell/tray.ts', () => ({
  TrayView: class {
    constructor() {
      panel.made += 1;
      panel.madeAt = Date.now();
    }
    show(): void {}
    // The bus tells of an icon that goes, also of one that this program takes away itself.
    close(): void {
      setTimeout(() => panel.told(), 10);
    }
  },
}));
vi.mock('../../../electron/shell/bus-signals.ts', () => ({
  hearSignals: (_rules: unknown, heard: () => void) => {
    panel.told = heard;
    return { isHearing: true, close: () => undefined };
  },
}));
vi.mock('../../../electron/shell/tray-dropped.ts', () => ({
  PANEL_SIGNALS: [],
  iconState: async () => (panel.has() ? 'there' : 'dropped'),
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an icon that was made anew has time to register, although the bus tells that the one before went', async () => {
  const nothing = () => undefined;
  const world = { icons: '', chosen: nothing, clicked: nothing, missing: nothing, appeared: nothing };
  const tray = new TrayPresence(trayModel({ snapshot: initialSnapshot, startAtLogin: false, processes: [] }), world);
  await tray.begin(Promise.resolve('present'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(panel.made).toBe(2);
  tray.close();
});
