import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { EngineClient, ExecResult } from '../../core/world/engine.ts';
import type { ContainerSpec } from '../../core/world/specs.ts';
import { FailureError } from '../../shared/failure.ts';
import { buildImage } from './build.ts';
import { ACT, ASK, type Caller } from './call.ts';
import { facts } from './errors.ts';
import { plainLines, readLines, unframe, wholeLog } from './logs.ts';
import type { Reads } from './reads.ts';
import { runOnce } from './run-once.ts';

/** How long after it was told to stop, and how soon after its start, a container is told once more, ms. */
const LISTENS = 1000;
const JUST_STARTED = 5000;

/** What changes something, or is a stream; with dockerode. */
export type Acts = Omit<EngineClient, keyof Reads | 'watch'>;

export function createActs(docker: Docker, caller: Caller): Acts {
  const ask = <T>(
    doing: string,
    signal: AbortSignal,
    run: (it: Docker, signal: AbortSignal) => Promise<T>,
    ms = ASK,
  ): Promise<T> => caller.call(doing, ms, signal, (both) => run(docker, both));
  const act = <T>(
    doing: string,
    signal: AbortSignal,
    run: (it: Docker, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => ask(doing, signal, run, ACT);
  const gone = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((thrown: unknown) => {
      if (!(thrown instanceof FailureError && facts(thrown.cause).statusCode === 404)) throw thrown;
    });
  };

  return {
    async createNetwork({ name, mtu, labels }, signal) {
      const Options = { 'com.docker.network.driver.mtu': String(mtu) };
      await act('create a network', signal, (it, abortSignal) =>
        it.createNetwork({
          Name: name,
          Driver: 'bridge',
          CheckDuplicate: true,
          Labels: { ...labels },
          Options,
          abortSignal,
        }),
      );
    },
    async createVolume({ name, labels }, signal) {
      await act('create a volume', signal, (it, abortSignal) =>
        it.createVolume({ Name: name, Labels: { ...labels }, abortSignal }),
      );
    },
    buildImage: (spec, output, signal) =>
      // A first build downloads gigabytes: an hour, or the user’s patience.
      ask('build an image', signal, (it, abortSignal) => buildImage(it, spec, output, abortSignal), 3_600_000),
    async createContainer(spec: ContainerSpec, signal) {
      const options: Docker.ContainerCreateOptions = { name: spec.name, ...structuredClone<object>(spec.body) };
      return (
        await act(`create ${spec.name}`, signal, (it, abortSignal) => it.createContainer({ ...options, abortSignal }))
      ).id;
    },
    async start(container, signal) {
      await act(`start ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).start({ abortSignal }),
      ).catch(unless(304));
    },
    async stop(container, grace, signal) {
      const ms = grace * 1000 + 30_000;
      const again = setTimeout(() => void tellAgain(docker.getContainer(container), signal), LISTENS);
      await ask(
        `stop ${container}`,
        signal,
        (it, abortSignal) => it.getContainer(container).stop({ t: grace, abortSignal }),
        ms,
      )
        .catch(unless(304, 404))
        .finally(() => clearTimeout(again));
      // The engine answers once the exit is done; `wait` confirms it even where the stop was somebody else's.
      await gone(
        ask(
          `wait for ${container} to end`,
          signal,
          (it, abortSignal) => it.getContainer(container).wait({ abortSignal }),
          ms,
        ),
      );
    },
    async putAside(container, to, signal) {
      // One with `--restart always` would come back with the engine, onto the home that another Jenkins uses by then.
      // 409: one with `--rm`, which has no such policy and may be going away by itself.
      const RestartPolicy = { Name: 'no' };
      await act(`keep ${container} from starting`, signal, (it, abortSignal) =>
        it.getContainer(container).update({ RestartPolicy, abortSignal }),
      ).catch(unless(404, 409));
      await act(`rename ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).rename({ name: to, abortSignal }),
      ).catch(unless(404));
    },
    async removeContainer(container, signal) {
      // `v` only ends anonymous volumes; the named ones and all folders stay.
      await act(`remove ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).remove({ v: true, force: false, abortSignal }),
      ).catch(unless(404));
    },
    async removeNetwork(name, signal) {
      await act(`remove the network ${name}`, signal, (it, abortSignal) =>
        it.getNetwork(name).remove({ abortSignal }),
      ).catch(unless(404));
    },
    async removeVolume(name, signal) {
      await act(`remove the volume ${name}`, signal, (it, abortSignal) =>
        it.getVolume(name).remove({ abortSignal }),
      ).catch(unless(404));
    },
    async removeImage(reference, signal) {
      await act(`remove the image ${reference}`, signal, (it, abortSignal) =>
        it.getImage(reference).remove({ abortSignal }),
      ).catch(unless(404));
    },
    async logTail(container, lines, signal) {
      const answer = await ask(`read the log of ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).logs({ stdout: true, stderr: true, follow: false, tail: lines, abortSignal }),
      );
      const { stdout, stderr } = unframe(answer);
      return plainLines(stdout + stderr).slice(-lines);
    },
    async followLog(container, tail, line, signal, full) {
      const stream = await ask(`read the log of ${container}`, signal, (it) =>
        it.getContainer(container).logs({ stdout: true, stderr: true, follow: true, tail, abortSignal: signal }),
      );
      await readLines(stream, line, signal, full);
    },
    async readLog(container, line, signal, full) {
      const stream = await ask(`read the log of ${container}`, signal, (it) => wholeLog(it, container, signal));
      await readLines(stream, line, signal, full);
    },
    exec: (container, command, signal, input = '') =>
      act(`run ${command[0] ?? ''} in ${container}`, signal, (it, abortSignal) =>
        execIn(it, container, command, input, abortSignal),
      ),
    runOnce: (run, signal) => runOnce(docker, caller, run, signal),
  };
}

