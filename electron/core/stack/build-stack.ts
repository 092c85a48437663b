import { hostAndPort } from '../../shared/address.ts';
import { hasNestedEngine, JENKINS_MODES, type JenkinsMode, modeTraits } from '../../shared/mode.ts';
import type {
  ContainerBody,
  ContainerRole,
  ContainerSpec,
  ImageSpec,
  NetworkSpec,
  VolumeSpec,
} from '../world/specs.ts';
import { agentsPort, withAgentsPort } from './agents-port.ts';
import { containerParts, imageParts } from './composition.ts';
import { engineAccess } from './engine-access.ts';
import { hashOf } from './hash.ts';
import type { StackInputs } from './inputs.ts';
import {
  imageConfigOf,
  imageLabelsOf,
  labelsOf,
  type Ownership,
  withImageParts,
  withPage,
  withParts,
} from './labels.ts';
import { CASC_IN_CONTAINER, cascMounts, dataMounts, HOME_IN_CONTAINER, homeMounts } from './mounts.ts';
import { type Names, namesOf } from './names.ts';
import { LOG, nestedEngineBody } from './nested-engine.ts';
import { pageUrl } from './page-url.ts';
import { jenkinsProxy, proxyArgs } from './proxy.ts';
import { SECRETS, SECRETS_OPTIONS, type Stack, WITHOUT_LABEL } from './stack.ts';

/** Bytes. */
const ETHERNET_MTU = 1500;

/** Builds the stack of `mode`. Pure: the same inputs give the same stack, byte for byte. */
export function buildStack(mode: JenkinsMode, inputs: StackInputs): Stack {
  const names = namesOf(inputs.settings.instance, inputs.owner);
  const ownership = (role: Ownership['role'], of: Ownership['mode'], config: unknown): Ownership => ({
    owner: names.owner.id,
    instance: names.instance,
    role,
    mode: of,
    config: hashOf(config),
    version: inputs.version,
  });
  const owned = (...what: Parameters<typeof ownership>) => labelsOf(ownership(...what));
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
    hashed = extra,
  ): ImageSpec => {
    const buildArgs = { BASE: base, ...extra, ...proxyArgs(inputs) };
    const hashedArgs = { BASE: base, ...hashed };
    const config = { context: inputs.contextHashes[role], buildArgs: hashedArgs, overlay };
    return {
      reference,
      role,
      context: `${inputs.assets}/${role}`,
      overlay,
      buildArgs,
      base,
      labels: withImageParts(
        imageLabelsOf(ownership(role, role === 'dind' ? 'dind' : mode, config)),
        imageParts({ buildArgs: hashedArgs, overlay }, inputs.contextHashes[role]),
      ),
    };
  };
  const { images } = inputs.settings;
  const jenkinsImage = image('jenkins', names.images[mode], images.jenkinsBase, inputs.overlay, {
    ...mirrorArgs(images),
    ...given({ UPDATE_CENTRE: images.updateCentre }),
  });
  const toolkit = toolkitArgs(inputs);
  const engineImage = image(
    'dind',
    names.images.nestedEngine,
    images.engineBase,
    inputs.engineOverlay,
    { ...mirrorArgs(images), ...toolkit },
    // An address that was found may change with the host's apt sources, which is no reason to build again.
    { ...mirrorArgs(images), ...(toolkit.WITH_NVIDIA === 'auto' ? { WITH_NVIDIA: 'auto' } : toolkit) },
  );
  const container = (
    spec: Omit<ContainerSpec, 'body'>,
    body: Omit<ContainerBody, 'Labels'>,
    of: ImageSpec,
    hashedBody = body,
  ): ContainerSpec => {
    const config = { body: hashedBody, image: imageConfigOf(of.labels) };
    const labels = withParts(owned(spec.role, mode, config), containerParts(config.body, config.image));
    const page = pageUrl(inputs.settings, mode);
    // Added after the hash: it makes no difference on an engine without a user namespace, which most are, and on one with
    // it no container of ours could run. So with SELinux, where neither a home nor the engine's socket could be used.
    const HostConfig = { ...body.HostConfig, UsernsMode: 'host' as const, SecurityOpt: WITHOUT_LABEL };
    return {
      ...spec,
      body: { ...body, HostConfig, Labels: spec.role === 'jenkins' ? withPage(labels, page) : labels },
    };
  };
  const jenkins = container(
    {
      name: names.jenkins[mode],
      role: 'jenkins',
      summary: hostAndPort(inputs.settings.address, inputs.settings.ports[mode]),
    },
    jenkinsBody(mode, names, inputs),
    jenkinsImage,
    // The host's proxies, time zone and name may change and must not cause a recreation.
    jenkinsBody(mode, names, {
      ...inputs,
      foundProxy: null,
      timeZone: inputs.settings.jenkins.timeZone,
      computer: null,
    }),
  );
  if (!hasNestedEngine(mode))
    return { mode, networks, volumes, images: [jenkinsImage], furtherImages: [engineImage], containers: [jenkins] };
  const engine = container(
    { name: names.nestedEngine, role: 'dind', summary: inputs.gpus ? 'privileged, all GPUs' : 'privileged, no GPUs' },
    nestedEngineBody(names, inputs),
    engineImage,
    // The host's MTU and proxies change with its network, its time zone on a journey; none must cause a recreation.
    nestedEngineBody(names, {
      ...inputs,
      mtu: ETHERNET_MTU,
      foundProxy: null,
      timeZone: inputs.settings.jenkins.timeZone,
    }),
  );
  const containers = [engine, jenkins];
  return { mode, networks, volumes, images: [engineImage, jenkinsImage], furtherImages: [], containers };
}

