import type { ModeRequest } from '../../core/control/mode-request.ts';
import { toggleTo } from '../../core/control/toggle.ts';
import { homeFact } from '../../core/observe/home-fact.ts';
import { locateHome } from '../../core/observe/locate-home.ts';
import { isActive } from '../../core/plan/removal.ts';
import { namesOf } from '../../core/stack/names.ts';
import { consent } from '../../shared/consents.ts';
import { type Failure, FailureError } from '../../shared/failure.ts';
import { switchInterrupted } from '../../shared/failures/run.ts';
import { restartNeedsMode, unknownMode, updateNeedsMode } from '../../shared/failures/usage.ts';
import { formatDuration } from '../../shared/format.ts';
import { harmless, harmlessData } from '../../shared/harmless.ts';
import { isJenkinsMode, JENKINS_MODES, type Mode, modeName } from '../../shared/mode.ts';
import type { Intent, Snapshot } from '../../shared/snapshot.ts';
import { aboutBuilds } from '../about-builds.ts';
import { consents } from '../consent.ts';
import { beginChange } from '../finish.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { offerTakeOver } from '../offer.ts';
import { preparationHint } from '../prepare-images.ts';
import { marked, paint, printFailure, printJson } from '../print.ts';
import { showSteps } from '../steps.ts';
import { statusDocument } from './status.ts';

type Own = Readonly<Record<string, unknown>>;

export async function up(context: CommandContext, [mode = '']: readonly string[], own: Own = {}): Promise<ExitCode> {
  if (!isJenkinsMode(mode)) throw new FailureError(unknownMode(mode, JENKINS_MODES));
  await offerTakeOver(context, mode);
  return run(context, mode, [], aboutBuilds(own));
}

export async function toggle(context: CommandContext, _args: readonly string[] = [], own: Own = {}): Promise<ExitCode> {
  const { controller, world } = await context.session();
  const intent = world.intent.load();
  const { jenkins } = await controller.refresh(context.signal);
  return run(context, toggleTo(intent, jenkins), [], aboutBuilds(own));
}

export async function down(context: CommandContext, _args: readonly string[] = [], own: Own = {}): Promise<ExitCode> {
  const purge: Intent['purge'] = [
    ...(own.volumes === true ? ['volumes' as const] : []),
    ...(own.images === true ? ['images' as const] : []),
  ];
  return run(context, 'off', purge, aboutBuilds(own));
}

/** Builds the images anew and moves Jenkins to them, in the mode that it runs in or in another one. */
export async function update(context: CommandContext, [typed]: readonly string[], own: Own = {}): Promise<ExitCode> {
  const { world } = await context.session();
  const mode = typed ?? world.intent.load().mode;
  if (typed === undefined && mode === 'off') throw new FailureError(updateNeedsMode());
  if (!isJenkinsMode(mode)) throw new FailureError(unknownMode(mode, JENKINS_MODES));
  return run(context, mode, [], [consent.update(world.clock.now()), ...aboutBuilds(own)]);
}

/** Stops Jenkins and starts it again in its mode; starts it if it does not run. */
export async function restart(
  context: CommandContext,
  _args: readonly string[] = [],
  own: Own = {},
): Promise<ExitCode> {
  const { world } = await context.session();
  const { mode } = world.intent.load();
  if (mode === 'off') throw new FailureError(restartNeedsMode());
  const { settings } = world.settings.load();
  const name = namesOf(settings.instance).jenkins[mode];
  const existing = await world.engine.containersNamed([name], context.signal);
  const given = existing.filter(isActive).flatMap(({ id, startedAt }) => consent.startAnew(id, startedAt ?? 0));
  return run(context, mode, [], [...given, ...aboutBuilds(own)]);
}

