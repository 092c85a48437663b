import { expect } from 'vitest';
import type { ContainerFact, EngineClient } from '../../electron/core/world/engine.ts';
import type { ContainerSpec, Mount } from '../../electron/core/world/specs.ts';
import { failureOf } from '../../electron/shared/failure.ts';

/** What the contract's statements run on: the model engine, or the lab's real one. */
export interface ContractLab {
  readonly engine: EngineClient;
  /** An image that is there. */
  readonly image: string;
  /** The folder of a build context whose Dockerfile begins with that image. */
  readonly context: string;
  /** A port of this host that is free. */
  readonly port: number;
  /** A name that only this statement uses. `watched` is the one that `engine.watch` is about. */
  name(what: string): string;
  /** The command of a container whose first process runs a script, and ends on SIGTERM unless it ignores it. */
  command(script: string, ignoresStop: boolean): readonly string[];
  /** What a user does by hand, beside the product. */
  byHand(does: 'pause' | 'unpause' | 'kill', container: string): Promise<void>;
  policyByHand(container: string, policy: 'no' | 'always' | 'on-failure'): Promise<void>;
  /** Lets so many ms pass by the engine's clock. */
  wait(ms: number): Promise<void>;
}

/** One statement about how an engine behaves. */
export interface Statement {
  readonly says: string;
  readonly run: (lab: ContractLab) => Promise<void>;
}

export const signal = new AbortController().signal;

/** What a statement says of the container that it creates. */
export interface Given {
  readonly image?: string;
  readonly ignoresStop?: boolean;
  readonly network?: string;
  readonly mounts?: readonly Mount[];
  readonly port?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Creates a container of this script, through the client; returns its id. It restarts unless it is stopped. */
export function create(lab: ContractLab, what: string, script: string, given: Given = {}): Promise<string> {
  const { network = 'none', mounts = [], labels = {}, port, image = lab.image, ignoresStop = false } = given;
  const bindings = port === undefined ? {} : { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] };
  const body = {
    Image: image,
    // The product's containers run what their image says, so its type knows no command.
    Cmd: lab.command(script, ignoresStop),
    Env: [],
    // Docker publishes only ports that are exposed, by the body or by the image.
    ...(port === undefined ? {} : { ExposedPorts: { '8080/tcp': {} } }),
    Labels: labels,
    StopTimeout: 10,
    HostConfig: {
      RestartPolicy: { Name: 'unless-stopped' as const },
      NetworkMode: network,
      Mounts: mounts,
      PortBindings: bindings,
    },
    NetworkingConfig: { EndpointsConfig: network === 'none' ? {} : { [network]: { Aliases: [] } } },
  };
  const spec: ContainerSpec = { name: lab.name(what), role: 'jenkins', body, summary: '' };
  return lab.engine.createContainer(spec, signal);
}

/** Creates and starts. */
export async function begin(lab: ContractLab, what: string, script: string, given: Given = {}): Promise<string> {
  const id = await create(lab, what, script, given);
  await lab.engine.start(lab.name(what), signal);
  return id;
}

/** A label of every image that a statement builds. */
export const BUILT = 'contract.built';

export const FOREVER = 'sleep 600';

export const factOf = (lab: ContractLab, what: string): Promise<ContainerFact> =>
  lab.engine.inspect(lab.name(what), signal);

/** How long a state may take to come, and how often it is looked for, ms. */
const MAX_WAIT_MS = 15_000;
const LOOK_MS = 50;

/** Waits until this holds, or for as long as a state may take to come. */
async function waitUntil(lab: ContractLab, holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < MAX_WAIT_MS && !(await holds()); waited += LOOK_MS) await lab.wait(LOOK_MS);
}

/** Waits until a container has this state. */
export async function untilState(lab: ContractLab, what: string, state: ContainerFact['state']): Promise<void> {
  await waitUntil(lab, async () => (await factOf(lab, what)).state === state);
  expect((await factOf(lab, what)).state).toBe(state);
}

export const log = (lab: ContractLab, what: string, lines = 50): Promise<readonly string[]> =>
  lab.engine.logTail(lab.name(what), lines, signal);

/** Waits until the policy has started a container again, which writes a line at each start. */
export async function untilStartedAgain(lab: ContractLab, what: string): Promise<void> {
  const starts = async (): Promise<number> => (await log(lab, what)).length;
  await waitUntil(lab, async () => (await starts()) > 1);
  expect(await starts()).toBeGreaterThan(1);
}

/** Why a call failed, as a user is told: the code and the detail in one line; `none` where it did not fail. */
export const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'none',
    (thrown: unknown) => {
      const { code, detail } = failureOf(thrown);
      return `${code}: ${detail}`;
    },
  );

export const volume = (name: string): Mount => ({ Type: 'volume', Source: name, Target: '/data', ReadOnly: false });

export const folder = (path: string): Mount => ({
  Type: 'bind',
  Source: path,
  Target: '/data',
  ReadOnly: true,
  BindOptions: { Propagation: 'rprivate' },
});
