import { FailureError } from '../../shared/failure.ts';
import { JENKINS_MODES, type JenkinsMode, type Mode, otherMode } from '../../shared/mode.ts';
import { provideImage } from '../execute/provide-image.ts';
import type { Step } from '../plan/steps.ts';
import { imageBelongingOf } from '../stack/owner.ts';
import type { BuildOutput } from '../world/engine.ts';
import type { World } from '../world/world.ts';
import { observeAndPlan } from './observation.ts';

type BuildImage = Step & { readonly kind: 'build-image' };

/** The modes whose images are prepared ahead of a switch to them, where `running` is requested now. */
export const modesToPrepare = (running: Mode): readonly JenkinsMode[] =>
  running === 'off' ? JENKINS_MODES : [otherMode(running)];

/** What a start in a mode would build or name first. */
export interface Lacking {
  readonly builds: readonly BuildImage[];
  /** Names of images that are not ours, or not known to be: only a switch, which asks first, gives them to new ones. */
  readonly taken: readonly string[];
  /** Names of images of a Jenkins that is requested: they change only together with it. */
  readonly later: readonly string[];
}

/** The images that a start in `mode` would build or name first. Changes nothing. Throws FailureError. */
export async function lackingImages(
  world: World,
  version: string,
  mode: JenkinsMode,
  signal: AbortSignal,
): Promise<Lacking> {
  const { settings, problem } = world.settings.load();
  if (problem !== null) throw new FailureError(problem);
  const stored = world.intent.load();
  const intent = { ...stored, mode, consents: [], upgrade: null };
  const options = { intent, settings, preflight: false, version };
  const { plan, facts, scope } = await observeAndPlan(world, options, signal);
  const others = facts.images.filter(({ labels }) => imageBelongingOf(labels, scope.names) !== 'ours');
  const isTaken = ({ spec }: BuildImage): boolean => others.some(({ name }) => name === spec.reference);
  const isLater = ({ spec, twin }: BuildImage): boolean =>
    stored.mode !== 'off' && spec.role === 'jenkins' && twin === null;
  const all = plan.steps.filter((step): step is BuildImage => step.kind === 'build-image');
  const now = all.filter((step) => !isLater(step));
  return {
    builds: now.filter((step) => !isTaken(step)),
    taken: now.filter(isTaken).map(referenceOf),
    later: all.filter(isLater).map(referenceOf),
  };
}

const referenceOf = ({ spec }: BuildImage): string => spec.reference;

/** Builds these images, one after the other; an abort keeps in the engine's cache what was built. Throws FailureError. */
export async function prepareImages(
  world: World,
  builds: readonly BuildImage[],
  output: BuildOutput,
  signal: AbortSignal,
): Promise<void> {
  await world.owner.keep();
  for (const step of builds) {
    signal.throwIfAborted();
    await provideImage(step, { world, output }, signal);
  }
}