/** Swallows an answer that means "is so already". */
const unless =
  (...codes: readonly number[]) =>
  (thrown: unknown): void => {
    if (!(thrown instanceof FailureError && codes.includes(facts(thrown.cause).statusCode))) throw thrown;
  };

/**
 * The kernel drops a signal that the first process of a container does not listen for yet, and the engine sends it once:
 * a container that had only just started would be waited for until it is killed. So it is told once more.
 */
async function tellAgain(container: Docker.Container, abortSignal: AbortSignal): Promise<void> {
  try {
    const { Config, State } = await container.inspect({ abortSignal });
    if (!State.Running || Date.now() - Date.parse(State.StartedAt) > JUST_STARTED) return;
    // Types of dockerode lack the signal that an image or a container may have of its own.
    const own: unknown = Reflect.get(Config, 'StopSignal');
    await container.kill({ signal: typeof own === 'string' ? own : 'SIGTERM', abortSignal });
  } catch {
    // It has ended meanwhile, or the engine does not answer: the stop itself tells of that.
  }
}

async function execIn(
  docker: Docker,
  container: string,
  command: readonly string[],
  input: string,
  abortSignal: AbortSignal,
): Promise<ExecResult> {
  const reads = input !== '';
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdin: reads, AttachStdout: true, AttachStderr: true, abortSignal });
  const stream = await exec.start({ hijack: true, stdin: reads });
  // Never its end: not every proxy before an engine takes half a connection's end for that.
  if (reads) stream.write(input);
  const chunks: Buffer[] = [];
  const stop = (): void => void stream.destroy();
  abortSignal.addEventListener('abort', stop, { once: true });
  await new Promise<void>((resolve, reject) => {
    stream
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', resolve)
      .on('close', resolve)
      .on('error', reject);
  }).finally(() => abortSignal.removeEventListener('abort', stop));
  return { exitCode: await exitOf(exec, abortSignal), ...unframe(Buffer.concat(chunks)) };
}

/** The output may end a moment before the engine knows of the exit. */
async function exitOf(exec: Docker.Exec, abortSignal: AbortSignal): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { ExitCode, Running } = await exec.inspect({ abortSignal });
    if (ExitCode !== null) return ExitCode;
    if (!Running) break;
    await sleep(20, undefined, { signal: abortSignal });
  }
  return 1;
}
