import type Docker from 'dockerode';
import type { EngineEndpoint } from '../../core/world/world.ts';
import { Caller, QUERY_TIMEOUT_MS } from './call.ts';
import { exitOf } from './exec.ts';

/** The user's terminal, or pipes in place of it. */
export interface ShellStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WritableStream;
}

/** bash where there is one. */
const COMMAND = ['/bin/sh', '-c', 'if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi'];

/**
 * Runs a shell in a running container, as `docker exec -it` does, without needing docker: on a terminal its keys and sizes
 * are passed on, otherwise it reads its commands from the input. Returns the shell's exit code.
 */
export async function runShell(
  docker: Docker,
  endpoint: EngineEndpoint,
  container: string,
  { input, output, errors }: ShellStreams,
  signal: AbortSignal,
): Promise<number> {
  const Tty = input.isTTY === true && output.isTTY === true;
  const size = (): { h: number; w: number } => ({ h: output.rows, w: output.columns });
  const exec = await new Caller(endpoint).call(
    `open a shell in ${container}`,
    QUERY_TIMEOUT_MS,
    signal,
    (abortSignal) =>
      docker.getContainer(container).exec({
        ...{ Cmd: COMMAND, AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty, abortSignal },
        Env: Tty ? [`TERM=${process.env.TERM ?? 'xterm'}`] : [],
      }),
  );
  const stream = await exec.start({ hijack: true, stdin: true, Tty });
  const resize = (): void => void exec.resize(size()).catch(() => undefined);
  const stop = (): void => void stream.destroy();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  if (Tty) {
    input.setRawMode(true);
    output.on('resize', resize);
    resize();
    stream.pipe(output, { end: false });
  } else docker.modem.demuxStream(stream, output, errors);
  input.pipe(stream);
  try {
    await new Promise<void>((resolve, reject) => {
      stream.on('end', resolve).on('close', resolve).on('error', reject);
    });
  } finally {
    signal.removeEventListener('abort', stop);
    output.off('resize', resize);
    input.unpipe(stream);
    if (Tty) input.setRawMode(false);
    input.pause();
  }
  signal.throwIfAborted();
  return exitOf(exec, signal);
}
