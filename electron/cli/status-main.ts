import { quickGet } from '../adapters/quick/quick-get.ts';
import { createWorld } from '../adapters/world.ts';
import { createOnlooker } from '../core/control/onlooker.ts';
import { withoutColours } from './colour.ts';
import { type StatusSession, status } from './commands/status.ts';
import { allowClosedPipe, finish } from './finish.ts';
import { guarded } from './guarded.ts';
import type { Open } from './io.ts';
import { quickOptions } from './quick-options.ts';

declare const APP_VERSION: string;

const open: Open<StatusSession> = async (configDir) => {
  const world = createWorld({ configDir, get: quickGet });
  const onlooker = createOnlooker(world, APP_VERSION);
  return { world, controller: { refresh: (signal) => onlooker.refresh(signal) } };
};

/**
 * `status` alone, without the parser of all commands and what switches, since prompts and scripts run it often. The
 * imports are static, so that the bundler can drop unused code.
 */
allowClosedPipe();
const options = quickOptions(process.argv.slice(3)) ?? { json: false, yes: false, config: undefined, colour: true };
if (!options.colour) withoutColours(process.env);
void guarded(options, open, status).then(finish);
