import type { ContainerBody, Mount } from '../world/specs.ts';
import { daemonText } from './daemon-json.ts';
import { DATA_ROOT, dataRootBeside } from './image-folders.ts';
import type { StackInputs } from './inputs.ts';
import { dataMounts, homeMounts, readOnly } from './mounts.ts';
import type { Names } from './names.ts';
import { nestedProxy } from './proxy.ts';

/** In nanoseconds, the engine's unit. */
const SECOND_NS = 1_000_000_000;
/** A further name of the nested engine, which jobs and clouds of many homes use. */
export const ENGINE_ALIAS = 'docker';
/** Whether the nested engine answers: a program of its image. */
export const HEALTH_CHECK = '/usr/local/bin/jenkins-tray-healthcheck';
/** Limits each container's log. */
export const LOG = { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } };

/** The create body of the nested engine's container. */
export function nestedEngineBody(names: Names, inputs: StackInputs): Omit<ContainerBody, 'Labels'> {
  const { settings } = inputs;
  const { nested } = settings;
  const folders = [...homeMounts(inputs), ...dataMounts(inputs)];
  const dataRoot = dataRootBeside(folders.map(({ Target }) => Target));
  const optional = (name: string, value: string): string[] => (value === '' ? [] : [`${name}=${value}`]);
  return {
    Image: names.images.nestedEngine,
    Env: [
      'DOCKER_TLS_CERTDIR=/certs',
      // The certificate names the container, since a look-up of its own name may time out.
      `JENKINS_TRAY_TLS_NAMES=${names.nestedEngine}`,
      ...optional('JENKINS_TRAY_DATA_ROOT', dataRoot === DATA_ROOT ? '' : dataRoot),
      ...optional('TZ', inputs.timeZone),
      `JENKINS_TRAY_MTU=${nested.mtu ?? inputs.mtu}`,
      ...optional('JENKINS_TRAY_DNS', nested.dns.join(' ')),
      ...optional('JENKINS_TRAY_REGISTRY_MIRRORS', nested.registryMirrors.join(' ')),
      ...optional('JENKINS_TRAY_INSECURE_REGISTRIES', nested.insecureRegistries.join(' ')),
      ...optional('JENKINS_TRAY_ADDRESS_POOLS', nested.addressPools.join(' ')),
      ...optional('JENKINS_TRAY_BIP', nested.bip),
      ...optional('JENKINS_TRAY_STORAGE_DRIVER', nested.storageDriver === 'auto' ? '' : nested.storageDriver),
      ...optional('JENKINS_TRAY_DAEMON_JSON', daemonText(inputs.daemon, inputs.gpus)),
      ...nestedProxy(inputs),
      ...(inputs.gpus
        ? [
            'NVIDIA_DRIVER_CAPABILITIES=all',
            `JENKINS_TRAY_GPUS=${settings.gpu.builds === 'all' ? 'all' : settings.gpu.builds.join(',')}`,
          ]
        : []),
    ],
    StopTimeout: 30,
    Healthcheck: {
      Test: ['CMD', HEALTH_CHECK],
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
        { Type: 'volume', Source: names.volumes.data, Target: dataRoot, ReadOnly: false },
        { Type: 'volume', Source: names.volumes.ca, Target: '/certs', ReadOnly: false },
        { Type: 'volume', Source: names.volumes.client, Target: '/certs/client', ReadOnly: false },
        ...(nested.registryCertificates === '' ? [] : [readOnly(nested.registryCertificates, '/etc/docker/certs.d')]),
        ...(inputs.gpus ? toolMounts(inputs) : []),
        ...folders,
      ],
      ...(nested.publishPort === null
        ? {}
        : { PortBindings: { '2376/tcp': [{ HostIp: '127.0.0.1', HostPort: String(nested.publishPort) }] } }),
      ...(inputs.gpus ? { DeviceRequests: [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }] } : {}),
      LogConfig: LOG,
    },
    NetworkingConfig: { EndpointsConfig: { [names.network]: { Aliases: [ENGINE_ALIAS] } } },
  };
}

/** Where the start script looks for tools of the host. */
const HOST_TOOLS = '/usr/local/libexec/jenkins-tray/host';
const toolMounts = ({ nvidia }: StackInputs): Mount[] =>
  (nvidia?.tools ?? []).map((path) => readOnly(path, `${HOST_TOOLS}/${path.slice(path.lastIndexOf('/') + 1)}`));
