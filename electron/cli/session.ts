import { createPorts } from '../adapters/ports.ts';
import { createController } from '../core/control/controller.ts';
import type { Open } from './io.ts';

declare const APP_VERSION: string;

/** The core with the real world for its ports. */
export const openSession: Open = async (configDir) => {
  const ports = createPorts({ configDir });
  return { ports, controller: createController(ports, APP_VERSION) };
};
