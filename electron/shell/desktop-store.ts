import type { Rectangle } from 'electron';
import type ElectronStore from 'electron-store';
import * as z from 'zod/mini';

/** What the desktop remembers beside the settings, in a small file of its own. */
const placeSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
/** Ids of notices that the user dismissed. */
const dismissedSchema = z.array(z.string());
/** What "start at login" was when it was last written into the session's own list. */
const startAtLoginSchema = z.boolean();

const MAX_DISMISSED = 100;

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
  let opened: Promise<ElectronStore<Record<string, unknown>>> | null = null;
  const open = (): Promise<ElectronStore<Record<string, unknown>>> => {
    opened ??= import('electron-store').then(
      ({ default: Store }) =>
        // Nothing in it is needed: a broken file is replaced by a new one.
        new Store({ cwd: folder, name: 'desktop', configFileMode: 0o600, clearInvalidConfig: true }),
    );
    return opened;
  };
  /** Null where it was never set, or is not what it should be. */
  const get = async <T>(key: string, schema: z.ZodMiniType<T>): Promise<T | null> => {
    const parsed = schema.safeParse((await open()).get(key));
    return parsed.success ? parsed.data : null;
  };
  const set = async (key: string, value: unknown): Promise<void> => (await open()).set(key, value);
  const dismissed = async (): Promise<readonly string[]> => (await get('dismissed', dismissedSchema)) ?? [];
  return {
    place: () => get('place', placeSchema),
    setPlace: (place) => set('place', place),
    appliedStartAtLogin: () => get('startAtLogin', startAtLoginSchema),
    setAppliedStartAtLogin: (on) => set('startAtLogin', on),
    dismissed,
    async dismiss(id) {
      const others = (await dismissed()).filter((it) => it !== id);
      await set('dismissed', [...others, id].slice(-MAX_DISMISSED));
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
