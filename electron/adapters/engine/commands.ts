import type Docker from 'dockerode';
import type { EngineClient } from '../../core/world/engine.ts';
import type { ContainerSpec } from '../../core/world/specs.ts';
import { buildImage } from './build.ts';
import { ACT_MS, ASK_MS, type Caller } from './call.ts';
import { unlessStatus } from './errors.ts';
import { execIn } from './exec.ts';
import { plainLines, readLines, unframe, wholeLog } from './logs.ts';
import { runOneShot } from './one-shot.ts';
import type { EngineQueries } from './queries.ts';
import { stop } from './stop.ts';

/** The calls that change something, and those that stream; by dockerode. */
export type EngineCommands = Omit<EngineClient, keyof EngineQueries | 'watch'>;

export function createCommands(docker: Docker, caller: Caller): EngineCommands {
  const ask = <T>(
    doing: string,
    signal: AbortSignal,
    run: (it: Docker, signal: AbortSignal) => Promise<T>,
    ms = ASK_MS,
  ): Promise<T> => caller.call(doing, ms, signal, (both) => run(docker, both));
  const act = <T>(
    doing: string,
    signal: AbortSignal,
    run: (it: Docker, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => ask(doing, signal, run, ACT_MS);

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
      ).catch(unlessStatus(304));
    },
    stop: (container, grace, signal) => stop(docker, caller, container, grace, signal),
    async putAside(container, to, signal) {
      // One with `--restart always` would come back with the engine, onto the home that another Jenkins uses by then.
      // 409: one with `--rm`, which has no such policy and may be going away by itself.
      const RestartPolicy = { Name: 'no' };
      await act(`keep ${container} from starting`, signal, (it, abortSignal) =>
        it.getContainer(container).update({ RestartPolicy, abortSignal }),
      ).catch(unlessStatus(404, 409));
      await act(`rename ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).rename({ name: to, abortSignal }),
      ).catch(unlessStatus(404));
    },
    async removeContainer(container, signal) {
      // `v` only ends anonymous volumes; the named ones and all folders stay.
      await act(`remove ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).remove({ v: true, force: false, abortSignal }),
      ).catch(unlessStatus(404));
    },
    async removeNetwork(name, signal) {
      await act(`remove the network ${name}`, signal, (it, abortSignal) =>
        it.getNetwork(name).remove({ abortSignal }),
      ).catch(unlessStatus(404));
    },
    async removeVolume(name, signal) {
      await act(`remove the volume ${name}`, signal, (it, abortSignal) =>
        it.getVolume(name).remove({ abortSignal }),
      ).catch(unlessStatus(404));
    },
    async removeImage(reference, signal) {
      await act(`remove the image ${reference}`, signal, (it, abortSignal) =>
        it.getImage(reference).remove({ abortSignal }),
      ).catch(unlessStatus(404));
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
    runOneShot: (run, signal) => runOneShot(docker, caller, run, signal),
  };
}
