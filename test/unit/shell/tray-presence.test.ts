import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { trayModel } from '../../../electron/core/desktop/menu.ts';
import { initialSnapshot } from '../../../electron/shared/initial-snapshot.ts';
import { TrayPresence } from '../../../electron/shell/tray-presence.ts';

/** A panel that drops the first icon at some time, and is so busy that it takes two seconds to have the next one. */
const panel = vi.hoisted(() => ({
  made: 0,
  madeAt: 0,
  dropsAfter: 0,
  told: (): void => undefined,
  has(): boolean {
    const age = Date.now() - this.madeAt;
    return this.made === 1 ? age < this.dropsAfter : age >= 2000;
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

/** How many icons an app has made after so many ms. */
async function icons(dropsAfter: number, ms: number): Promise<number> {
  Object.assign(panel, { made: 0, dropsAfter });
  const nothing = () => undefined;
  const world = { icons: '', chosen: nothing, clicked: nothing, missing: nothing, appeared: nothing };
  const tray = new TrayPresence(trayModel({ snapshot: initialSnapshot, startAtLogin: false, processes: [] }), world);
  await tray.begin(Promise.resolve('present'));
  await vi.advanceTimersByTimeAsync(ms);
  const { made } = panel;
  tray.close();
  return made;
}

test('an icon that was made anew has time to register, although the bus tells that the one before went', async () => {
  expect(await icons(0, 60_000)).toBe(2);
});

test('an icon that a busy login drops late and without a word comes back', async () => {
  expect(await icons(20_000, 120_000)).toBe(2);
});
