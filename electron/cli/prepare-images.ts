import { lackingImages, modesToPrepare, prepareImages } from '../core/control/lacking-images.ts';
import type { World } from '../core/world/world.ts';
import { FailureError } from '../shared/failure.ts';
import { unknownMode } from '../shared/failures/usage.ts';
import { formatDuration } from '../shared/format.ts';
import { harmless } from '../shared/harmless.ts';
import { isJenkinsMode, JENKINS_MODES, type JenkinsMode, modeName } from '../shared/mode.ts';
import { type CommandContext, type ExitCode, exit } from './io.ts';
import { marked, paint, printJson } from './print.ts';

declare const APP_VERSION: string;

/**
 * Builds the images that a switch would build first, with the output of the builds: those of the named mode, else of the one
 * that does not run, or of both. It takes no lock, so that it keeps nobody from a switch.
 */
export async function prepare(context: CommandContext, typed: string | undefined): Promise<ExitCode> {
  const { io, options, signal } = context;
  const { world } = await context.session();
  const began = context.now();
  const isSilent = options.json || options.quiet === true;
  const done: Done = { prepared: [], taken: [], later: [] };
  for (const mode of modesOf(world, typed)) {
    const { builds, taken, later } = await lackingImages(world, APP_VERSION, mode, signal);
    await prepareImages(world, builds, (line) => (isSilent ? undefined : io.out(harmless(line))), signal);
    done.prepared.push(...builds.map(({ spec }) => spec.reference));
    done.taken.push(...taken);
    done.later.push(...later);
  }
  if (options.json) printJson(done, context);
  else if (!isSilent) {
    const [first = '', ...more] = linesOf(done, formatDuration(context.now() - began));
    for (const line of [...marked(paint(io).green('✓'), first, io), ...more]) io.out(line);
  }
  return exit.done;
}

/** Names of images: those that were built, and those that were not, as `Lacking` has them. */
type Done = Readonly<Record<'prepared' | 'taken' | 'later', string[]>>;

function linesOf({ prepared, taken, later }: Done, took: string): readonly string[] {
  const nothing = taken.length + later.length === 0 ? 'The images are there already.' : 'Nothing was built.';
  const others = `Left alone: ${taken.join(', ')}. That image is not known to be one of Jenkins Tray; a switch asks before it replaces it.`;
  return [
    prepared.length === 0 ? nothing : `Prepared: ${prepared.join(', ')} (${took}).`,
    ...(taken.length === 0 ? [] : [others]),
    ...(later.length === 0 ? [] : [`Built only together with a start of Jenkins: ${later.join(', ')}.`]),
  ];
}

function modesOf(world: World, typed: string | undefined): readonly JenkinsMode[] {
  if (typed === undefined) return modesToPrepare(world.intent.load().mode);
  if (!isJenkinsMode(typed)) throw new FailureError(unknownMode(typed, JENKINS_MODES));
  return [typed];
}

/** After a first start: how the first switch to the other mode takes seconds; null: nothing is lacking, or nobody wants to know. */
export async function preparationHint(world: World, signal: AbortSignal): Promise<string | null> {
  if (world.settings.load().settings.images.prepareOther === 'off') return null;
  const { mode: running } = world.intent.load();
  const [mode, ...more] = modesToPrepare(running);
  if (mode === undefined || more.length > 0) return null;
  const lacking = await lackingImages(world, APP_VERSION, mode, signal).catch(() => null);
  if (lacking === null || lacking.builds.every(({ twin }) => twin !== null)) return null;
  return `The first switch to ${modeName(mode)} builds images first, which takes minutes. To build them now: jenkins-tray images prepare`;
}
