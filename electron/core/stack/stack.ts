import type { JenkinsMode } from '../../shared/mode.ts';
import type { ContainerSpec, ImageSpec, NetworkSpec, VolumeSpec } from '../world/specs.ts';

/** Placeholder in `GroupAdd` for the group of the engine's socket, which only a container can determine; not part of any hash. */
export const SOCKET_GROUP = 'socket';
/**
 * Where a container finds the engine's socket. `/var/run` is a link to `/run`, and a mount below a link breaks copies on
 * Docker 29.5 to 29.7 and on some distributions' 28.5 (moby#52653).
 */
export const SOCKET = '/run/docker.sock';
/** On Docker Desktop the computer has the socket elsewhere, and only the engine's own path can be mounted (docker/docs#20143). */
export function socketAtEngine(socket: string | null): string {
  if (socket === null) return SOCKET;
  return socket.endsWith('/.docker/desktop/docker.sock') ? '/var/run/docker.sock' : socket;
}
/** No SELinux label of its own: moby ignores it on an engine without SELinux. */
export const WITHOUT_LABEL: readonly string[] = ['label=disable'];
/** A tmpfs of this container; containers that inherit its volumes do not see it. */
export const SECRETS = '/run/jenkins-tray';
/** Only for uid 1000, as which Jenkins runs. */
export const SECRETS_OPTIONS = 'rw,noexec,nosuid,nodev,size=64k,uid=1000,gid=1000,mode=0700';

/** What one mode consists of, as plain data. The bodies are the engine's own create bodies. */
export interface Stack {
  readonly mode: JenkinsMode;
  readonly networks: readonly NetworkSpec[];
  readonly volumes: readonly VolumeSpec[];
  readonly images: readonly ImageSpec[];
  /** Those of the other mode, which an update builds as well if they are there. */
  readonly furtherImages: readonly ImageSpec[];
  /** In start order: the nested engine first. */
  readonly containers: readonly ContainerSpec[];
}
