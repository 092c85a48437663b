import { join } from 'node:path/posix';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { parseDaemonJson } from '../stack/daemon-json.ts';
import type { NvidiaInputs, StackInputs } from '../stack/inputs.ts';
import { pluginListName } from '../stack/plugin-list-name.ts';
import { proxyOf } from '../stack/proxy.ts';
import type { World } from '../world/world.ts';

/** The address in NVIDIA's guide to installing its Container Toolkit with apt; "stable/deb" is added when it is used. */
const NVIDIA_REPOSITORY = 'https://nvidia.github.io/libnvidia-container';

/**
 * Collects the inputs of a stack: the host's MTU and GPUs, hashes of the build contexts, the user's files.
 * Rejects if one of the user's files cannot be read, unless `lenient`.
 */
export async function stackInputs(
  world: World,
  settings: Settings,
  intent: Pick<Intent, 'gpuless'>,
  version: string,
  lenient = false,
): Promise<StackInputs> {
  const { host, assets } = world;
  const mounted = [
    ...(world.homeVolume === undefined ? [world.home] : []),
    ...settings.dataMounts.map(({ source }) => source),
  ];
  const { daemonFile } = settings.nested;
  const unlessLenient = <T, E>(read: Promise<T>, otherwise: E): Promise<T | E> =>
    lenient ? read.catch(() => otherwise) : read;
  const [mtu, hasGpu, jenkins, dind, company, lists, propagation, daemon] = await Promise.all([
    host.mtu(),
    host.hasGpu(),
    host.folderHash(join(assets, 'jenkins')),
    host.folderHash(join(assets, 'dind')),
    unlessLenient(companyFiles(world, settings), {}),
    unlessLenient(overlayOf(world, settings), {}),
    Promise.all(mounted.map(async (path) => [path, await host.propagation(path)] as const)),
    daemonFile === ''
      ? null
      : unlessLenient(
          host.readText(daemonFile).then((text) => parseDaemonJson(daemonFile, text)),
          null,
        ),
  ]);
  const nvidia = settings.gpu.attach && hasGpu ? await nvidiaInputs(world) : null;
  const gpus = settings.gpu.attach && hasGpu && intent.gpuless === null;
  return {
    settings,
    home: world.home,
    homeVolume: world.homeVolume?.name ?? null,
    socket: world.endpoint.socket,
    gpus,
    nvidia,
    daemon,
    timeZone: settings.jenkins.timeZone || host.timeZone(),
    mtu,
    assets,
    contextHashes: { jenkins, dind },
    overlay: { ...lists, ...company },
    engineOverlay: company,
    foundProxy: proxyOf(settings) === null ? host.proxy() : null,
    propagation: Object.fromEntries(propagation),
    version,
    owner: world.owner.load(),
    computer: host.computer(),
  };
}

/** What the host has for GPUs of builds: its own apt source of the toolkit, and the toolkit's tools. */
export async function nvidiaInputs({ host }: World): Promise<NvidiaInputs> {
  const [repository, tools] = await Promise.all([host.nvidiaRepository(), host.nvidiaTools()]);
  return { repository: repository ?? NVIDIA_REPOSITORY, tools };
}

/** What both images get of a company's. */
async function companyFiles({ host }: World, { images }: Settings): Promise<Readonly<Record<string, string>>> {
  return images.caFile === '' ? {} : { 'company-ca.crt': await host.readText(images.caFile) };
}

/** The user's lists of packages and plugins, by their names in the build context. */
async function overlayOf({ host }: World, { images }: Settings): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  if (images.packagesFile !== '') files['packages.txt'] = await host.readText(images.packagesFile);
  if (images.pluginsFile !== '') {
    files[pluginListName(images.pluginsFile)] = await host.readText(images.pluginsFile);
  }
  return files;
}
