/** A home in a named volume, as the setting `home` has it: `volume:jenkins-data`. */
const PREFIX = 'volume:';

const volumeHome = (name: string): string => `${PREFIX}${name}`;

/** The name of the volume that a home is; null: it is a folder. */
export const volumeOf = (home: string): string | null => (home.startsWith(PREFIX) ? home.slice(PREFIX.length) : null);

/** The setting for a home that a container mounts: a folder, or the name of a volume. */
export const homeSettingOf = (source: string): string => (source.startsWith('/') ? source : volumeHome(source));
