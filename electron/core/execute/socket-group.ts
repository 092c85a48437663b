import { FailureError } from '../../shared/failure.ts';
import { socketGroupUnknown } from '../../shared/failures/engine.ts';
import { oneShotLabels } from '../stack/one-shot.ts';
import { SOCKET, SOCKET_GROUP, socketAtEngine } from '../stack/stack.ts';
import type { ContainerSpec } from '../world/specs.ts';
import type { Execution } from './execution.ts';

/** A container's create body with the group of the engine's socket instead of its placeholder. Throws FailureError. */
export async function withSocketGroup(
  spec: ContainerSpec,
  run: Execution,
  signal: AbortSignal,
): Promise<ContainerSpec> {
  const { HostConfig } = spec.body;
  if (HostConfig.GroupAdd?.includes(SOCKET_GROUP) !== true) return spec;
  const { socket } = run.world.endpoint;
  // By the path on this computer: two engines may have the same one on their own.
  const source = socket ?? SOCKET;
  const known = await run.world.socketGroup.remembered(source);
  const group = known ?? (await findSocketGroup(socketAtEngine(socket), spec.body.Image, run, signal));
  // Without the cache it is only found again.
  if (known === null) await run.world.socketGroup.remember(source, group).catch(() => undefined);
  return { ...spec, body: { ...spec.body, HostConfig: { ...HostConfig, GroupAdd: [group] } } };
}

/** Determines the group in a container, since it may differ on the host (rootless, Docker Desktop). */
async function findSocketGroup(
  source: string,
  image: string,
  { world, names, version }: Execution,
  signal: AbortSignal,
): Promise<string> {
  const labels = oneShotLabels(names, version);
  const binds = [{ source, target: SOCKET, readOnly: true }];
  const command = ['stat', '-c', '%g', SOCKET];
  const found = await world.engine.runOneShot(
    { name: names.oneShot, image, command, user: '0', binds, gpus: false, labels },
    signal,
  );
  const group = found.stdout.trim();
  if (/^\d+$/.test(group)) return group;
  throw new FailureError(socketGroupUnknown(source, `${found.stdout}${found.stderr}`));
}
