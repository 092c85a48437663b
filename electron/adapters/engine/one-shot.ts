import type Docker from 'dockerode';
import * as z from 'zod/mini';
import { WITHOUT_LABEL } from '../../core/stack/stack.ts';
import type { ExecResult, LogLine, OneShot } from '../../core/world/engine.ts';
import { type Caller, COMMAND_TIMEOUT_MS } from './call.ts';
import { logStream, readLines, unframe } from './logs.ts';

/** A program in a one-shot container prints some lines; Jenkins' image is not ours. */
const MAX_OUTPUT_LINES = 1000;

/** The response of `POST /containers/ID/wait`. */
const waitSchema = z.object({ StatusCode: z.int() });

/**
 * Runs a one-shot container to its end and always removes it. An abort ends only its run: the engine completes a create
 * request even after an abort, and that container would remain.
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
  const container = await caller.call(doing, COMMAND_TIMEOUT_MS, neverAborted, (abortSignal) =>
    docker.createContainer({ ...optionsOf(run), abortSignal }),
  );
  try {
    return await caller.call(doing, run.timeoutMs ?? COMMAND_TIMEOUT_MS, signal, async (abortSignal) => {
      await container.start({ abortSignal });
      const following = run.output === undefined ? null : follow(docker, container.id, run.output, abortSignal);
      const { StatusCode } = waitSchema.parse(await container.wait({ abortSignal }));
      await following;
      const output = await container.logs({
        stdout: true,
        stderr: true,
        follow: false,
        tail: MAX_OUTPUT_LINES,
        abortSignal,
      });
      return { exitCode: StatusCode, ...unframe(output) };
    });
  } finally {
    await caller.call('remove a one-shot container', COMMAND_TIMEOUT_MS, neverAborted, (abortSignal) =>
      container.remove({ force: true, v: true, abortSignal }),
    );
  }
}

/** What it prints is told meanwhile; where that fails, its end still says everything. */
async function follow(docker: Docker, id: string, output: LogLine, signal: AbortSignal): Promise<void> {
  try {
    await readLines(await logStream(docker, id, signal, { follow: true }), output, signal);
  } catch {
    signal.throwIfAborted();
  }
}

function optionsOf({ name, image, command, user, binds, gpus, labels }: OneShot): Docker.ContainerCreateOptions {
  const [program = '', ...args] = command;
  return {
    name,
    Image: image,
    Entrypoint: [program],
    Cmd: args,
    User: user,
    Labels: { ...labels },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: 'none',
      // With the ids of the host's files, as Jenkins has them.
      UsernsMode: 'host',
      // And with SELinux whatever label those have.
      SecurityOpt: [...WITHOUT_LABEL],
      Binds: binds.map(({ source, target, readOnly }) => `${source}:${target}:${readOnly ? 'ro' : 'rw'}`),
      ...(gpus ? { DeviceRequests: [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }] } : {}),
    },
  };
}
