import { buildName } from '../../shared/build-name.ts';
import { FailureError } from '../../shared/failure.ts';
import { formatDuration } from '../../shared/format.ts';
import { toolkitRepository } from '../../shared/gpu.ts';
import { harmlessData } from '../../shared/harmless.ts';
import { modeName } from '../../shared/mode.ts';
import { type BuildsState, isUp, type Snapshot, versionOf } from '../../shared/snapshot.ts';
import { jenkinsWords } from '../../shared/state-words.ts';
import { type CommandContext, type ExitCode, exit, type Session } from '../io.ts';
import { failureText, fields, printFailure, printJson } from '../print.ts';

/** What `status` uses of the core: it changes nothing. */
export interface StatusSession {
  readonly world: Pick<Session['world'], 'settings'>;
  readonly controller: Pick<Session['controller'], 'refresh'>;
}

/** Exit codes: 0 as intended, 1 unknown, 3 not running, 4 not as intended. */
export async function status(context: Omit<CommandContext<StatusSession>, 'reopen'>): Promise<ExitCode> {
  const { controller, world } = await context.session();
  const { problem } = world.settings.load();
  // With unreadable settings, another instance's containers would be reported.
  if (problem !== null) throw new FailureError(problem);
  const snapshot = await controller.refresh(context.signal);
  if (context.options.json) printJson(statusDocument(snapshot), context);
  else if (context.options.quiet !== true) context.io.out(statusText(harmlessData(snapshot), context));
  else if (snapshot.engine.kind === 'unreachable') printFailure(snapshot.engine.failure, context);
  return statusCode(snapshot);
}

/** The JSON document: every field is always present, null if unknown; `failure` only if the engine is unreachable. */
export function statusDocument({ intent, jenkins, engine, builds, notices }: Snapshot): object {
  return {
    ...(engine.kind === 'unreachable' ? { failure: engine.failure } : {}),
    intent,
    jenkins: { mode: null, url: null, ...jenkins, version: versionOf(jenkins) },
    engine: {
      version: null,
      apiVersion: null,
      host: null,
      context: null,
      ...(engine.kind === 'unreachable' ? { kind: engine.kind } : engine),
    },
    builds,
    notices,
  };
}

function statusCode({ engine, jenkins }: Snapshot): ExitCode {
  if (engine.kind !== 'connected') return exit.failed;
  if (jenkins.kind === 'stopped') return exit.notRunning;
  return jenkins.kind === 'running' ? exit.done : exit.notAsIntended;
}

/** A status as text that fits the terminal's width. */
export function statusText(snapshot: Snapshot, { io }: Pick<CommandContext, 'io'>): string {
  const { engine, jenkins, builds, notices } = snapshot;
  const rows: (readonly [string, string])[] = [
    ['Jenkins', jenkinsWords(jenkins).status],
    ['Requested', modeName(snapshot.intent)],
  ];
  if (jenkins.kind === 'drifted')
    for (const { object, current, desired } of jenkins.causes)
      rows.push(['', `${object}: ${current}, should be ${desired}`]);
  if (isUp(jenkins)) rows.push(['Builds', buildsText(builds)]);
  if (notices.some(({ id }) => toolkitRepository(id) !== null)) rows.push(['GPUs', 'builds: no GPU']);
  if (engine.kind === 'connected') rows.push(['Engine', `Docker ${engine.version} at ${engine.host}`]);
  const blocks = [fields(rows, io)];
  if (engine.kind === 'unreachable') blocks.push(failureText(engine.failure, io));
  if (jenkins.kind === 'failed') blocks.push(failureText(jenkins.failure, io));
  for (const { failure } of notices) blocks.push(failureText(failure, io));
  return blocks.join('\n\n');
}

function buildsText(builds: BuildsState): string {
  if (builds.kind === 'unknown') return `unknown: ${builds.why}`;
  if (builds.running === 0) return 'none running';
  return builds.list
    .map(({ job, number, duration }) => `${buildName({ job, number })}, for ${formatDuration(duration)}`)
    .join('\n');
}
