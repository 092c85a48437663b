import { hasNestedEngine, JENKINS_MODES, type JenkinsMode, modeTraits } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type {
  ContainerBody,
  ContainerRole,
  ContainerSpec,
  ImageSpec,
  Mount,
  NetworkSpec,
  VolumeSpec,
} from '../world/specs.ts';
import { containerParts, imageParts } from './composition.ts';
import { engineAccess } from './engine-access.ts';
import { hashOf } from './hash.ts';
import { configOf, labelsOf, type Ownership, withPage, withParts } from './labels.ts';
import { type Names, namesOf } from './names.ts';
import { pageUrl } from './page-url.ts';
import { SECRETS, SECRETS_OPTIONS, type Stack } from './stack.ts';

/** Everything that a stack depends on, collected before it is built. */
export interface StackInputs {
  readonly settings: Settings;
  /** The home's host path. */
  readonly home: string;
  /** The engine's socket on the host; null over TCP, which DooD does not support. */
  readonly socket: string | null;
  /** Whether the nested engine's container requests GPUs. */
  readonly gpus: boolean;
  /** MTU of the host's default route, in bytes. */
  readonly mtu: number;
  /** Folder with the `jenkins` and `dind` build contexts, and a hash of each one's files. */
  readonly assets: string;
  readonly contextHashes: { readonly jenkins: string; readonly dind: string };
  /** Files laid over the Jenkins context: the user's `packages.txt` and `plugins.txt`. */
  readonly overlay: Readonly<Record<string, string>>;
  /** Mount propagation of each mounted host folder. */
  readonly propagation: Readonly<Record<string, 'rslave' | 'rprivate'>>;
  /** The app's version. */
  readonly version: string;
}

const HOME_IN_CONTAINER = '/var/jenkins_home';
/** Bytes. */
const ETHERNET_MTU = 1500;
/** In nanoseconds, the engine's unit. */
const SECOND_NS = 1_000_000_000;
const LOG = { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } };

/** Builds the stack of `mode`. Pure: the same inputs give the same stack, byte for byte. */
export function buildStack(mode: JenkinsMode, inputs: StackInputs): Stack {
  const names = namesOf(inputs.settings.instance);
  const owned = (role: Ownership['role'], of: Ownership['mode'], config: unknown) =>
    labelsOf({ instance: names.instance, role, mode: of, config: hashOf(config), version: inputs.version });
  const networks: NetworkSpec[] = [
    { name: names.network, mtu: inputs.mtu, labels: owned('network', 'both', names.network) },
  ];
  const volumes: VolumeSpec[] = hasNestedEngine(mode)
    ? Object.values(names.volumes).map((name) => ({ name, labels: owned('volume', mode, name) }))
    : [];
  const image = (
    role: ContainerRole,
    reference: string,
    base: string,
    overlay: ImageSpec['overlay'],
    extra: ImageSpec['buildArgs'],
  ): ImageSpec => {
    const buildArgs = { BASE: base, ...extra };
    const config = { context: inputs.contextHashes[role], buildArgs, overlay };
    return {
      reference,
      role,
      context: `${inputs.assets}/${role}`,
      overlay,
      buildArgs,
      base,
      labels: withParts(owned(role, mode, config), imageParts({ buildArgs, overlay }, inputs.contextHashes[role])),
    };
  };
  const jenkinsImage = image('jenkins', names.images[mode], inputs.settings.images.jenkinsBase, inputs.overlay, {});
  const { engineBase, nvidiaRepository } = inputs.settings.images;
  // If the toolkit is requested, the build installs it or fails.
  const toolkit = nvidiaRepository === '' ? {} : { NVIDIA_APT: nvidiaRepository, WITH_NVIDIA: '1' };
  const engineImage = image('dind', names.images.nestedEngine, engineBase, {}, toolkit);
  const container = (
    spec: Omit<ContainerSpec, 'body'>,
    body: Omit<ContainerBody, 'Labels'>,
    of: ImageSpec,
    hashedBody = body,
  ): ContainerSpec => {
    const config = { body: hashedBody, image: configOf(of.labels) };
    const labels = withParts(owned(spec.role, mode, config), containerParts(config.body, config.image));
    const page = pageUrl(inputs.settings, mode);
    return { ...spec, body: { ...body, Labels: spec.role === 'jenkins' ? withPage(labels, page) : labels } };
  };
  const jenkins = container(
    {
      name: names.jenkins[mode],
      role: 'jenkins',
      summary: `${inputs.settings.address}:${inputs.settings.ports[mode]}`,
    },
    jenkinsBody(mode, names, inputs),
    jenkinsImage,
  );
  if (!hasNestedEngine(mode)) return { mode, networks, volumes, images: [jenkinsImage], containers: [jenkins] };
  const engine = container(
    { name: names.nestedEngine, role: 'dind', summary: inputs.gpus ? 'privileged, all GPUs' : 'privileged, no GPUs' },
    engineBody(names, inputs),
    engineImage,
    // The host's MTU changes with its network and must not cause a recreation.
    engineBody(names, { ...inputs, mtu: ETHERNET_MTU }),
  );
  return { mode, networks, volumes, images: [engineImage, jenkinsImage], containers: [engine, jenkins] };
}

