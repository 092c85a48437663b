import { hostAndPort } from '../../shared/address.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerBody, ContainerSpec, ImageSpec, Labels } from '../world/specs.ts';
import { withoutAgentsPort } from './agents-port.ts';
import { hashOf } from './hash.ts';
import { imagePartsOf, partsOf } from './labels.ts';

/**
 * The parts that containers and images consist of, as users know them. A label has a short hash of each part (no values: a
 * proxy's address may contain a password), so that a later observation can tell which parts have changed.
 */
const differs = (what: string) => [`different ${what}`, `${what} as configured`] as const;
const newer = ['created by another app version', 'as this version creates it'] as const;

/** The text for each part that differs: current and desired. */
const words = {
  image: ['created from an older image', 'created from the configured image'],
  ports: differs('ports'),
  mounts: differs('folders'),
  java: differs('Java options'),
  executors: differs('number of executors'),
  zone: differs('time zone'),
  stop: differs('stop timeout'),
  gpus: differs('GPUs'),
  mtu: differs('MTU'),
  dns: differs('DNS servers'),
  mirrors: differs('registry mirrors'),
  registries: differs('registries'),
  pools: differs('address ranges'),
  daemon: differs('engine settings'),
  proxy: differs('proxy'),
  rest: newer,
  base: differs('base image'),
  packages: differs('packages'),
  plugins: differs('plugins'),
  nvidia: differs('NVIDIA repository'),
  servers: differs('mirrors'),
  ca: differs('CA certificates'),
  recipe: newer,
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

type Part = keyof typeof words;
type Parts = Readonly<Partial<Record<Part, string>>>;

const partOfVariable: Readonly<Record<string, Part>> = {
  JENKINS_HOME: 'mounts',
  JAVA_OPTS: 'java',
  JENKINS_TRAY_FAST_START: 'java',
  JENKINS_TRAY_EXECUTORS: 'executors',
  JENKINS_TRAY_CASC: 'mounts',
  JENKINS_TRAY_DATA_ROOT: 'mounts',
  TZ: 'zone',
  JENKINS_TRAY_URL: 'ports',
  JENKINS_TRAY_OUR_URLS: 'ports',
  JENKINS_TRAY_MTU: 'mtu',
  JENKINS_TRAY_DNS: 'dns',
  JENKINS_TRAY_REGISTRY_MIRRORS: 'mirrors',
  JENKINS_TRAY_INSECURE_REGISTRIES: 'registries',
  JENKINS_TRAY_ADDRESS_POOLS: 'pools',
  JENKINS_TRAY_BIP: 'pools',
  JENKINS_TRAY_DAEMON_JSON: 'daemon',
  JENKINS_TRAY_STORAGE_DRIVER: 'daemon',
  HTTP_PROXY: 'proxy',
  HTTPS_PROXY: 'proxy',
  NO_PROXY: 'proxy',
  http_proxy: 'proxy',
  https_proxy: 'proxy',
  no_proxy: 'proxy',
  JENKINS_TRAY_GPUS: 'gpus',
  NVIDIA_DRIVER_CAPABILITIES: 'gpus',
};

/** Parts that containers of earlier versions do not have, which was as good as empty. */
const LATER = ['registries', 'pools', 'daemon', 'zone'] as const satisfies readonly Part[];
function emptyBefore(part: Part): string | undefined {
  if (part === 'servers') return short(['', '', '']);
  if (part === 'ca') return short('');
  return LATER.some((it) => it === part) ? short([]) : undefined;
}

const short = (value: unknown): string => hashOf(value ?? null).slice(0, 8);

/** The hash of a list of plugins, as an image that was built from it has it; without a text: of the app's own list. */
export const pluginsHash = (text?: string): string => short(text);

const USUAL_PORTS = { '8080/tcp': {}, '50000/tcp': {} };

/** The parts of a container's create body and its image. */
export function containerParts(body: Omit<ContainerBody, 'Labels'>, image: string | null): Parts {
  const { Env, StopTimeout, HostConfig, ...others } = body;
  // The port of agents counts among the ports alone.
  const rest = others.ExposedPorts === undefined ? others : { ...others, ExposedPorts: USUAL_PORTS };
  const { Mounts, PortBindings, DeviceRequests, ...host } = HostConfig;
  const variables = (part: Part): readonly string[] =>
    Env.filter((line) => (partOfVariable[line.split('=')[0] ?? ''] ?? 'rest') === part);
  return {
    image: short(image),
    ports: short([PortBindings, variables('ports')]),
    mounts: short([Mounts, variables('mounts')]),
    java: short(variables('java').map(withoutAgentsPort)),
    executors: short(variables('executors')),
    zone: short(variables('zone')),
    stop: short(StopTimeout),
    gpus: short([DeviceRequests, variables('gpus')]),
    mtu: short(variables('mtu')),
    dns: short(variables('dns')),
    mirrors: short(variables('mirrors')),
    ...Object.fromEntries(LATER.map((part) => [part, short(variables(part))])),
    proxy: short(variables('proxy')),
    rest: short([rest, host, variables('rest')]),
  };
}

/** The parts of an image; `recipe` is the hash of its build context. */
export const imageParts = (
  { buildArgs, overlay }: Pick<ImageSpec, 'buildArgs' | 'overlay'>,
  recipe: string,
): Parts => ({
  base: short(buildArgs.BASE),
  packages: short(overlay['packages.txt']),
  plugins: pluginsHash(overlay['plugins.yaml'] ?? overlay['plugins.txt']),
  nvidia: short(buildArgs.NVIDIA_APT),
  servers: short([buildArgs.DOCKER_APT, buildArgs.APT_MIRROR, buildArgs.UPDATE_CENTRE].map((it) => it ?? '')),
  ca: short(overlay['company-ca.crt'] ?? ''),
  recipe: short(recipe),
});

/** The current and the desired state. */
export interface Difference {
  readonly current: string;
  readonly desired: string;
}

/** What changed in an image since it was built; null if unknown. */
export const imageDifference = (actual: Labels, spec: ImageSpec): Difference | null =>
  joined(
    changed(imagePartsOf(actual), imagePartsOf(spec.labels)).map((part) =>
      part === 'base' ? ['different base image', spec.base] : words[part],
    ),
  );

/** What changed in a container since it was created; null if unknown, as for one of an older app version. */
export function containerDifference(actual: ContainerFact, { body }: ContainerSpec): Difference | null {
  return joined(
    changed(partsOf(actual.labels), partsOf(body.Labels)).flatMap((part): readonly Pair[] => {
      if (part === 'ports') return orWords(part, portPairs(actual, body));
      return part === 'mounts' ? orWords(part, mountPairs(actual, body)) : [words[part]];
    }),
  );
}

type Pair = readonly [current: string, desired: string];

const isPart = (name: string): name is Part => name in words;
const orWords = (part: Part, pairs: readonly Pair[]): readonly Pair[] => (pairs.length === 0 ? [words[part]] : pairs);

type Hashes = ReadonlyMap<string, string>;

function changed(before: Hashes, wanted: Hashes): readonly Part[] {
  if (before.size === 0) return [];
  const hashBefore = (part: Part) => before.get(part) ?? emptyBefore(part);
  return [...wanted].flatMap(([part, hash]) => (isPart(part) && hashBefore(part) !== hash ? [part] : []));
}

/** Joins several differences. */
function joined(pairs: readonly Pair[]): Difference | null {
  if (pairs.length === 0) return null;
  const side = (at: 0 | 1): string => [...new Set(pairs.map((pair) => pair[at]))].join(', ');
  return { current: side(0), desired: side(1) };
}

/** Empty for a stopped container, which publishes no ports to compare. */
function portPairs({ ports }: ContainerFact, { HostConfig }: ContainerBody): readonly Pair[] {
  const bindings = Object.entries(HostConfig.PortBindings ?? {});
  const targets = bindings.map(([target]) => Number.parseInt(target, 10));
  return bindings.flatMap(([target, bound]): readonly Pair[] => {
    const is =
      ports.find((it) => it.target === Number.parseInt(target, 10)) ??
      // That of agents, which is another one inside, too.
      ports.find((it) => !targets.includes(it.target));
    const wanted = bound[0];
    if (is === undefined || wanted === undefined) return [];
    const pair: Pair = [
      `port ${hostAndPort(is.address, is.port)}`,
      `port ${hostAndPort(wanted.HostIp, Number(wanted.HostPort))}`,
    ];
    return pair[0] === pair[1] ? [] : [pair];
  });
}

function mountPairs({ mounts }: ContainerFact, { HostConfig }: ContainerBody): readonly Pair[] {
  const wanted = HostConfig.Mounts.map(({ Source, Target }) => ({ source: Source, target: Target }));
  const same = (a: ContainerFact['mounts'][number]) => (b: ContainerFact['mounts'][number]) =>
    a.source === b.source && a.target === b.target;
  const gone = mounts.filter((it) => !wanted.some(same(it)));
  const added = wanted.filter((it) => !mounts.some(same(it)));
  const at = (list: ContainerFact['mounts'], source: string) => list.find((it) => it.source === source)?.target;
  return [
    ...gone.map(({ source, target }): Pair => {
      const to = at(added, source);
      return to === undefined
        ? [`with ${source}`, `without ${source}`]
        : [`${source} at ${target}`, `${source} at ${to}`];
    }),
    ...added
      .filter(({ source }) => at(gone, source) === undefined)
      .map(({ source }): Pair => [`without ${source}`, `with ${source}`]),
  ];
}
