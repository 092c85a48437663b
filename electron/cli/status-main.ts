import { createRequire } from 'node:module';
import { quickGet } from '../adapters/quick/quick-get.ts';
import { wereReasonsWanted } from '../adapters/quick/schema.ts';
import { createWorld } from '../adapters/world.ts';
import { createOnlooker } from '../core/control/onlooker.ts';
import { withoutColours } from './colour.ts';
import { type StatusSession, status } from './commands/status.ts';
import { allowClosedPipe, finish } from './finish.ts';
import { guarded } from './guarded.ts';
import type { CommandContext, Open } from './io.ts';
import { quickOptions } from './quick-options.ts';

declare const APP_VERSION: string;

/** In place of an exit code: the whole program is to answer. */
const HANDED_OVER = -1;

/** Ends the quick way before anything is printed. */
class NotQuick extends Error {}

const open: Open<StatusSession> = async (configDir) => {
  const world = createWorld({ configDir, get: quickGet });
  if (wereReasonsWanted()) throw new NotQuick();
  const onlooker = createOnlooker(world, APP_VERSION);
  const refresh: StatusSession['controller']['refresh'] = async (signal) => {
    const snapshot = await onlooker.refresh(signal);
    if (wereReasonsWanted()) throw new NotQuick();
    return snapshot;
  };
  return { world, controller: { refresh } };
};

async function quickStatus(context: CommandContext<StatusSession>): Promise<number> {
  try {
    return await status(context);
  } catch (thrown) {
    if (thrown instanceof NotQuick) return HANDED_OVER;
    throw thrown;
  }
}

/**
 * `status` alone, without the parser of all commands and without zod, since prompts and scripts run it often. Why a value
 * is not valid, only the whole program knows. The imports are static, so that the bundler can drop unused code.
 */
allowClosedPipe();
const options = quickOptions(process.argv.slice(3)) ?? { json: false, yes: false, config: undefined, colour: true };
if (!options.colour) withoutColours(process.env);
void guarded(options, open, quickStatus).then((code) => {
  if (code === HANDED_OVER) createRequire(__filename)('./cli-main.js');
  else finish(code);
});
