import type { ContainerFact, VolumeFact } from '../../../electron/core/world/engine.ts';
import type { ContainerSpec, Mount } from '../../../electron/core/world/specs.ts';
import type { ModelEngine } from './engine.ts';
import {
  type ModelContainer,
  type ModelMount,
  type ModelVolume,
  type NewContainer,
  type Published,
  stateOf,
} from './objects.ts';

/** A container as the adapter tells of it. */
export function factOf(container: ModelContainer, engine: ModelEngine): ContainerFact {
  const { id, name, image, imageId, labels, mounts, ports, createdAt, exitCode, run, network, networkId, aliases } =
    container;
  const state = stateOf(container);
  return {
    ...{ id, name, state, image, imageId, labels, createdAt },
    health: healthOf(container, engine.now),
    exitCode: state === 'exited' || state === 'restarting' ? exitCode : null,
    mounts: mounts.map(({ type, source, target, readOnly }) => ({
      source,
      target,
      ...(readOnly ? { readOnly } : {}),
      ...(type === 'volume' ? { mountpoint: mountpointOf(source) } : {}),
    })),
    ports: run.kind === 'running' ? ports.map(engine.published) : [],
    startedAt: container.startedAt,
    endedAt: container.endedAt,
    restartCount: container.restarts,
    networks: network === null ? [] : [{ name: network, id: networkId ?? '' }],
    made: {
      command: container.command,
      env: container.env,
      exposed: ports.map(({ target }) => target),
      publishes: ports,
      aliases: network === null ? {} : { [network]: aliases },
      user: '',
      memory: 0,
      restart: { name: container.policy, retries: 0 },
    },
  };
}

/** Where the driver `local` has a volume. */
export const mountpointOf = (name: string): string => `/var/lib/docker/volumes/${name}/_data`;

export const volumeFact = ({ name, labels, driver = 'local', options = {} }: ModelVolume): VolumeFact => ({
  ...{ name, labels, driver, options },
  mountpoint: driver === 'local' ? mountpointOf(name) : '',
});

/** A container as a list tells of it. */
export const rowOf = (container: ModelContainer, engine: ModelEngine): ContainerFact => ({
  ...factOf(container, engine),
  made: null,
  startedAt: null,
  endedAt: null,
  restartCount: null,
});

/** The product's start period and as many failed checks as it allows, ms. */
const UNHEALTHY_AFTER_MS = 75_000;

function healthOf({ run }: ModelContainer, now: number): ContainerFact['health'] {
  if (run.kind !== 'running') return 'none';
  const { healthyAfter } = run.program;
  if (healthyAfter === undefined) return 'none';
  if (healthyAfter !== null && now >= run.since + healthyAfter) return 'healthy';
  return now >= run.since + UNHEALTHY_AFTER_MS ? 'unhealthy' : 'starting';
}

const modelMount = ({ Type, Source, Target, ReadOnly }: Mount): ModelMount => ({
  type: Type,
  source: Source,
  target: Target,
  readOnly: ReadOnly,
});

/** What the product's create body makes. */
export function newContainer({ name, body }: ContainerSpec): NewContainer {
  const { Image, Labels, HostConfig } = body;
  const ports = Object.entries(HostConfig.PortBindings ?? {}).flatMap(([target, bindings]) =>
    bindings.map(
      ({ HostIp, HostPort }): Published => ({
        address: HostIp,
        port: Number(HostPort),
        target: Number.parseInt(target, 10),
      }),
    ),
  );
  // The product's type knows no command, and the contract's containers have one.
  const command: unknown = Reflect.get(body, 'Cmd');
  return {
    ...(Array.isArray(command) ? { command: command.map(String) } : {}),
    ...{ name, image: Image, labels: Labels, ports, env: body.Env },
    policy: HostConfig.RestartPolicy.Name,
    network: HostConfig.NetworkMode,
    aliases: body.NetworkingConfig.EndpointsConfig[HostConfig.NetworkMode]?.Aliases ?? [],
    mounts: HostConfig.Mounts.map(modelMount),
  };
}
