import type ElectronStore from 'electron-store';
import * as z from 'zod/mini';

/** State of the desktop app that is not a setting, in its own small file. */
const placeSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  maximised: z.optional(z.boolean()),
});
/** Ids of notices that the user dismissed. */
const dismissedSchema = z.array(z.string());
/** The value of "start at login" that was last written to the session's own list. */
const startAtLoginSchema = z.boolean();

const MAX_DISMISSED = 100;

export type Place = z.infer<typeof placeSchema>;

export interface DesktopStore {
  /** Bounds of the window when it is not maximised, and whether it was. */
  place(): Promise<Place | null>;
  setPlace(place: Place): Promise<void>;
  dismissed(): Promise<readonly string[]>;
  dismiss(id: string): Promise<void>;
  /** Null if never applied. */
  appliedStartAtLogin(): Promise<boolean | null>;
  setAppliedStartAtLogin(on: boolean): Promise<void>;
}

/** Loads electron-store on first use, so that it does not delay a start in the tray. */
export function createDesktopStore(folder: string): DesktopStore {
  let opened: Promise<ElectronStore<Record<string, unknown>>> | null = null;
  const open = (): Promise<ElectronStore<Record<string, unknown>>> => {
    opened ??= import('electron-store').then(
      ({ default: Store }) =>
        // The content is not essential: a corrupt file is replaced.
        new Store({ cwd: folder, name: 'desktop', configFileMode: 0o600, clearInvalidConfig: true }),
    );
    return opened;
  };
  /** Null if it was never set or is invalid. */
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

/** Writes settings for `adapters/settings.ts`, which has validated them and holds the lock. */
export async function storeSettings(folder: string, settings: object): Promise<void> {
  const { default: Store } = await import('electron-store');
  const store = new Store({
    cwd: folder,
    name: 'settings',
    configFileMode: 0o600,
    clearInvalidConfig: true, // a copy was already kept
    accessPropertiesByDotNotation: false,
  });
  store.store = { ...settings };
}
