import { FailureError } from '../../shared/failure.ts';
import { formatDuration } from '../../shared/format.ts';
import { type Mode, modeName, otherMode } from '../../shared/mode.ts';
import type { Intent, Snapshot, StepProgress } from '../../shared/snapshot.ts';
import { consents } from '../consent.ts';
import { type Context, type ExitCode, exit } from '../io.ts';
import { paint, printFailure, printJson } from '../print.ts';

export async function up(context: Context, [mode = '']: readonly string[]): Promise<ExitCode> {
  if (mode !== 'dind' && mode !== 'dood') throw unknownMode(mode, 'dind or dood');
  return go(context, mode, []);
}

export async function toggle(context: Context): Promise<ExitCode> {
  const { controller, ports } = await context.session();
  const { jenkins } = await controller.refresh(context.signal);
  const { mode, from } = ports.intent.load();
  const now =
    jenkins.kind === 'running' || jenkins.kind === 'restarting'
      ? jenkins.mode
      : mode === 'off'
        ? from === 'off'
          ? 'dind'
          : otherMode(from)
        : mode;
  return go(context, otherMode(now), []);
}

export async function down(
  context: Context,
  _args: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const purge: Intent['purge'] = [
    ...(own.volumes === true ? ['volumes' as const] : []),
    ...(own.images === true ? ['images' as const] : []),
  ];
  return go(context, 'off', purge);
}

export const unknownMode = (typed: string, modes: string): FailureError =>
  new FailureError({ code: 'usage/invalid', title: `There is no mode "${typed}"`, detail: `A mode is ${modes}.` });

/** Asks what must be asked, does it, and shows the steps as they go. */
async function go(context: Context, mode: Mode, purge: Intent['purge']): Promise<ExitCode> {
  const { io, options, signal } = context;
  const { controller, ports } = await context.session();
  const agreed = await consents(context, mode, purge);
  const show = options.json ? () => undefined : stepPrinter(context);
  const unsubscribe = controller.subscribe(show);
  const began = context.now();
  try {
    const result = await controller.fulfil({ mode, consents: agreed, purge }, signal);
    if (!result.ok) {
      if (result.failure.code === 'run/interrupted') {
        printFailure(
          { ...result.failure, title: 'Interrupted', detail: 'The next up or down goes on from here.' },
          context,
        );
        return exit.interrupted;
      }
      printFailure(result.failure, context);
      return exit.failed;
    }
    if (options.json) printJson(result.value, context);
    else io.out(await endText(context, result.value, mode, began, ports.home));
    return exit.done;
  } finally {
    unsubscribe();
    await controller.close();
  }
}

async function endText(
  { io, now, options }: Context,
  { jenkins, notices }: Snapshot,
  mode: Mode,
  began: number,
  home: string,
): Promise<string> {
  const c = paint(io);
  const took = formatDuration(now() - began);
  if (mode === 'off') return `${c.green('✓')} Jenkins is off (${took}). Its home ${home} is as it was.`;
  const at = jenkins.kind === 'running' ? ` at ${jenkins.url}` : '';
  const { configDir } = await import('../../adapters/config-dir.ts');
  const { passwordPath } = await import('../../adapters/secrets.ts');
  const lines = [
    `${c.green('✓')} Jenkins is up in ${modeName(mode)}${at} (${took}).`,
    `  A new home has the user admin; the password is in ${passwordPath(configDir(options.config, process.env))}`,
  ];
  for (const { failure } of notices) lines.push(`${c.yellow('!')} ${failure.title}. ${failure.fix ?? ''}`);
  return lines.join('\n');
}

/** Prints each step once when it begins and once when it ends; on a terminal a step's line is completed in place. */
export function stepPrinter({ io }: Pick<Context, 'io'>): (snapshot: Snapshot) => void {
  const c = paint(io);
  const said = new Map<string, StepProgress['state']>();
  let built = 0;
  return ({ activity }) => {
    if (activity.kind !== 'working') return;
    for (const [at, { text, state, elapsed }] of activity.steps.entries()) {
      const key = `${at} ${text}`;
      if (state === 'waiting' || said.get(key) === state) continue;
      said.set(key, state);
      if (state === 'running') io.err(c.dim(`  ${text} …`));
      if (state === 'done') io.err(`${c.green('✓')} ${text} ${c.dim(`(${formatDuration(elapsed)})`)}`);
      if (state === 'failed') io.err(`${c.red('✗')} ${text} ${c.dim(`(${formatDuration(elapsed)})`)}`);
    }
    if (io.interactive)
      for (const line of activity.output.slice(built)) io.err(c.dim(`    ${line.slice(0, io.columns - 4)}`));
    built = activity.output.length;
  };
}
