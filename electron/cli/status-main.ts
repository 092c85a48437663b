import { quickGet } from '../adapters/quick/quick-get.ts';
import { status } from './commands/status.ts';
import { allowClosedPipe, finish } from './finish.ts';
import { guarded } from './guarded.ts';
import { openWith } from './session.ts';

/**
 * `status` alone, without the parser of all commands, since prompts and scripts run it often. The imports are static, so
 * that the bundler can drop unused code.
 */
allowClosedPipe();
const options = { json: process.argv.includes('--json'), yes: false, config: undefined };
void guarded(options, openWith(quickGet), status).then(finish);
