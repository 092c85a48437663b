import type { Facts, PreflightFacts } from '../../electron/core/observe/facts.ts';
import { type Findings, findingsOf } from '../../electron/core/plan/findings.ts';
import type { Plan, PlanInputs } from '../../electron/core/plan/inputs.ts';
import { plan } from '../../electron/core/plan/plan.ts';
import { stepText } from '../../electron/core/plan/steps.ts';
import { buildStack } from '../../electron/core/stack/build-stack.ts';
import type { StackInputs } from '../../electron/core/stack/inputs.ts';
import { type Names, namesOf } from '../../electron/core/stack/names.ts';
import type { ContainerFact, ObjectFact } from '../../electron/core/world/engine.ts';
import type { HomeFact } from '../../electron/core/world/host.ts';
import type { Owner } from '../../electron/core/world/stores.ts';
import type { JenkinsMode, Mode } from '../../electron/shared/mode.ts';
import { defaultSettings, type Settings, settingsSchema } from '../../electron/shared/settings.ts';
import type { Build, Intent } from '../../electron/shared/snapshot.ts';

/** Situations for plan tests: what is there, described from nothing by small changes. */

export const HOME = '/srv/jenkins_home';
/** This settings folder. */
export const owner: Owner = { id: 'this-folder', adopted: [] };
export const names: Names = namesOf('', owner);
export const settings = (change: Partial<Settings> = {}): Settings =>
  settingsSchema.parse({ ...defaultSettings, home: HOME, ...change });

const inputs = (change: Partial<StackInputs> = {}): StackInputs => ({
  settings: settings(),
  home: HOME,
  homeVolume: null,
  socket: '/var/run/docker.sock',
  gpus: true,
  nvidia: { repository: 'https://packages.example/libnvidia-container', tools: [] },
  daemon: null,
  foundProxy: null,
  engineOverlay: {},
  timeZone: '',
  mtu: 1500,
  assets: '/app/docker',
  contextHashes: { jenkins: 'aa', dind: 'bb' },
  overlay: {},
  propagation: { [HOME]: 'rslave' },
  version: '1.0.0',
  owner,
  computer: null,
  ...change,
});
export const stack = (mode: JenkinsMode, change: Partial<StackInputs> = {}) => buildStack(mode, inputs(change));

export const goodHome: HomeFact = {
  kind: 'folder',
  ownerUid: 1000,
  writable: true,
  readOnly: false,
  empty: false,
  marked: true,
  fresh: false,
  version: null,
  freeBytes: 1e12,
};

/** A home that this user may not look at. */
export const unseenHome: HomeFact = {
  ...{ kind: 'unknown', ownerUid: null, writable: null, readOnly: false },
  ...{ empty: null, marked: null, fresh: null, version: null, freeBytes: null },
};

export const nothingThere: Facts = {
  engine: { version: '29.0.0', apiVersion: '1.52', os: 'linux' },
  containers: [],
  networks: [],
  networkUsers: [],
  volumes: [],
  images: [],
  home: goodHome,
  knownHome: null,
  context: null,
  page: null,
  builds: null,
  preflight: {
    running: [],
    takenPorts: [],
    builds: null,
    users: 'host' as const,
    addressMissing: false,
    missingMounts: [],
    unresponsiveMounts: [],
    realPaths: {},
    others: [],
    hostJenkins: [],
    otherBuilds: {},
    dockerNamedIn: [],
  },
};

export const container = (name: string, change: Partial<ContainerFact> = {}): ContainerFact => ({
  id: `id-of-${name}`,
  name,
  state: 'running',
  health: 'none',
  exitCode: null,
  image: 'some-image',
  imageId: 'sha256:1',
  labels: {},
  mounts: [],
  ports: [],
  networks: [],
  createdAt: 1000,
  made: null,
  startedAt: null,
  endedAt: null,
  restartCount: null,
  ...change,
});

