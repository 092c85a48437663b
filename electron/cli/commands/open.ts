import { homeFact } from '../../core/observe/home-fact.ts';
import { locateHome } from '../../core/observe/locate-home.ts';
import { FailureError } from '../../shared/failure.ts';
import { jenkinsNotRunning } from '../../shared/failures/jenkins.ts';
import { wrap } from '../columns.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';
import { loginHint } from './switch.ts';

export async function open(context: CommandContext): Promise<ExitCode> {
  const { controller, world } = await context.session();
  const { jenkins, engine } = await controller.refresh(context.signal);
  if (engine.kind === 'unreachable') throw new FailureError(engine.failure);
  const url = 'url' in jenkins ? jenkins.url : null;
  if (url === null) throw new FailureError(jenkinsNotRunning());
  await context.launch(url);
  if (context.options.json) printJson({ url }, context);
  else if (context.options.quiet !== true) {
    context.io.out(url);
    const home = await homeFact(await locateHome(world, context.signal));
    if (home.fresh === true) context.io.out(wrap(await loginHint(context.configDir), context.io.columns).join('\n'));
  }
  return exit.done;
}
