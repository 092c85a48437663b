import type { World } from './world.ts';

/** The home as the engine mounts it and snapshots tell it: its volume's name, else its host path. */
export const homeName = ({ home, homeVolume }: Pick<World, 'home' | 'homeVolume'>): string => homeVolume?.name ?? home;
