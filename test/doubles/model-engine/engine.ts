import type { Clock } from '../../../electron/core/world/clock.ts';
import type { EngineUsers } from '../../../electron/core/world/engine.ts';
import { askToEnd, begin, comesBack, isLive, type Lifecycle, restart, settle } from './lifecycle.ts';
import { ObjectStore } from './object-store.ts';
import type { ModelContainer, NewContainer, Policy, Program, Published, Run } from './objects.ts';
import { stateOf } from './objects.ts';
import { refuse } from './refuse.ts';
import { scriptProgram } from './script.ts';

export interface ModelEngineOptions {
  readonly clock: Clock;
  /** What a container's process does from one start to its end; by default its command is a script. */
  readonly program?: (container: ModelContainer) => Program;
  /** Host folders that are there; undefined: all. */
  readonly hasFolder?: (path: string) => boolean;
}

/** The engine itself: its objects, and what Docker's HTTP interface does to them. All calls are synchronous. */
export class ModelEngine extends ObjectStore {
  /** Set while the engine does not answer. */
  away = false;
  /** Which users its containers have. */
  users: EngineUsers = 'host';
  readonly #clock: Clock;
  readonly #hasFolder: (path: string) => boolean;
  readonly #life: Lifecycle;

  constructor({ clock, program, hasFolder = () => true }: ModelEngineOptions) {
    super();
    this.#clock = clock;
    this.#hasFolder = hasFolder;
    this.#life = {
      program: program ?? (({ command }) => scriptProgram(command)),
      changed: ({ name }, action) => this.tell(name, action),
      attach: (container) => this.#attach(container),
    };
  }

  /** Monotonic milliseconds. */
  get now(): number {
    return this.#clock.monotonic();
  }

  /** Does what is due by now: exits, restarts. */
  settle(): void {
    if (!this.away) settle(this.containers, this.#clock.monotonic(), this.#life);
  }

  /** By name, id, or the beginning of an id; 404 otherwise. */
  container(reference: string): ModelContainer {
    const found =
      this.containers.find(({ id, name }) => id === reference || name === reference) ??
      this.containers.find(({ id }) => reference !== '' && id.startsWith(reference));
    return found ?? refuse(404, `No such container: ${reference}`);
  }

  /**
   * Fails where a name is taken, an image is missing, or a folder, unless it `makesFolders`, as `Binds` do; makes volumes
   * that are missing.
   */
  create(spec: NewContainer, makesFolders = false): ModelContainer {
    const {
      name,
      image,
      command = [],
      labels = {},
      policy = 'no',
      network = null,
      mounts = [],
      ports = [],
      env = [],
      aliases = [],
    } = spec;
    const imageId = this.image(image).id;
    this.#nameIsFree(name);
    for (const { type, source } of mounts)
      if (type === 'bind' && !makesFolders && !this.#hasFolder(source))
        refuse(400, `invalid mount config for type "bind": bind source path does not exist: ${source}`);
    for (const { type, source } of mounts) if (type === 'volume') this.createVolume(source, {});
    const inherited = this.image(image).labels;
    const container: ModelContainer = {
      ...{ id: this.newId(), name, image, imageId, command, policy, network, mounts, ports, env, aliases },
      labels: { ...inherited, ...labels },
      createdAt: this.#clock.now(),
      networkId: null,
      run: { kind: 'idle' },
      startedAt: null,
      endedAt: null,
      exitCode: 0,
      starts: 0,
      restarts: 0,
      delay: 0,
      manuallyStopped: false,
      secrets: false,
      log: [],
    };
    this.containers = [...this.containers, container];
    this.tell(name, 'create');
    return container;
  }

  #nameIsFree(name: string, doing = ''): void {
    const holder = this.containers.find((other) => other.name === name);
    if (holder === undefined) return;
    const text = `Conflict. The container name "/${name}" is already in use by container "${holder.id}".`;
    refuse(409, `${doing}${text} You have to remove (or rename) that container to be able to reuse that name.`);
  }

  /** How a port is published; Docker opens an address that it cannot parse to all networks. */
  published = (asked: Published): Published => asked;

  start(reference: string): void {
    const container = this.container(reference);
    const state = stateOf(container);
    if (state === 'running') refuse(304, 'container already started');
    if (state === 'paused') refuse(409, 'cannot start a paused container, try unpause instead');
    if (state === 'removing' || state === 'dead') refuse(409, 'container is marked for removal and cannot be started');
    container.manuallyStopped = false;
    container.restarts = 0;
    try {
      begin(container, this.#clock.monotonic(), this.#life);
    } catch (thrown) {
      container.exitCode = 128;
      throw thrown;
    }
  }

  /** Finds its network and takes its ports. */
  #attach(container: ModelContainer): void {
    const { network, networkId, ports, name } = container;
    if (network !== null && network !== 'none') {
      // One that has run looks for the very network it ran in, one that has not for any of that name.
      const found = this.networks.find((it) => (networkId === null ? it.name === network : it.id === networkId));
      if (found === undefined)
        refuse(404, `failed to set up container networking: network ${networkId ?? network} not found`);
      container.networkId = found.id;
    }
    for (const wanted of ports) {
      const taken = this.containers.some(
        (other) => other !== container && other.run.kind === 'running' && other.ports.some((it) => clash(it, wanted)),
      );
      const where = `Bind for ${wanted.address}:${wanted.port} failed: port is already allocated`;
      if (taken) refuse(500, `driver failed programming external connectivity on endpoint ${name}: ${where}`);
    }
  }

  /** Asks it to end; returns when it will have ended, ms since 1970. */
  stop(reference: string, graceSeconds: number): number {
    const container = this.container(reference);
    if (!isLive(container)) refuse(304, 'container already stopped');
    return askToEnd(container, this.#clock.monotonic(), graceSeconds * 1000, this.#life);
  }

  pause(reference: string, paused: boolean): void {
    const container = this.container(reference);
    const { run } = container;
    if (!paused && (run.kind !== 'running' || !run.paused)) refuse(500, `Container ${container.id} is not paused`);
    if (run.kind !== 'running') refuse(409, `container ${container.id} is not running`);
    container.run = { ...run, paused };
    this.tell(container.name, paused ? 'pause' : 'unpause');
  }

  /** Its process ends by itself, as after a crash. */
  die(reference: string, code: number): void {
    const container = this.container(reference);
    if (container.run.kind !== 'running') refuse(409, `container ${container.id} is not running`);
    container.run = { ...container.run, ends: { at: this.#clock.monotonic(), code, stopped: false } };
    this.settle();
  }

  /** Forces a state that only a failing engine leaves behind. */
  force(reference: string, kind: 'removing' | 'dead'): void {
    this.container(reference).run = { kind };
  }

  setPolicy(reference: string, policy: Policy): void {
    this.container(reference).policy = policy;
  }

  rename(reference: string, to: string): void {
    const container = this.container(reference);
    this.#nameIsFree(to, 'Error when allocating new name: ');
    container.name = to;
    this.tell(to, 'rename');
  }

  remove(reference: string, { force = false } = {}): void {
    const container = this.container(reference);
    const state = stateOf(container);
    if (state === 'removing') refuse(409, `removal of container ${reference} is already in progress`);
    if (isLive(container) && !force) {
      const remedy =
        state === 'paused'
          ? 'container is paused and must be unpaused first'
          : `container is ${state}: stop the container before removing or force remove`;
      refuse(409, `cannot remove container "${container.name}": ${remedy}`);
    }
    this.containers = this.containers.filter((other) => other !== container);
    const anonymous = container.mounts.filter((mount) => mount.anonymous === true).map(({ source }) => source);
    this.volumes = this.volumes.filter(({ name }) => !anonymous.includes(name));
    this.tell(container.name, 'destroy');
  }

  /** Fails where no process runs in it. */
  running(reference: string): ModelContainer & { readonly run: Run & { readonly kind: 'running' } } {
    const container = this.container(reference);
    const { id, run } = container;
    if (run.kind === 'restarting') refuse(409, `Container ${id} is restarting, wait until the container is running`);
    if (run.kind !== 'running') refuse(409, `container ${id} is not running`);
    if (run.paused) refuse(409, `Container ${id} is paused, unpause the container before exec`);
    return Object.assign(container, { run });
  }

  /** The daemon ends with all its containers, is away for `ms`, and starts again those that its policies say. */
  restartEngine(moveOn: () => void): void {
    this.settle();
    const lived = this.containers.filter(isLive);
    const kept = lived.map((container) => ({ container, stopped: container.manuallyStopped }));
    for (const { container, stopped } of kept) {
      askToEnd(container, this.#clock.monotonic(), 10_000, this.#life);
      // The daemon's own stop is not one that `unless-stopped` remembers.
      this.#finishNow(container);
      container.manuallyStopped = stopped;
    }
    this.away = true;
    moveOn();
    this.away = false;
    for (const container of this.containers) {
      const remembered = container.policy === 'always' ? false : container.manuallyStopped;
      if (container.starts === 0 || isLive(container)) continue;
      if (comesBack({ ...container, manuallyStopped: remembered }, container.exitCode))
        restart(container, this.#clock.monotonic(), this.#life);
      container.restarts = 0;
    }
    this.tell('', 'reconnect');
  }

  #finishNow(container: ModelContainer): void {
    const { run } = container;
    if (run.kind !== 'running' || run.ends === null) return;
    container.run = { ...run, ends: { ...run.ends, at: this.#clock.monotonic() } };
    this.settle();
  }
}

const clash = (a: Published, b: Published): boolean =>
  a.port === b.port &&
  (a.protocol ?? 'tcp') === (b.protocol ?? 'tcp') &&
  (a.address === b.address || [a.address, b.address].includes('0.0.0.0'));
