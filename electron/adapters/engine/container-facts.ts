import type { ContainerFact, ContainerMake, PublishedPort } from '../../core/world/engine.ts';
import type { ContainerRow, Inspected } from './responses.ts';

const STATES = ['created', 'running', 'restarting', 'paused', 'exited', 'removing', 'dead'] as const;

/** A row of the engine's container list, which has health and exit code only in its status text. */
export function containerFact(row: ContainerRow): ContainerFact {
  const status = row.Status ?? '';
  const exit = /^(?:Exited|Restarting) \((\d+)\)/.exec(status)?.[1];
  return {
    id: row.Id,
    name: (row.Names?.[0] ?? '').replace(/^\//, ''),
    state: STATES.find((state) => state === row.State) ?? 'dead',
    health: /\(healthy\)/.test(status)
      ? 'healthy'
      : /\(unhealthy\)/.test(status)
        ? 'unhealthy'
        : /health: starting/.test(status)
          ? 'starting'
          : 'none',
    exitCode: exit === undefined ? null : Number(exit),
    image: row.Image,
    imageId: row.ImageID,
    labels: row.Labels ?? {},
    mounts: mountFacts(row.Mounts),
    ports: (row.Ports ?? [])
      .filter(({ PublicPort }) => PublicPort !== undefined)
      .map((port) => ({
        address: port.IP ?? '',
        port: port.PublicPort ?? 0,
        target: port.PrivatePort,
        ...protocolFact(port.Type),
      })),
    networks: networkFacts(row.NetworkSettings),
    createdAt: row.Created * 1000,
    made: null,
    startedAt: null,
    endedAt: null,
    restartCount: null,
  };
}

/** An inspected container. */
export function inspectedFact(it: Inspected): ContainerFact {
  const state = STATES.find((known) => known === it.State.Status) ?? 'dead';
  const health = it.State.Health?.Status;
  return {
    id: it.Id,
    name: it.Name.replace(/^\//, ''),
    state,
    health: health === 'healthy' || health === 'unhealthy' || health === 'starting' ? health : 'none',
    exitCode: state === 'exited' || state === 'restarting' ? it.State.ExitCode : null,
    image: it.Config.Image,
    imageId: it.Image,
    labels: it.Config.Labels ?? {},
    mounts: mountFacts(it.Mounts),
    ports: portFacts(it.NetworkSettings?.Ports),
    networks: networkFacts(it.NetworkSettings),
    createdAt: Date.parse(it.Created),
    made: makeFact(it),
    startedAt: timeOf(it.State.StartedAt),
    endedAt: timeOf(it.State.FinishedAt),
    restartCount: it.RestartCount ?? null,
  };
}

function makeFact({ Path, Args, Config, HostConfig, NetworkSettings }: Inspected): ContainerMake {
  const publishes = portFacts(HostConfig?.PortBindings);
  const exposed = Object.keys(Config.ExposedPorts ?? {}).map((key) => Number.parseInt(key, 10));
  return {
    command: [Path ?? '', ...(Args ?? [])],
    env: Config.Env ?? [],
    exposed: [...new Set([...exposed, ...publishes.map(({ target }) => target)])],
    publishes,
    aliases: Object.fromEntries(
      Object.entries(NetworkSettings?.Networks ?? {}).map(([name, it]) => [name, it?.Aliases ?? []]),
    ),
    user: Config.User ?? '',
    memory: HostConfig?.Memory ?? 0,
    restart: {
      name: HostConfig?.RestartPolicy?.Name || 'no',
      retries: HostConfig?.RestartPolicy?.MaximumRetryCount ?? 0,
    },
  };
}

type Bindings = NonNullable<Inspected['NetworkSettings']>['Ports'];

/** From `8080/tcp` and what it is bound to. */
const portFacts = (bindings: Bindings): readonly PublishedPort[] =>
  Object.entries(bindings ?? {}).flatMap(([inside, bound]) => {
    const [target = '', protocol] = inside.split('/');
    return (bound ?? []).map(({ HostIp, HostPort }) => ({
      address: HostIp,
      port: Number(HostPort),
      target: Number(target),
      ...protocolFact(protocol),
    }));
  });

/** Before its first start a container has started, and before its first end ended, in the year 1. */
function timeOf(time: string | undefined): number | null {
  const at = Date.parse(time ?? '');
  return at > 0 ? at : null;
}

/** The id is missing or empty before a container's first start. */
const networkFacts = (settings: ContainerRow['NetworkSettings']): ContainerFact['networks'] =>
  Object.entries(settings?.Networks ?? {}).map(([name, it]) => ({ name, id: it?.NetworkID ?? '' }));

const mountFacts = (mounts: Inspected['Mounts']): ContainerFact['mounts'] =>
  (mounts ?? []).map(({ Type, Name, Source, Destination, RW }) => ({
    source: (Type === 'volume' ? Name : Source) ?? '',
    target: Destination,
    ...(RW === false ? { readOnly: true } : {}),
    ...(Type === 'volume' && Source ? { mountpoint: Source } : {}),
  }));

const protocolFact = (protocol = 'tcp'): Pick<PublishedPort, 'protocol'> => (protocol === 'tcp' ? {} : { protocol });
