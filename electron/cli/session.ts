import type { HttpGet } from '../adapters/http/http-get.ts';
import { createWorld } from '../adapters/world.ts';
import { createController } from '../core/control/controller.ts';
import type { Open } from './io.ts';

declare const APP_VERSION: string;

/** Opens the core with the real world; `get` sends requests to engine and Jenkins, by default with Node's HTTP client. */
export const openWith =
  (get?: HttpGet): Open =>
  async (configDir) => {
    const world = createWorld(get === undefined ? { configDir } : { configDir, get });
    return { world, controller: createController(world, APP_VERSION) };
  };
