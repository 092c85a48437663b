import type Docker from 'dockerode';
import * as z from 'zod/mini';
import type { ExecResult, OneShot } from '../../core/world/engine.ts';
import { ACT_MS, type Caller } from './call.ts';
import { unframe } from './logs.ts';

/** What `POST /containers/ID/wait` answers with. */
const endSchema = z.object({ StatusCode: z.int() });

/**
 * Runs a one-shot container to its end and removes it, whatever happens. An abort ends only its run: an engine
 * completes a create that nobody waits for any more, and that container would stay.
 */
export async function runOneShot(
  docker: Docker,
  caller: Caller,
  run: OneShot,
  signal: AbortSignal,
): Promise<ExecResult> {
  const doing = 'run a one-shot container';
  const neverAborted = new AbortController().signal;
  signal.throwIfAborted();
  const container = await caller.call(doing, ACT_MS, neverAborted, (abortSignal) =>
    docker.createContainer({ ...optionsOf(run), abortSignal }),
  );
  try {
    return await caller.call(doing, run.patience ?? ACT_MS, signal, async (abortSignal) => {
      await container.start({ abortSignal });
      const { StatusCode } = endSchema.parse(await container.wait({ abortSignal }));
      const output = await container.logs({ stdout: true, stderr: true, follow: false, abortSignal });
      return { exitCode: StatusCode, ...unframe(output) };
    });
  } finally {
    await caller.call('remove a one-shot container', ACT_MS, neverAborted, (abortSignal) =>
      container.remove({ force: true, v: true, abortSignal }),
    );
  }
}

function optionsOf({ name, image, command, user, binds, gpus, labels }: OneShot): Docker.ContainerCreateOptions {
  const [entry = '', ...rest] = command;
  return {
    name,
    Image: image,
    Entrypoint: [entry],
    Cmd: rest,
    User: user,
    Labels: { ...labels },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: 'none',
      Binds: binds.map(({ source, target, readOnly }) => `${source}:${target}:${readOnly ? 'ro' : 'rw'}`),
      ...(gpus ? { DeviceRequests: [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }] } : {}),
    },
  };
}