/** Asks for consent, runs the switch, and shows the steps while they run. */
export async function run(
  context: CommandContext,
  mode: Mode,
  purge: Intent['purge'],
  given: readonly string[] = [],
  upgrade: ModeRequest['upgrade'] = undefined,
): Promise<ExitCode> {
  // From its questions on: not to have switched must not look like success.
  beginChange();
  const { io, options, signal } = context;
  const request: Asked = { mode, purge, given, ...(upgrade === undefined ? {} : { upgrade }) };
  let { result, end } = await attempt(context, request, await consents(context, request));
  const { controller } = await context.session();
  try {
    // Only the built image tells which plugins it has; what that leads to is asked now.
    if (
      !result.ok &&
      result.failure.code === 'home/plugins' &&
      io.interactive &&
      options.json !== true &&
      !signal.aborted
    )
      ({ result, end } = await attempt(context, request, await consents(context, request)));
    if (!result.ok) {
      if (signal.aborted || result.failure.code === 'run/interrupted') {
        // What was withdrawn is not continued.
        const remembered = (await context.session()).world.intent.load().state === 'pending';
        printFailure(remembered ? switchInterrupted() : result.failure, context);
        return exit.interrupted;
      }
      printFailure(result.failure, context);
      return exit.failed;
    }
    if (options.json) printJson(statusDocument(result.value), context);
    else if (options.quiet !== true) io.out(await endText(context, harmlessData(result.value), mode, end));
    return exit.done;
  } finally {
    await controller.close();
  }
}

type Asked = Parameters<typeof consents>[1];

/** Runs the switch with these consents; `end`: what its last lines need. */
async function attempt(
  context: CommandContext,
  { mode, purge, given, upgrade }: Asked,
  agreed: readonly string[] | 'all',
) {
  const { controller, world } = await context.session();
  // An engine that does not answer is told by the switch.
  const home = await homeFact(await locateHome(world, context.signal).catch(() => world));
  const fresh = home.kind === 'missing' || home.empty === true || home.fresh === true;
  const isFirst = world.intent.load().id === 0;
  const view = await showSteps(controller, context);
  const began = context.now();
  const request = {
    ...{ mode, consents: agreed, purge },
    ...(given.length === 0 ? {} : { given }),
    ...(upgrade === undefined ? {} : { upgrade }),
  };
  const result = await controller.fulfil(request, context.signal).finally(() => view.end());
  const hint = isFirst && result.ok ? await preparationHint(world, context.signal) : null;
  return { result, end: { began, fresh, hint, home: harmless(world.home) } };
}

/** What the last lines of a switch need. */
interface Ended {
  readonly began: number;
  /** Whether the home was new. */
  readonly fresh: boolean;
  /** How the next switch takes seconds; null: it does. */
  readonly hint: string | null;
  readonly home: string;
}

async function endText(
  { io, now, configDir }: CommandContext,
  { jenkins, notices }: Snapshot,
  mode: Mode,
  { began, fresh, hint, home }: Ended,
): Promise<string> {
  const c = paint(io);
  const took = formatDuration(now() - began);
  const lines: string[] = [];
  const add = (mark: string, text: string): void => void lines.push(...marked(mark, text, io));
  const at = jenkins.kind === 'running' ? ` at ${jenkins.url}` : '';
  if (mode === 'off') add(c.green('✓'), `Jenkins is off (${took}). Its home ${home} is unchanged.`);
  else {
    add(c.green('✓'), `Jenkins is up in ${modeName(mode)}${at} (${took}).`);
    if (fresh) add(' ', await loginHint(configDir));
    if (hint !== null) add(' ', hint);
  }
  for (const { failure } of notices) add(c.yellow('!'), noticeText(failure));
  return lines.join('\n');
}

/** Builds that were aborted are named; other notices are short, and `status` has their details. */
const noticeText = ({ code, title, detail, fix = '' }: Failure): string =>
  `${code === 'jenkins/builds-aborted' ? `${title}: ${detail}` : title}. ${fix}`.trimEnd();

/** Where to find the generated password. Never prints the password, which would stay in the terminal's scrollback. */
export async function loginHint(configDir: string): Promise<string> {
  const { passwordPath } = await import('../../adapters/secrets.ts');
  return `Sign in as admin; the password is in ${passwordPath(configDir)}`;
}
