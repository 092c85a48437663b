import type { ContainerInfo } from 'dockerode';
import type { ContainerFact } from '../../core/ports.ts';

const STATES = ['created', 'running', 'restarting', 'paused', 'exited', 'removing', 'dead'] as const;

/** A row of the engine's container list; health and exit code stand in its status text only. */
export function containerFact(row: ContainerInfo): ContainerFact {
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
    mounts: (row.Mounts ?? []).map((mount) => ({
      source: mount.Type === 'volume' ? (mount.Name ?? '') : mount.Source,
      target: mount.Destination,
    })),
    ports: (row.Ports ?? [])
      .filter(({ PublicPort }) => PublicPort !== undefined)
      .map((port) => ({ address: port.IP ?? '', port: port.PublicPort ?? 0, target: port.PrivatePort })),
    createdAt: row.Created * 1000,
  };
}
