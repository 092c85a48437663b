import { join } from 'node:path/posix';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { StackInputs } from '../stack/build-stack.ts';
import type { World } from '../world/world.ts';

/**
 * Collects the inputs of a stack: the host's MTU and GPUs, hashes of the build contexts, the user's files.
 * Rejects if one of the user's files cannot be read.
 */
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

/** The user's lists of packages and plugins, by their names in the build context. */
async function overlayOf({ host }: World, { images }: Settings): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  if (images.packagesFile !== '') files['packages.txt'] = await host.readText(images.packagesFile);
  if (images.pluginsFile !== '') {
    // The plugin tool tells the format by the name.
    const name = /\.ya?ml$/i.test(images.pluginsFile) ? 'plugins.yaml' : 'plugins.txt';
    files[name] = await host.readText(images.pluginsFile);
  }
  return files;
}
