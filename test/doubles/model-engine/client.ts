import { unlessNotPaused, unlessStatus } from '../../../electron/adapters/engine/errors.ts';
import type { EngineClient, ExecResult, LogPart, ObjectFact } from '../../../electron/core/world/engine.ts';
import type { ContainerSpec } from '../../../electron/core/world/specs.ts';
import { FailureError } from '../../../electron/shared/failure.ts';
import { containerGone } from '../../../electron/shared/failures/engine.ts';
import { type CallerOptions, ModelCaller } from './caller.ts';
import type { ModelEngine } from './engine.ts';
import { factOf, newContainer, rowOf, volumeFact } from './facts.ts';
import { isLive } from './lifecycle.ts';
import type { ModelContainer, Policy } from './objects.ts';
import { modelOneShot, type OneShotProgram } from './one-shot.ts';
import { runScript, scriptOf } from './script.ts';

export interface ModelClientOptions extends CallerOptions {
  /** What a command does inside a running container; by default it is a script. */
  readonly exec?: (container: ModelContainer, command: readonly string[], input: string) => ExecResult;
  readonly oneShot?: OneShotProgram;
  /** Names whose events `watch` tells of; undefined: all. */
  readonly watched?: readonly string[];
}

/** An EngineClient on a model engine; makes the same calls in the same order as the adapter. */
export function modelClient(options: ModelClientOptions): EngineClient {
  const { engine } = options;
  const caller = new ModelCaller(options);
  const exec = options.exec ?? ((_container, command, input) => runScript(scriptOf(command), input));
  const nameOf = (reference: string): string => engine.containers.find(({ id }) => id === reference)?.name ?? reference;
  const fact = (name: string) => {
    const found = engine.containers.find((it) => it.name === name);
    return found === undefined ? [] : [factOf(found, engine)];
  };
  const pick = (list: readonly ObjectFact[], names: readonly string[]): ObjectFact[] =>
    list.filter(({ name }) => names.includes(name));

  return {
    version: (signal) => caller.ask('answer', signal, () => ({ version: '29.0.0', apiVersion: '1.52', os: 'linux' })),
    containersNamed: (names, signal) => caller.ask('look', signal, () => names.flatMap(fact)),
    containersAround: (names, signal) =>
      caller.ask('look', signal, () => [
        ...names.flatMap(fact),
        ...engine.containers
          .filter((it) => names.some((name) => it.name.startsWith(`${name}.`)) && !names.includes(it.name))
          .map((it) => rowOf(it, engine)),
      ]),
    containersLabelled: (label, signal) =>
      caller.ask('list labelled containers', signal, () =>
        engine.containers.filter(({ labels }) => hasLabel(labels, label)).map((it) => rowOf(it, engine)),
      ),
    allContainers: (signal) =>
      caller.ask('list all containers', signal, () => engine.containers.map((container) => rowOf(container, engine))),
    dataRoot: async () => '/var/lib/docker',
    users: (signal) => caller.ask('report its security options', signal, () => engine.users),
    runningContainers: (signal) =>
      caller.ask('list containers', signal, () =>
        engine.containers.filter(isLive).map((container) => rowOf(container, engine)),
      ),
    networksNamed: (names, signal) => caller.ask('list networks', signal, () => pick(engine.networks, names)),
    networkUsers: (network, signal) =>
      caller.ask(`inspect the network ${network}`, signal, () => engine.networkUsers(network)),
    volumesNamed: (names, signal) =>
      caller.ask('list volumes', signal, () =>
        pick(engine.volumes, names).map(({ name, id, labels }) => ({ name, id, labels })),
      ),
    async volume(name, signal) {
      const [found] = await caller.ask(`inspect the volume ${name}`, signal, () =>
        engine.volumes.filter((it) => it.name === name),
      );
      return found === undefined ? null : volumeFact(found);
    },
    localVolumes: (signal) =>
      caller.ask('list local volumes', signal, () =>
        engine.volumes.map(volumeFact).filter(({ driver }) => driver === 'local'),
      ),
    imagesNamed: (references, signal) =>
      caller.ask('list images', signal, () =>
        references.flatMap((name): ObjectFact[] => {
          const image = engine.images.find(({ names }) => names.includes(name));
          return image === undefined ? [] : [{ name, id: image.id, labels: image.labels }];
        }),
      ),
    imagesLabelled: (label, signal) =>
      caller.ask('list labelled images', signal, () =>
        engine.images
          .filter(({ labels }) => hasLabel(labels, label))
          .map(({ id, names, labels }) => ({ id, names, labels, bytes: 1e9, createdAt: 0 })),
      ),
    baseDigests: async (reference) => ({
      here: [`digest of ${reference}`],
      registry: engine.registry(reference),
    }),
    createNetwork: ({ name, labels }, signal) =>
      caller.act(`network ${name}`, 'create a network', signal, () => engine.createNetwork(name, labels)),
    createVolume: ({ name, labels }, signal) =>
      caller.act(`volume ${name}`, 'create a volume', signal, () => engine.createVolume(name, labels)),
    buildImage: ({ reference, labels }, output, signal) =>
      caller.act(`build ${reference}`, 'build an image', signal, () => {
        output('Step 1/1 : FROM base');
        engine.build(reference, labels);
      }),
    tagImage: (from, reference, signal) =>
      caller.act(`tag ${reference}`, `name the image ${reference}`, signal, () => engine.tag(from, reference)),
    createContainer: (spec: ContainerSpec, signal) =>
      caller.act(`create ${spec.name}`, `create ${spec.name}`, signal, () => engine.create(newContainer(spec)).id),
    start: (container, signal) =>
      caller
        .act(`start ${nameOf(container)}`, `start ${container}`, signal, () => engine.start(container))
        .catch(unlessStatus(304)),
    unpause: (container, signal) =>
      caller
        .act(`unpause ${nameOf(container)}`, `resume ${container}`, signal, () => engine.pause(container, false))
        .catch(unlessNotPaused),
    async stop(container, grace, signal) {
      const name = nameOf(container);
      const stopping = caller.act(`stop ${name}`, `stop ${container}`, signal, () => engine.stop(container, grace));
      const until = await stopping.catch((thrown: unknown) => {
        unlessStatus(304, 404)(thrown);
        return 0;
      });
      await caller.wait(until - options.clock.monotonic(), signal);
      await caller.act(`wait ${name}`, `wait for ${container} to end`, signal, () => undefined);
    },
    async retire(container, to, signal) {
      const name = nameOf(container);
      await caller
        .act(`no restart ${name}`, `keep ${container} from starting`, signal, () => engine.setPolicy(container, 'no'))
        .catch(unlessStatus(404, 409));
      await caller
        .act(`rename ${name} ${to}`, `rename ${container}`, signal, () => engine.rename(container, to))
        .catch(unlessStatus(404));
    },
    async reinstate(container, to, restart, signal) {
      const name = nameOf(container);
      await caller.act(`restart ${name}`, `enable automatic restarts of ${container}`, signal, () =>
        engine.setPolicy(container, policyOf(restart.name)),
      );
      if (to !== null)
        await caller.act(`rename ${name} ${to}`, `rename ${container}`, signal, () => engine.rename(container, to));
    },
    removeContainer: (container, signal) =>
      caller
        .act(`remove ${nameOf(container)}`, `remove ${container}`, signal, () => engine.remove(container))
        .catch(unlessStatus(404)),
    removeNetwork: (name, signal) =>
      caller
        .act(`remove network ${name}`, `remove the network ${name}`, signal, () => engine.removeNetwork(name))
        .catch(unlessStatus(404)),
    removeVolume: (name, signal) =>
      caller
        .act(`remove volume ${name}`, `remove the volume ${name}`, signal, () => engine.removeVolume(name))
        .catch(unlessStatus(404)),
    removeImage: (reference, signal) =>
      caller
        .act(`remove image ${reference}`, `remove the image ${reference}`, signal, () => engine.removeImage(reference))
        .catch(unlessStatus(404)),
    async inspect(container, signal) {
      const [found] = await caller.ask(`look at ${container}`, signal, () => fact(nameOf(container)));
      if (found === undefined) throw new FailureError(containerGone(container));
      return found;
    },
    logTail: (container, lines, signal) =>
      caller.ask(`read the log of ${container}`, signal, () => logOf(engine, container).slice(-lines)),
    async followLog(container, part, line, signal) {
      const lines = await caller.ask(`read the log of ${container}`, signal, () => partOf(engine, container, part));
      lines.forEach((text) => void line(text));
    },
    async readLog(container, part, line, signal) {
      const lines = await caller.ask(`read the log of ${container}`, signal, () => partOf(engine, container, part));
      lines.forEach((text) => void line(text));
    },
    exec: (container, command, signal, input = '', timeoutMs = undefined) =>
      caller.act(
        `exec ${nameOf(container)}`,
        `run ${command[0] ?? ''} in ${container}`,
        signal,
        () => {
          const { exitCode, stdout, stderr } = exec(engine.running(container), command, input);
          return { exitCode, stdout, stderr };
        },
        timeoutMs,
      ),
    runOneShot: (run, signal) => modelOneShot(engine, caller, options.oneShot, run, signal),
    watch(changed, signal) {
      const stop = engine.onEvent((name) => {
        const [own = name] = name.split('.');
        if (options.watched?.includes(own) ?? true) changed(name === '' || name !== own ? 'more' : 'named');
      });
      signal.addEventListener('abort', stop, { once: true });
    },
  };
}

const hasLabel = (labels: Readonly<Record<string, string>>, label: string): boolean =>
  Object.entries(labels).some(([key, value]) => `${key}=${value}` === label);

const logOf = (engine: ModelEngine, container: string): readonly string[] =>
  engine.container(container).log.map(({ text }) => text);

/** The model's log has no times. */
const partOf = (engine: ModelEngine, container: string, { tail }: LogPart): readonly string[] => {
  const lines = logOf(engine, container);
  return tail === undefined ? lines : lines.slice(lines.length - Math.min(tail, lines.length));
};

const policyOf = (name: string): Policy =>
  (['always', 'unless-stopped', 'on-failure'] as const).find((it) => it === name) ?? 'no';
