import { createWorld } from '../adapters/world.ts';
import { createController } from '../core/control/controller.ts';
import type { Open } from './io.ts';

declare const APP_VERSION: string;

/** Opens the core with the real world. */
export const open: Open = async (configDir) => {
  const world = createWorld({ configDir });
  return { world, controller: createController(world, APP_VERSION) };
};
