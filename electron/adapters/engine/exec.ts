import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { ExecResult } from '../../core/world/engine.ts';
import { Collected } from '../http/collected.ts';
import { MAX_OUTPUT, unframe } from './logs.ts';

/** Runs a command in a running container to its end; `input` is its standard input; empty: none. */
export async function execIn(
  docker: Docker,
  container: string,
  command: readonly string[],
  input: string,
  abortSignal: AbortSignal,
): Promise<ExecResult> {
  const hasInput = input !== '';
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdin: hasInput, AttachStdout: true, AttachStderr: true, abortSignal });
  const stream = await exec.start({ hijack: true, stdin: hasInput });
  // The stream is not ended: some proxies in front of an engine do not support half-closed connections.
  if (hasInput) stream.write(input);
  const output = new Collected();
  const keep = (chunk: Buffer): void => {
    if (output.length < MAX_OUTPUT) output.add(chunk);
  };
  const stop = (): void => void stream.destroy();
  // It may have come while the command was being started.
  if (abortSignal.aborted) stop();
  abortSignal.addEventListener('abort', stop, { once: true });
  await new Promise<void>((resolve, reject) => {
    stream.on('data', keep).on('end', resolve).on('close', resolve).on('error', reject);
  }).finally(() => abortSignal.removeEventListener('abort', stop));
  return { exitCode: await exitOf(exec, abortSignal), ...unframe(output.taken()) };
}

/** Retries while the engine does not know the exit code yet, and the delay between them. */
const MAX_TRIES = 50;
const RETRY_MS = 20;

/** The exit code; the output may end shortly before the engine knows it. */
export async function exitOf(exec: Docker.Exec, abortSignal: AbortSignal): Promise<number> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const { ExitCode, Running } = await exec.inspect({ abortSignal });
    if (ExitCode !== null) return ExitCode;
    if (!Running) break;
    await sleep(RETRY_MS, undefined, { signal: abortSignal });
  }
  return 1;
}
