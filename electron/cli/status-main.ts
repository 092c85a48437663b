import { quickGet } from '../adapters/quick/quick-get.ts';
import { withoutColours } from './colour.ts';
import { status } from './commands/status.ts';
import { allowClosedPipe, finish } from './finish.ts';
import { guarded } from './guarded.ts';
import { quickOptions } from './quick-options.ts';
import { openWith } from './session.ts';

/**
 * `status` alone, without the parser of all commands, since prompts and scripts run it often. The imports are static, so
 * that the bundler can drop unused code.
 */
allowClosedPipe();
const options = quickOptions(process.argv.slice(3)) ?? { json: false, yes: false, config: undefined, colour: true };
if (!options.colour) withoutColours(process.env);
void guarded(options, openWith(quickGet), status).then(finish);
