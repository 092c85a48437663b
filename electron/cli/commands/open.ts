import { FailureError } from '../../shared/failure.ts';
import { type Context, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';

export async function open(context: Context): Promise<ExitCode> {
  const { controller } = await context.session();
  const { jenkins } = await controller.refresh(context.signal);
  const url = 'url' in jenkins ? jenkins.url : null;
  if (url === null) {
    throw new FailureError({
      code: 'jenkins/unreachable',
      title: 'Jenkins is not running',
      detail: 'There is no page to open.',
      fix: 'Bring it up first.',
      command: 'jenkins-tray up dood',
    });
  }
  context.launch(url);
  if (context.options.json) printJson({ url }, context);
  else context.io.out(url);
  return exit.done;
}
