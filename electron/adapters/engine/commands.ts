import type Docker from 'dockerode';
import * as z from 'zod/mini';
import type { EngineClient } from '../../core/world/engine.ts';
import type { ContainerSpec } from '../../core/world/specs.ts';
import { baseDigests } from './base-digests.ts';
import { buildImage } from './build.ts';
import { type Caller, COMMAND_TIMEOUT_MS, QUERY_TIMEOUT_MS } from './call.ts';
import { unlessNotPaused, unlessStatus } from './errors.ts';
import { execIn } from './exec.ts';
import { lastLines, logStream, readLines } from './logs.ts';
import { runOneShot } from './one-shot.ts';
import type { EngineQueries } from './queries.ts';
import { partsOf } from './repository.ts';
import { stop } from './stop.ts';

/** What the engine names a container by; in the model of the tests it is a word. */
const idSchema = z.string().check(z.regex(/^[\w.-]{1,128}$/));

/** The calls that change something or stream, through dockerode. */
export type EngineCommands = Omit<EngineClient, keyof EngineQueries | 'watch'>;

export function createCommands(docker: Docker, caller: Caller): EngineCommands {
  const query = <T>(
    doing: string,
    signal: AbortSignal,
    run: (client: Docker, signal: AbortSignal) => Promise<T>,
    ms = QUERY_TIMEOUT_MS,
  ): Promise<T> => caller.call(doing, ms, signal, (combined) => run(docker, combined));
  const command = <T>(
    doing: string,
    signal: AbortSignal,
    run: (client: Docker, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => query(doing, signal, run, COMMAND_TIMEOUT_MS);

  return {
    baseDigests: (reference, signal) =>
      query(`ask for the digest of ${reference}`, signal, (client) => baseDigests(client, reference)),
    async createNetwork({ name, mtu, labels }, signal) {
      const Options = { 'com.docker.network.driver.mtu': String(mtu) };
      await command('create a network', signal, (client, abortSignal) =>
        client.createNetwork({
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
      await command('create a volume', signal, (client, abortSignal) =>
        client.createVolume({ Name: name, Labels: { ...labels }, abortSignal }),
      );
    },
    buildImage: (spec, output, signal) =>
      // A first build downloads gigabytes: one hour; the user can cancel it.
      query(
        'build an image',
        signal,
        (client, abortSignal) => buildImage(client, spec, output, abortSignal),
        3_600_000,
      ),
    async tagImage(from, reference, signal) {
      const { fromImage: repo, tag } = partsOf(reference);
      await command(`name the image ${reference}`, signal, (client, abortSignal) =>
        client.getImage(from).tag({ repo, tag, abortSignal }),
      );
    },
    async createContainer(spec: ContainerSpec, signal) {
      const options: Docker.ContainerCreateOptions = { name: spec.name, ...structuredClone<object>(spec.body) };
      return command(`create ${spec.name}`, signal, async (client, abortSignal) =>
        idSchema.parse((await client.createContainer({ ...options, abortSignal })).id),
      );
    },
    async start(container, signal) {
      await command(`start ${container}`, signal, (client, abortSignal) =>
        client.getContainer(container).start({ abortSignal }),
      ).catch(unlessStatus(304));
    },
    async unpause(container, signal) {
      await command(`resume ${container}`, signal, (client, abortSignal) =>
        client.getContainer(container).unpause({ abortSignal }),
      ).catch(unlessNotPaused);
    },
    stop: (container, grace, signal) => stop(docker, caller, container, grace, signal),
    async retire(container, to, signal) {
      // With `--restart always` it would restart with the engine and use the home of another Jenkins.
      // 409: a container with `--rm`, which has no restart policy and may be in removal.
      const RestartPolicy = { Name: 'no' };
      await command(`disable automatic restarts of ${container}`, signal, (client, abortSignal) =>
        client.getContainer(container).update({ RestartPolicy, abortSignal }),
      ).catch(unlessStatus(404, 409));
      await command(`rename ${container}`, signal, (client, abortSignal) =>
        client.getContainer(container).rename({ name: to, abortSignal }),
      ).catch(unlessStatus(404));
    },
    async reinstate(container, to, { name, retries }, signal) {
      // Before the rename: what has its own name also has its policy.
      const RestartPolicy = { Name: name, ...(name === 'on-failure' ? { MaximumRetryCount: retries } : {}) };
      await command(`enable automatic restarts of ${container}`, signal, (client, abortSignal) =>
        client.getContainer(container).update({ RestartPolicy, abortSignal }),
      );
      if (to === null) return;
      await command(`rename ${container}`, signal, (client, abortSignal) =>
        client.getContainer(container).rename({ name: to, abortSignal }),
      );
    },
    async removeContainer(container, signal) {
      // `v` removes only anonymous volumes, no named ones and no folders.
      await command(`remove ${container}`, signal, (client, abortSignal) =>
        client.getContainer(container).remove({ v: true, force: false, abortSignal }),
      ).catch(unlessStatus(404));
    },
    async removeNetwork(name, signal) {
      await command(`remove the network ${name}`, signal, (client, abortSignal) =>
        client.getNetwork(name).remove({ abortSignal }),
      ).catch(unlessStatus(404));
    },
    async removeVolume(name, signal) {
      await command(`remove the volume ${name}`, signal, (client, abortSignal) =>
        client.getVolume(name).remove({ abortSignal }),
      ).catch(unlessStatus(404));
    },
    async removeImage(reference, signal) {
      await command(`remove the image ${reference}`, signal, (client, abortSignal) =>
        client.getImage(reference).remove({ abortSignal }),
      ).catch(unlessStatus(404));
    },
    async logTail(container, lines, signal) {
      return query(`read the log of ${container}`, signal, async (client, combined) =>
        lastLines(await logStream(client, container, combined, { tail: lines }), lines, combined),
      );
    },
    async followLog(container, part, line, signal, full) {
      const stream = await query(`read the log of ${container}`, signal, (client) =>
        logStream(client, container, signal, { ...part, follow: true }),
      );
      await readLines(stream, line, signal, full);
    },
    async readLog(container, part, line, signal, full) {
      const stream = await query(`read the log of ${container}`, signal, (client) =>
        logStream(client, container, signal, part),
      );
      await readLines(stream, line, signal, full);
    },
    exec: (container, argv, signal, input = '', timeoutMs = COMMAND_TIMEOUT_MS) =>
      query(
        `run ${argv[0] ?? ''} in ${container}`,
        signal,
        (client, abortSignal) => execIn(client, container, argv, input, abortSignal),
        timeoutMs,
      ),
    runOneShot: (run, signal) => runOneShot(docker, caller, run, signal),
  };
}
