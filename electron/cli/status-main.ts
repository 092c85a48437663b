import { quickGet } from '../adapters/quick/quick-get.ts';
import { status } from './commands/status.ts';
import { allowClosedPipe, finish } from './finish.ts';
import { guarded } from './guarded.ts';
import { openWith } from './session.ts';

/**
 * `status` alone, without the parser of all commands: prompts and scripts ask it again and again. All of it is imported
 * at once, so that the bundler can leave out what is not used.
 */
allowClosedPipe();
const options = { json: process.argv.includes('--json'), yes: false, config: undefined };
void guarded(options, openWith(quickGet), status).then(finish);