function jenkinsBody(mode: JenkinsMode, names: Names, inputs: StackInputs): Omit<ContainerBody, 'Labels'> {
  const { settings } = inputs;
  const bound = (containerPort: string, port: number) =>
    [containerPort, [{ HostIp: settings.address, HostPort: String(port) }]] as const;
  const access = engineAccess[modeTraits[mode].engine]({ names, socket: inputs.socket });
  return {
    Image: names.images[mode],
    Env: [
      `JENKINS_HOME=${inputs.home}`,
      // Java derives the encoding of file names from it; without it, a home with umlauts is not found.
      'LANG=C.UTF-8',
      `JAVA_OPTS=${settings.jenkins.javaOpts}`,
      `JENKINS_TRAY_EXECUTORS=${settings.jenkins.executors}`,
      `JENKINS_TRAY_URL=${pageUrl(settings, mode)}/`,
      `JENKINS_TRAY_OUR_URLS=${JENKINS_MODES.map((each) => `${pageUrl(settings, each)}/`).join()}`,
      ...access.env,
    ],
    WorkingDir: HOME_IN_CONTAINER,
    ExposedPorts: { '8080/tcp': {}, '50000/tcp': {} },
    StopTimeout: settings.timeouts.stop,
    HostConfig: {
      RestartPolicy: { Name: 'unless-stopped' },
      NetworkMode: names.network,
      Mounts: [...homeMounts(inputs), ...dataMounts(inputs), ...access.mounts],
      Tmpfs: { [SECRETS]: SECRETS_OPTIONS },
      PortBindings: Object.fromEntries([
        bound('8080/tcp', settings.ports[mode]),
        bound('50000/tcp', settings.ports.agents),
      ]),
      ...(access.groups.length > 0 ? { GroupAdd: access.groups } : {}),
      LogConfig: LOG,
    },
    NetworkingConfig: { EndpointsConfig: { [names.network]: { Aliases: ['jenkins-server'] } } },
  };
}

function engineBody(names: Names, inputs: StackInputs): Omit<ContainerBody, 'Labels'> {
  const { settings } = inputs;
  const { nested } = settings;
  const optional = (name: string, value: string): string[] => (value === '' ? [] : [`${name}=${value}`]);
  return {
    Image: names.images.nestedEngine,
    Env: [
      'DOCKER_TLS_CERTDIR=/certs',
      `JENKINS_TRAY_MTU=${nested.mtu ?? inputs.mtu}`,
      ...optional('JENKINS_TRAY_DNS', nested.dns.join(' ')),
      ...optional('JENKINS_TRAY_REGISTRY_MIRRORS', nested.registryMirrors.join(' ')),
      ...optional('HTTP_PROXY', nested.httpProxy),
      ...optional('HTTPS_PROXY', nested.httpsProxy),
      ...optional('NO_PROXY', nested.noProxy),
      ...(inputs.gpus
        ? [
            'NVIDIA_DRIVER_CAPABILITIES=all',
            `JENKINS_TRAY_GPUS=${settings.gpu.builds === 'all' ? 'all' : settings.gpu.builds.join(',')}`,
          ]
        : []),
    ],
    StopTimeout: 30,
    Healthcheck: {
      Test: ['CMD', '/usr/local/bin/jenkins-tray-healthcheck'],
      Interval: 15 * SECOND_NS,
      Timeout: 5 * SECOND_NS,
      StartPeriod: 30 * SECOND_NS,
      Retries: 3,
    },
    HostConfig: {
      Privileged: true,
      RestartPolicy: { Name: 'unless-stopped' },
      NetworkMode: names.network,
      Mounts: [
        { Type: 'volume', Source: names.volumes.data, Target: '/var/lib/docker', ReadOnly: false },
        { Type: 'volume', Source: names.volumes.ca, Target: '/certs', ReadOnly: false },
        { Type: 'volume', Source: names.volumes.client, Target: '/certs/client', ReadOnly: false },
        ...homeMounts(inputs),
        ...dataMounts(inputs),
      ],
      ...(nested.publishPort === null
        ? {}
        : { PortBindings: { '2376/tcp': [{ HostIp: '127.0.0.1', HostPort: String(nested.publishPort) }] } }),
      ...(inputs.gpus ? { DeviceRequests: [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }] } : {}),
      LogConfig: LOG,
    },
    NetworkingConfig: { EndpointsConfig: { [names.network]: { Aliases: ['docker'] } } },
  };
}

const bind = ({ propagation }: StackInputs, source: string, target: string, readOnly: boolean): Mount => ({
  Type: 'bind',
  Source: source,
  Target: target,
  ReadOnly: readOnly,
  BindOptions: { Propagation: propagation[source] ?? 'rprivate' },
});

/** At its host path, so that `docker run -v "$WORKSPACE"` is the same folder everywhere, and where the image expects it. */
function homeMounts(inputs: StackInputs): Mount[] {
  const { home } = inputs;
  const own = bind(inputs, home, home, false);
  return home === HOME_IN_CONTAINER ? [own] : [own, bind(inputs, home, HOME_IN_CONTAINER, false)];
}

const dataMounts = (inputs: StackInputs): Mount[] =>
  inputs.settings.dataMounts.map(({ source, target, readOnly }) => bind(inputs, source, target ?? source, readOnly));