/** The arguments that are not empty. */
const given = (args: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== ''));
const mirrorArgs = ({ dockerRepository, aptMirror }: StackInputs['settings']['images']) =>
  given({ DOCKER_APT: dockerRepository, APT_MIRROR: aptMirror });

/** A repository that the user named must have the toolkit; one that was found is tried, and DinD works without. */
function toolkitArgs({ settings, nvidia }: StackInputs): ImageSpec['buildArgs'] {
  const { nvidiaRepository } = settings.images;
  if (nvidiaRepository !== '') return { NVIDIA_APT: nvidiaRepository, WITH_NVIDIA: '1' };
  return nvidia === null ? {} : { NVIDIA_APT: nvidia.repository, WITH_NVIDIA: 'auto' };
}

function jenkinsBody(mode: JenkinsMode, names: Names, inputs: StackInputs): Omit<ContainerBody, 'Labels'> {
  const { settings } = inputs;
  const bound = (containerPort: string, port: number) =>
    [containerPort, [{ HostIp: settings.address, HostPort: String(port) }]] as const;
  const access = engineAccess[modeTraits[mode].engine]({ names, socket: inputs.socket });
  const agents = `${agentsPort(settings)}/tcp`;
  return {
    Image: names.images[mode],
    Env: [
      `JENKINS_HOME=${inputs.home}`,
      // Java derives the encoding of file names from it; without it, a home with umlauts is not found.
      'LANG=C.UTF-8',
      `JAVA_OPTS=${withAgentsPort(settings)}`,
      // Only where it is off, so that a container is the same with the default. The image is the same either way.
      ...(settings.jenkins.fastStart ? [] : ['JENKINS_TRAY_FAST_START=off']),
      ...(settings.jenkins.executors === null ? [] : [`JENKINS_TRAY_EXECUTORS=${settings.jenkins.executors}`]),
      `JENKINS_TRAY_URL=${pageUrl(settings, mode)}/`,
      `JENKINS_TRAY_OUR_URLS=${JENKINS_MODES.map((each) => `${pageUrl(settings, each)}/`).join()}`,
      ...(inputs.timeZone === '' ? [] : [`TZ=${inputs.timeZone}`]),
      ...(settings.jenkins.cascFile === '' ? [] : [`JENKINS_TRAY_CASC=${CASC_IN_CONTAINER}`]),
      ...(inputs.computer === null
        ? []
        : [
            `JENKINS_TRAY_COMPUTER=${inputs.computer.id}`,
            `JENKINS_TRAY_HOST=${inputs.computer.name}`,
            `JENKINS_TRAY_INSTANCE=${names.instance}`,
          ]),
      ...access.env,
      ...jenkinsProxy(inputs, names),
    ],
    WorkingDir: HOME_IN_CONTAINER,
    ExposedPorts: { '8080/tcp': {}, [agents]: {} },
    StopTimeout: settings.timeouts.stop,
    HostConfig: {
      RestartPolicy: { Name: 'unless-stopped' },
      NetworkMode: names.network,
      Mounts: [...homeMounts(inputs), ...dataMounts(inputs), ...cascMounts(inputs), ...access.mounts],
      Tmpfs: { [SECRETS]: SECRETS_OPTIONS },
      PortBindings: Object.fromEntries([bound('8080/tcp', settings.ports[mode]), bound(agents, settings.ports.agents)]),
      ...(access.groups.length > 0 ? { GroupAdd: access.groups } : {}),
      LogConfig: LOG,
    },
    NetworkingConfig: { EndpointsConfig: { [names.network]: { Aliases: ['jenkins-server'] } } },
  };
}
