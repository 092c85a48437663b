import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { trayModel } from '../../../electron/core/desktop/menu.ts';
import { initialSnapshot } from '../../../electron/shared/initial-snapshot.ts';
import type { TrayPlace } from '../../../electron/shell/tray-place.ts';
import { TrayPresence } from '../../../electron/shell/tray-presence.ts';

/** A panel that drops the first icon at some time, and is so busy that it takes two seconds to have the next one. */
const panel = vi.hoisted(() => ({
  made: 0,
  closed: 0,
  isAway: false,
  /** Tells of a place for an icon, while that is followed. */
  place: null as ((place: TrayPlace) => void) | null,
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
      panel.closed += 1;
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
  iconState: async () => (panel.isAway ? 'no panel' : panel.has() ? 'there' : 'dropped'),
}));
vi.mock('../../../electron/shell/tray-host.ts', () => ({
  trayHostState: async () => (panel.isAway ? 'absent' : 'present'),
}));
vi.mock('../../../electron/shell/tray-place.ts', () => ({
  followTrayPlace: (changed: (place: TrayPlace) => void) => {
    panel.place = (place) => {
      if (place === 'host') panel.place = null;
      changed(place);
    };
    return () => {
      panel.place = null;
    };
  },
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An app that has not begun, and what it says of its icon. */
function app({ dropsAfter = Number.POSITIVE_INFINITY, isAway = false } = {}) {
  Object.assign(panel, { made: 0, closed: 0, dropsAfter, isAway, place: null });
  const said: string[] = [];
  const tray = new TrayPresence(trayModel({ snapshot: initialSnapshot, startAtLogin: false, processes: [] }), {
    icons: '',
    chosen: () => undefined,
    clicked: () => undefined,
    missing: (isStart) => void said.push(isStart ? 'none at the start' : 'gone'),
    appeared: () => void said.push('there'),
  });
  /** Icons that are there, and whether the window may be closed for that. */
  const icons = (): string => `${panel.made - panel.closed} ${tray.isThere ? 'closes to the tray' : 'closing quits'}`;
  return { tray, said, icons };
}

/** How many icons an app has made after so many ms. */
async function icons(dropsAfter: number, ms: number): Promise<number> {
  const { tray } = app({ dropsAfter });
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

describe('where no host is there', () => {
  test('the icon goes into an XEmbed tray, follows it, and moves to a host that comes', async () => {
    const { tray, said, icons } = app({ isAway: true });
    await tray.begin(Promise.resolve('absent'));
    expect(icons()).toBe('0 closing quits');
    panel.place?.('xembed');
    expect(icons()).toBe('1 closes to the tray');
    await vi.advanceTimersByTimeAsync(60_000);
    panel.place?.(null);
    expect(icons()).toBe('0 closing quits');
    panel.place?.('xembed');
    expect(icons()).toBe('1 closes to the tray');
    panel.isAway = false;
    panel.place?.('host');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(icons()).toBe('1 closes to the tray');
    expect(said).toEqual([]);
    tray.close();
  });

  test('it is said after ten seconds: at the start, and of an icon that goes later, and not at a short absence', async () => {
    const { tray, said } = app({ isAway: true });
    await tray.begin(Promise.resolve('absent'));
    await vi.advanceTimersByTimeAsync(11_000);
    panel.place?.('xembed');
    panel.place?.(null);
    await vi.advanceTimersByTimeAsync(5000);
    panel.place?.('xembed');
    await vi.advanceTimersByTimeAsync(20_000);
    panel.place?.(null);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(said).toEqual(['none at the start', 'there', 'gone']);
    tray.close();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(said).toHaveLength(3);
  });

  test('a panel that goes leaves no icon to close to; one that comes back has it, or an XEmbed tray', async () => {
    const { tray, said, icons } = app();
    await tray.begin(Promise.resolve('present'));
    await vi.advanceTimersByTimeAsync(60_000);
    panel.isAway = true;
    panel.told();
    await vi.advanceTimersByTimeAsync(2000);
    expect(icons()).toBe('1 closing quits');
    panel.isAway = false;
    panel.place?.('host');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(icons()).toBe('1 closes to the tray');
    panel.isAway = true;
    panel.told();
    await vi.advanceTimersByTimeAsync(20_000);
    panel.place?.('xembed');
    expect(icons()).toBe('1 closes to the tray');
    expect(said).toEqual(['gone', 'there']);
    tray.close();
  });
});
