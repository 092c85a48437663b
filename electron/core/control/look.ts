import { join } from 'node:path/posix';
import { FailureError } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import { observe, observeBeyond, type View } from '../observe/observe.ts';
import type { Plan } from '../plan/inputs.ts';
import { plan } from '../plan/plan.ts';
import type { StackInputs } from '../stack/build-stack.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';

/** What there is and what would be done about it, at one moment. */
export interface Look {
  readonly facts: Facts;
  readonly plan: Plan;
  readonly view: View;
}

export interface LookOptions {
  readonly intent: Intent;
  readonly settings: Settings;
  /** Look beyond our own objects where there is something to do. */
  readonly thoroughly: boolean;
  readonly version: string;
}

/** Observes and plans. Throws FailureError where the engine does not answer, or DooD has no socket. */
export async function look(world: World, options: LookOptions, signal: AbortSignal): Promise<Look> {
  const { intent, settings } = options;
  const names = namesOf(settings.instance);
  const view: View = { settings, names, home: world.home };
  const [seen, stack] = await Promise.all([observe(world, view, signal), stackFor(world, options)]);
  const inputs = { intent, settings, names, home: world.home, stack };
  const first = plan({ ...inputs, facts: seen });
  if (!options.thoroughly || first.steps.length === 0) return { facts: seen, plan: first, view };
  const facts = await observeBeyond(world, view, seen, signal);
  return { facts, plan: plan({ ...inputs, facts }), view };
}

async function stackFor(world: World, { intent, settings, version }: LookOptions) {
  if (intent.mode === 'off') return null;
  if (intent.mode === 'dood' && world.endpoint.socket === null) {
    throw new FailureError({
      code: 'engine/error',
      title: 'DooD needs an engine on this computer',
      detail: `The engine is at ${world.endpoint.host}, and Jenkins could not reach it through a socket.`,
      fix: 'Use DinD, or an engine with a local socket.',
      command: 'jenkins-tray up dind',
    });
  }
  const [{ buildStack }, inputs] = await Promise.all([
    import('../stack/build-stack.ts'),
    stackInputs(world, settings, intent, version),
  ]);
  return buildStack(intent.mode, inputs);
}

/** Looks up what a stack follows from: the host's MTU and GPUs, the build contexts, the user's files. */
export async function stackInputs(
  world: World,
  settings: Settings,
  intent: Pick<Intent, 'gpuless'>,
  version: string,
): Promise<StackInputs> {
  const { host, assets } = world;
  const mounted = [world.home, ...settings.dataMounts.map(({ source }) => source)];
  const [mtu, hasGpu, jenkins, dind, overlay, propagation] = await Promise.all([
    host.mtu(),
    host.hasGpu(),
    host.folderHash(join(assets, 'jenkins')),
    host.folderHash(join(assets, 'dind')),
    overlayOf(world, settings),
    Promise.all(mounted.map(async (path) => [path, await host.propagation(path)] as const)),
  ]);
  const gpus = settings.gpu.attach && hasGpu && intent.gpuless === null;
  return {
    settings,
    home: world.home,
    socket: world.endpoint.socket,
    gpus,
    mtu,
    assets,
    contextHashes: { jenkins, dind },
    overlay,
    propagation: Object.fromEntries(propagation),
    version,
  };
}

async function overlayOf({ host }: World, { images }: Settings): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  if (images.packagesFile !== '') files['packages.txt'] = await host.readText(images.packagesFile);
  if (images.pluginsFile !== '') files['plugins.txt'] = await host.readText(images.pluginsFile);
  return files;
}