/** A mode's containers, as this app creates them. */
export const ours = (
  mode: JenkinsMode,
  change: Partial<ContainerFact> = {},
  from: Partial<StackInputs> = {},
): ContainerFact[] =>
  stack(mode, from).containers.map(({ name, role, body }) =>
    container(name, {
      labels: body.Labels,
      health: role === 'dind' ? 'healthy' : 'none',
      mounts: body.HostConfig.Mounts.map(({ Source, Target }) => ({ source: Source, target: Target })),
      ports: role === 'jenkins' ? [{ address: '127.0.0.1', port: settings().ports[mode], target: 8080 }] : [],
      ...(role === 'jenkins' ? change : {}),
    }),
  );

/** Images, network and volumes of both modes. */
export const built = (facts: Facts, from: Partial<StackInputs> = {}): Facts => {
  const both = [stack('dind', from), stack('dood', from)];
  const objects = (specs: readonly { readonly name: string; readonly labels: ObjectFact['labels'] }[]): ObjectFact[] =>
    specs.map(({ name, labels }) => ({ name, id: `sha256:0000000${name}`, labels }));
  return {
    ...facts,
    images: objects(both.flatMap(({ images }) => images.map(({ reference, labels }) => ({ name: reference, labels })))),
    networks: objects(stack('dind', from).networks),
    volumes: objects(stack('dind', from).volumes),
  };
};

/** Jenkins runs in a mode and answers. */
export const running = (mode: JenkinsMode, from: Partial<StackInputs> = {}): Facts => ({
  ...built(nothingThere, from),
  containers: ours(mode, {}, from),
  page: { kind: 'ready', version: '2.568.2' },
  preflight: {
    running: ours(mode, {}, from),
    takenPorts: [],
    builds: { ok: true, value: [] },
    users: 'host' as const,
    addressMissing: false,
    missingMounts: [],
    unresponsiveMounts: [],
    realPaths: {},
    others: [],
    hostJenkins: [],
    otherBuilds: {},
    dockerNamedIn: [],
  },
});

export const withPreflight = (facts: Facts, preflight: Partial<PreflightFacts>): Facts => ({
  ...facts,
  preflight: {
    running: [],
    takenPorts: [],
    builds: null,
    users: 'host' as const,
    addressMissing: false,
    missingMounts: [],
    unresponsiveMounts: [],
    realPaths: {},
    others: [],
    hostJenkins: [],
    otherBuilds: {},
    dockerNamedIn: [],
    ...facts.preflight,
    ...preflight,
  },
});

/** The same with one container changed, and no page that answers. */
export const withContainer = (facts: Facts, name: string, change: Partial<ContainerFact>): Facts => ({
  ...facts,
  containers: facts.containers.map((one) => (one.name === name ? { ...one, ...change } : one)),
  page: null,
});

/** A Jenkins container that the user made by hand. */
export const handMade = (name: string, home: string, port: number): ContainerFact =>
  container(name, {
    image: 'jenkins-image',
    mounts: [{ source: home, target: '/var/jenkins_home' }],
    ports: [{ address: '0.0.0.0', port, target: 8080 }],
  });

export const runningBuild: Build = {
  job: 'train-model',
  number: 42,
  url: '',
  result: 'running',
  startedAt: 0,
  duration: 0,
  estimated: null,
};

export interface Asked {
  readonly consents?: readonly string[];
  readonly purge?: Intent['purge'];
  readonly from?: Partial<StackInputs>;
}

const planInputs = (facts: Facts, mode: Mode, asked: Asked): PlanInputs => ({
  facts,
  intent: { mode, consents: asked.consents ?? [], purge: asked.purge ?? [] },
  settings: asked.from?.settings ?? settings(),
  names,
  home: asked.from?.home ?? HOME,
  stack: mode === 'off' ? null : stack(mode, asked.from),
});
export const planFor = (facts: Facts, mode: Mode, asked: Asked = {}): Plan => plan(planInputs(facts, mode, asked));
export const findingsFor = (facts: Facts, mode: Mode = 'dood', asked: Asked = {}): Findings =>
  findingsOf(planInputs(facts, mode, asked));

/** A whole plan as people read it: blocks, questions, steps. */
export const text = ({ steps, questions, blocks }: Plan): string =>
  [
    ...blocks.map(({ code, title }) => `X ${code}: ${title}`),
    ...questions.map((other) => `Q ${other.id}: ${other.text}`),
    ...steps.map(stepText),
  ].join('\n');

export const lines = (...all: string[]): string => all.join('\n');
