import type { Rectangle } from 'electron';
import type ElectronStore from 'electron-store';

/** What the desktop remembers beside the settings, in a small file of its own. */
interface Remembered {
  readonly place?: Rectangle;
  /** Ids of notices that the user dismissed. */
  readonly dismissed?: readonly string[];
  /** What "start at login" was when it was last written into the session's own list. */
  readonly startAtLogin?: boolean;
}

const MOST_DISMISSED = 100;

export interface DesktopStore {
  place(): Promise<Rectangle | null>;
  setPlace(place: Rectangle): Promise<void>;
  dismissed(): Promise<readonly string[]>;
  dismiss(id: string): Promise<void>;
  /** Null: never. */
  appliedStartAtLogin(): Promise<boolean | null>;
  setAppliedStartAtLogin(on: boolean): Promise<void>;
}

/** electron-store is loaded when it is first needed: a start into the tray does not wait for it. */
export function createDesktopStore(folder: string): DesktopStore {
  let opened: Promise<ElectronStore<Remembered>> | null = null;
  const open = (): Promise<ElectronStore<Remembered>> => {
    opened ??= import('electron-store').then(
      ({ default: Store }) =>
        // What it holds is a comfort: a broken file is begun anew.
        new Store<Remembered>({ cwd: folder, name: 'desktop', configFileMode: 0o600, clearInvalidConfig: true }),
    );
    return opened;
  };
  return {
    place: async () => (await open()).get('place') ?? null,
    setPlace: async (place) => (await open()).set('place', place),
    appliedStartAtLogin: async () => (await open()).get('startAtLogin') ?? null,
    setAppliedStartAtLogin: async (on) => (await open()).set('startAtLogin', on),
    dismissed: async () => (await open()).get('dismissed') ?? [],
    async dismiss(id) {
      const store = await open();
      const others = (store.get('dismissed') ?? []).filter((it) => it !== id);
      store.set('dismissed', [...others, id].slice(-MOST_DISMISSED));
    },
  };
}

/** Writes settings for `adapters/settings.ts`, which has checked them and holds their lock. */
export async function storeSettings(folder: string, settings: object): Promise<void> {
  const { default: Store } = await import('electron-store');
  const store = new Store({
    cwd: folder,
    name: 'settings',
    configFileMode: 0o600,
    clearInvalidConfig: true, // it is kept aside by then
    accessPropertiesByDotNotation: false,
  });
  store.store = { ...settings };
}
