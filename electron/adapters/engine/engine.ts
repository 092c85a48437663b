import type Docker from 'dockerode';
import type {
  ContainerFact,
  EnginePort,
  EngineVersion,
  ExecResult,
  ObjectFact,
  OneShot,
  SecretFile,
} from '../../core/ports.ts';
import type { ContainerSpec } from '../../core/stack.ts';
import { FailureError } from '../../shared/failure.ts';
import { buildImage } from './build.ts';
import { ACT, ASK, Caller } from './call.ts';
import { containerFact } from './container-facts.ts';
import type { Connection } from './endpoint.ts';
import { facts } from './errors.ts';
import { FrameLines, plainLines, unframe } from './logs.ts';
import { archiveOf } from './secret-archive.ts';
import { watchEvents } from './watch.ts';

/** The oldest engine that has all we ask for: 20.10. */
const LEAST_API = [1, 41] as const;

export type CountingEngine = EnginePort & { requests(): number };

/** The engine behind a connection; names in `ours` are watched for. dockerode is loaded on first use, since it is slow to load. */
export function createEngine(connection: Connection, ours: (name: string) => boolean): CountingEngine {
  const caller = new Caller(connection.endpoint);
  let loaded: Promise<Docker> | null = null;
  const docker = (): Promise<Docker> => {
    loaded ??= connect(connection);
    return loaded;
  };
  const ask = <T>(
    doing: string,
    signal: AbortSignal,
    run: (it: Docker, signal: AbortSignal) => Promise<T>,
    ms = ASK,
  ): Promise<T> => caller.call(doing, ms, signal, async (both) => run(await docker(), both));
  const act = <T>(
    doing: string,
    signal: AbortSignal,
    run: (it: Docker, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => ask(doing, signal, run, ACT);
  const list = async (
    doing: string,
    filters: Record<string, string[]> | null,
    all: boolean,
    signal: AbortSignal,
  ): Promise<ContainerFact[]> =>
    (
      await ask(doing, signal, (it, abortSignal) =>
        it.listContainers({ all, abortSignal, ...(filters === null ? {} : { filters }) }),
      )
    ).map(containerFact);
  const exact = (names: readonly string[]): string[] => names.map((name) => `^/?${name.replaceAll('.', '\\.')}$`);
  const gone = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((thrown: unknown) => {
      if (!(thrown instanceof FailureError && facts(thrown.cause).statusCode === 404)) throw thrown;
    });
  };

  return {
    requests: () => caller.requests,
    async version(signal): Promise<EngineVersion> {
      const found = await ask('say its version', signal, (it) => it.version());
      const [major = 0, minor = 0] = String(found.ApiVersion).split('.').map(Number);
      if (major < LEAST_API[0] || (major === LEAST_API[0] && minor < LEAST_API[1])) {
        throw new FailureError({
          code: 'engine/too-old',
          title: `Docker ${found.Version} is too old`,
          detail: `Its API is ${found.ApiVersion}; ${LEAST_API.join('.')} (Docker 20.10) is needed.`,
          fix: 'Update Docker.',
          command: 'sudo apt-get install --only-upgrade docker-ce',
        });
      }
      return { version: found.Version, apiVersion: found.ApiVersion, os: found.Os };
    },
    async containersNamed(names, signal) {
      const found = await list('list containers', { name: exact(names) }, true, signal);
      return found.filter(({ name }) => names.includes(name));
    },
    runningContainers: (signal) => list('list containers', null, false, signal),
    async containersMounting(path, signal) {
      return list('list containers', { volume: [path], status: ['running', 'restarting', 'paused'] }, true, signal);
    },
    async networksNamed(names, signal) {
      const found = await ask('list networks', signal, (it, abortSignal) =>
        it.listNetworks({ abortSignal, filters: { name: exact(names) } }),
      );
      return found
        .filter(({ Name }) => names.includes(Name))
        .map((it): ObjectFact => ({ name: it.Name, id: it.Id, labels: it.Labels ?? {} }));
    },
    async volumesNamed(names, signal) {
      const found = await ask('list volumes', signal, (it, abortSignal) =>
        it.listVolumes({ abortSignal, filters: { name: [...names] } }),
      );
      return (found.Volumes ?? [])
        .filter(({ Name }) => names.includes(Name))
        .map((it): ObjectFact => ({ name: it.Name, id: it.Name, labels: it.Labels ?? {} }));
    },
    async imagesNamed(references, signal) {
      const found = await ask('list images', signal, (it, abortSignal) =>
        it.listImages({ abortSignal, filters: { reference: [...references] } }),
      );
      return references.flatMap((name): ObjectFact[] => {
        const image = found.find(({ RepoTags }) => RepoTags?.includes(`${name}:latest`) || RepoTags?.includes(name));
        return image === undefined ? [] : [{ name, id: image.Id, labels: image.Labels ?? {} }];
      });
    },
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
      // A first build downloads gigabytes; only the user's patience ends it.
      ask('build an image', signal, (it, abortSignal) => buildImage(it, spec, output, abortSignal), 3_600_000),
    async createContainer(spec: ContainerSpec, signal) {
      const options: Docker.ContainerCreateOptions = { name: spec.name, ...structuredClone<object>(spec.body) };
      return (
        await act(`create ${spec.name}`, signal, (it, abortSignal) => it.createContainer({ ...options, abortSignal }))
      ).id;
    },
    async putFiles(container, files: readonly SecretFile[], signal) {
      const archive = await archiveOf(files);
      await act('copy files', signal, (it, abortSignal) =>
        it.getContainer(container).putArchive(archive, { path: '/', abortSignal }),
      );
    },
    async start(container, signal) {
      await act(`start ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).start({ abortSignal }),
      ).catch(unless(304));
    },
    async stop(container, grace, signal) {
      const ms = grace * 1000 + 30_000;
      await ask(
        `stop ${container}`,
        signal,
        (it, abortSignal) => it.getContainer(container).stop({ t: grace, abortSignal }),
        ms,
      ).catch(unless(304, 404));
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
    async rename(container, to, signal) {
      await act(`rename ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).rename({ name: to, abortSignal }),
      );
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
    async inspect(container, signal) {
      const [found] = await list(`look at ${container}`, { name: exact([container]) }, true, signal);
      if (found !== undefined) return found;
      throw new FailureError({
        code: 'engine/error',
        title: `${container} is gone`,
        detail: 'Somebody removed it meanwhile.',
        fix: 'Try again.',
      });
    },
    async logTail(container, lines, signal) {
      const answer = await ask(`read the log of ${container}`, signal, (it, abortSignal) =>
        it.getContainer(container).logs({ stdout: true, stderr: true, follow: false, tail: lines, abortSignal }),
      );
      const { stdout, stderr } = unframe(answer);
      return plainLines(stdout + stderr).slice(-lines);
    },
    async followLog(container, tail, line, signal) {
      const stream = await ask(`read the log of ${container}`, signal, (it) =>
        it.getContainer(container).logs({ stdout: true, stderr: true, follow: true, tail, abortSignal: signal }),
      );
      const frames = new FrameLines(line);
      await new Promise<void>((resolve) => {
        stream
          .on('data', (chunk: Buffer) => frames.push(chunk))
          .on('end', resolve)
          .on('close', resolve)
          .on('error', () => resolve());
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      frames.end();
    },
    exec: (container, command, signal) =>
      act(`run ${command[0] ?? ''} in ${container}`, signal, (it, abortSignal) =>
        execIn(it, container, command, abortSignal),
      ),
    runOnce: (run, signal) =>
      act('run a short-lived container', signal, (it, abortSignal) => runOnce(it, run, abortSignal)),
    watch: (changed, signal) => watchEvents(docker, ours, changed, signal),
  };
}

/** Swallows an answer that means "is so already". */
const unless =
  (...codes: readonly number[]) =>
  (thrown: unknown): void => {
    if (!(thrown instanceof FailureError && codes.includes(facts(thrown.cause).statusCode))) throw thrown;
  };

/** A client for this connection; dockerode is loaded now. */
export async function connect({ endpoint, tls }: Connection): Promise<Docker> {
  const { default: Dockerode } = await import('dockerode');
  if (endpoint.socket !== null) return new Dockerode({ socketPath: endpoint.socket, host: '', port: 0 });
  const url = new URL(endpoint.host.replace(/^tcp:/, tls === null ? 'http:' : 'https:'));
  const port = Number(url.port || (tls === null ? 2375 : 2376));
  return new Dockerode({ host: url.hostname, port, protocol: tls === null ? 'http' : 'https', ...(tls ?? {}) });
}

async function execIn(
  docker: Docker,
  container: string,
  command: readonly string[],
  abortSignal: AbortSignal,
): Promise<ExecResult> {
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal });
  const stream = await exec.start({ hijack: true, stdin: false });
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    stream
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', resolve)
      .on('close', resolve)
      .on('error', reject);
    abortSignal.addEventListener('abort', () => stream.destroy(), { once: true });
  });
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? 1, ...unframe(Buffer.concat(chunks)) };
}

/** Removed whatever happens; an abort must not leave it running, so the removal has no signal. */
async function runOnce(docker: Docker, run: OneShot, abortSignal: AbortSignal): Promise<ExecResult> {
  const [entry = '', ...rest] = run.command;
  const container = await docker.createContainer({
    ...(run.name === null ? {} : { name: run.name }),
    Image: run.image,
    Entrypoint: [entry],
    Cmd: rest,
    User: run.user,
    Labels: { ...run.labels },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: 'none',
      Binds: run.binds.map(({ source, target, readOnly }) => `${source}:${target}:${readOnly ? 'ro' : 'rw'}`),
      ...(run.gpus ? { DeviceRequests: [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }] } : {}),
    },
    abortSignal,
  });
  try {
    await container.start({ abortSignal });
    const { StatusCode }: { readonly StatusCode: number } = await container.wait({ abortSignal });
    return { exitCode: StatusCode, ...unframe(await container.logs({ stdout: true, stderr: true, follow: false })) };
  } finally {
    await container.remove({ force: true, v: true });
  }
}
