import { namesOf } from '../../core/names.ts';
import { runningMode } from '../../core/observe.ts';
import { FailureError } from '../../shared/failure.ts';
import { type Context, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';

export async function logs(
  context: Context,
  [source = 'jenkins']: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  if (source !== 'jenkins' && source !== 'dind') {
    throw new FailureError({
      code: 'usage/invalid',
      title: `There is no log of "${source}"`,
      detail: 'It is jenkins or dind.',
    });
  }
  if (own.follow === true && context.options.json)
    throw new FailureError({
      code: 'usage/invalid',
      title: '--follow and --json do not go together',
      detail: 'A log that is followed has no end, and --json prints one document.',
    });
  const { ports } = await context.session();
  const names = namesOf(ports.settings.load().settings.instance);
  const there = await ports.engine.containersNamed([names.engine, ...Object.values(names.jenkins)], context.signal);
  const mode = runningMode(there, names);
  const jenkins = mode === null ? there.find(({ name }) => name !== names.engine)?.name : names.jenkins[mode];
  const container = source === 'dind' ? there.find(({ name }) => name === names.engine)?.name : jenkins;
  if (container === undefined) {
    throw new FailureError({
      code: 'jenkins/unreachable',
      title: `There is no ${source === 'dind' ? 'nested engine' : 'Jenkins'} to read a log of`,
      detail: 'Its container is not there.',
      fix: 'Bring it up first.',
      command: `jenkins-tray up ${source === 'dind' ? 'dind' : 'dood'}`,
    });
  }
  const lines = Number(own.lines);
  if (!Number.isInteger(lines) || lines < 0)
    throw new FailureError({
      code: 'usage/invalid',
      title: `--lines cannot be ${String(own.lines)}`,
      detail: 'It is a number of lines.',
    });
  if (own.follow === true) await ports.engine.followLog(container, lines, context.io.out, context.signal);
  else {
    const tail = await ports.engine.logTail(container, lines, context.signal);
    if (context.options.json) printJson({ container, lines: tail }, context);
    else for (const line of tail) context.io.out(line);
  }
  return context.signal.aborted ? exit.interrupted : exit.done;
}
